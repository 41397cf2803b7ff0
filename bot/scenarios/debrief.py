"""The debrief of a pack whose wrap-up lasts and that writes no steps of its own."""

from bot.domain.cues import Cue, CueKind
from bot.domain.scenario import Scenario

FEELINGS = Cue(
    kind=CueKind.DEBRIEF,
    share=0,
    title="How it felt",
    text="You can step out of your role now. Feelings first; nobody has to explain theirs.",
    questions=("How are you, in a word?", "What surprised you, annoyed you or made you laugh?"),
)
EVENTS = Cue(
    kind=CueKind.DEBRIEF,
    share=0.25,
    title="What happened",
    text="Now the events, as each of you saw them.",
    questions=("Where did it turn?", "What was solved, and what was not?"),
)
LEARNING = Cue(
    kind=CueKind.DEBRIEF,
    share=0.5,
    title="What it taught",
    text="Step back and look at it from outside.",
    questions=("What do you know now that you did not know before?",),
)
BACK_TO_WORK = Cue(
    kind=CueKind.DEBRIEF,
    share=0.75,
    title="Back to work",
    text="Take one thing with you.",
    questions=("What will you do differently next time, and when is that?",),
)


def with_debrief(scenario: Scenario) -> Scenario:
    """The scenario; a debrief is led through four steps, and looks back on what the pack's presentations
    answer. The pack's own cues keep their places."""
    *before, last = scenario.agenda
    steps = any(cue.kind is CueKind.DEBRIEF for cue in last.cues)
    if not last.kind.traits.ends_game or not last.lasts or steps:
        return scenario
    events = EVENTS.model_copy(update={"questions": scenario.debrief or EVENTS.questions})
    cues = (*last.cues, FEELINGS, events, LEARNING, BACK_TO_WORK)
    return scenario.model_copy(update={"agenda": (*before, last.model_copy(update={"cues": cues}))})
