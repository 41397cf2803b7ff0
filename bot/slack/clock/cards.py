"""Cards about the whole game: sign-up, the plan, phases, cues, changes, results."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.audience import only_some
from bot.domain.council import Council
from bot.domain.cues import CueKind
from bot.domain.game import Game, Stage
from bot.domain.game import events as e
from bot.domain.game.delay import delay_of
from bot.domain.game.events import Bell
from bot.domain.game.state import Clock
from bot.domain.ids import CouncilId, GameId
from bot.domain.meetings import goes_back
from bot.domain.phase import Phase
from bot.domain.rooms import rooms_in
from bot.domain.scenario import Scenario
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot.cards import HOW_TO_VOTE
from bot.slack.blocks import folding, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.briefing import briefing, read_handbook
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    quotation,
    quoted,
    section,
    sections,
)
from bot.slack.blocks.saying import says
from bot.slack.blocks.telling import audience, illustrated, signed
from bot.slack.calls import cards as calls
from bot.slack.floor import cards as floor_cards
from bot.slack.sessions import sidebars

WHY = {
    Bell.DONE: "Every council was done, so the previous phase ended early.",
    Bell.BACK: "The facilitators have gone back to this phase. Adopted policies stay.",
    Bell.GOES_ON: "We continue where the emergency interrupted us.",
}
IN_PLENARY = 45  # words of the set-up there, since each council has it
LONGEST_TOPIC = 250  # characters, conversations.setTopic


# --- phases


def phase(
    game: Game,
    scenario: Scenario,
    index: int,
    council: Council | None,
    *,
    run: int | None = None,
    late: bool = False,
) -> Message:
    """The card of a phase, for a council's channel, or without one for the plenary.

    `run`: which time the phase runs; None for the latest.
    """
    planned, told = game.agenda[index], scenario.phase(game.agenda[index].key)
    clock = game.clock if game.clock and game.clock.phase == index and run in (None, game.clock.run) else None
    lines: list[Block] = [header(told.title), section(_ends(game, clock))]
    if clock is not None and clock.why in WHY:
        lines.append(context(WHY[clock.why]))
    does = told.kind.traits
    runs = clock is not None and game.stage is not Stage.ENDED
    row = list[ButtonElement]()
    if council is None and does.begun and runs:  # many are in the plenary when the bell opens the sheets
        row.append(_my_mission(scenario, game.id))
    if council is None and does.at_work:
        return _while_councils_work(game, index, lines, row)
    small = [*_small(scenario, council, told), *(calls.line(calls.here(game, council)) if runs else ())]
    small += [context("This phase began late because I was away.")] if late else []
    if council is not None and planned.holds_ballot and runs:
        small.append(context(ballot_cards.who_calls(council)))
    if council is None and told.floor and runs:
        row.append(button("Ask for the floor", names.ASK_FLOOR, game.id))
    text, room = "\n".join(_to_do(game, scenario, index, council)), folding.room_beside(*lines, *small)
    said = [*folding.shown(text, min(room, IN_PLENARY) if council is None and does.briefs else room)]
    if council is not None and runs and planned.lasts:
        row += _phase_buttons(scenario, told, council, carries=goes_back(game, index))
    elif council is not None and runs:
        row.append(_my_mission(scenario, council.id))
    if does.briefs or folding.words_of(said) < folding.count(text):
        row.append(folding.read_more(names.READ_PHASE, f"{council.id if council else game.id}:{index}"))
    return Message.of(*lines, *said, *small, *([actions(*row)] if row else []))


def _while_councils_work(game: Game, index: int, lines: list[Block], row: list[ButtonElement]) -> Message:
    """The plenary's card of a phase that is played in the councils' channels."""
    order = floor_cards.council_order(game, index)
    return Message.of(
        *lines,
        context("The councils are at work, each in its own channel."),
        *calls.line(game.calls.plenary if game.stage is not Stage.ENDED else ""),
        *([section(order)] if order else []),
        *([actions(*row)] if row else []),
    )


def whole_phase(game: Game, scenario: Scenario, index: int, council: Council | None) -> View:
    """Everything about a phase, for one person."""
    told = scenario.phase(game.agenda[index].key)
    text = "\n".join(_to_do(game, scenario, index, council))
    shown = briefing(scenario) if told.kind.traits.briefs else []
    small = _small(scenario, council, told)
    return folding.whole(told.title, header(told.title), *sections(text.split("\n")), *shown, *small)


def _ends(game: Game, clock: Clock | None) -> str:
    if clock is None:
        return "This phase is over."
    if not game.agenda[clock.phase].lasts:
        return "This is the last phase."
    begun = clock.bell if clock.why is Bell.GOES_ON else clock.starts
    left = p.span(game, game.time.between(clock.paused_at or begun, clock.ends))
    return (
        f"*Paused*, with {left} left."
        if game.paused
        else f"*{left}*, until *{p.clock_time(game, clock.ends)}*"
    )


def _to_do(game: Game, scenario: Scenario, index: int, council: Council | None) -> Iterator[str]:
    """What a phase is for, line by line, the most urgent first."""
    told = scenario.phase(game.agenda[index].key)
    yield escaped(told.told(game.tempo))
    rooms = rooms_in(told.kind, scenario.rooms_of(told))
    if rooms is not None and council is not None:
        yield sidebars.hint(game, scenario, council, rooms)
    turns = floor_cards.order(game, scenario, index, council) if council else ""
    if turns := turns or ("" if council else floor_cards.council_order(game, index)):
        yield turns
    covered = [one.text for one in scenario.strategy if one.key in told.covers]
    if questions := [*told.questions, *covered]:
        yield bullets(map(escaped, questions))


def _small(scenario: Scenario, council: Council | None, told: Phase) -> Iterator[Block]:
    if council is None or not council.begun or not told.kind.traits.makes_policies:
        return
    if line := p.coverage(scenario, council):
        yield context(line)


def _phase_buttons(
    scenario: Scenario, told: Phase, council: Council, *, carries: bool
) -> Iterator[ButtonElement]:
    does = told.kind.traits
    if does.begun:  # first: it is what people look for at that bell
        yield _my_mission(scenario, council.id)
    if told.charter:
        label = (
            p.for_stewards(council, "Write the charter") if council.charter is None else "Change the charter"
        )
        yield button(label, names.WRITE_CHARTER, council.id, style="primary")
    if does.makes_policies:
        yield button("Propose a policy", names.PROPOSE, council.id)
        yield button("Straw poll", names.ASK_STRAW, council.id)
    if told.floor:
        yield button("Ask for the floor", names.ASK_FLOOR, council.id)
    if carries:
        yield button("Carry an idea back", names.CARRY_BACK, council.id)
    if does.takes_turns:
        label = p.for_stewards(council, "Prepare our presentation")
        yield button(label, names.PREPARE_PRESENTATION, council.id, style="primary")
    yield says("What now?", council.game, "/moot help")
    if does.briefs:
        yield read_handbook(council.id)
    if does.can_be_done:
        ask = "Is your council done with this phase? Stewards confirm this for the council."
        yield button(p.for_stewards(council, "We are done"), names.WE_ARE_DONE, council.id, ask=ask)


def _my_mission(scenario: Scenario, place: CouncilId | GameId) -> ButtonElement:
    """Opens the sheet of whoever presses it, for them alone."""
    return button(optional.sheet_title(scenario), names.OPEN_SHEET, place)


def cue(game: Game, scenario: Scenario, phase: int, index: int, left: timedelta | None = None) -> Message:
    """A timed message; `left` is what is left of the phase, where it is not as planned."""
    planned = game.agenda[phase]
    told = scenario.phase(planned.key).cues[planned.place(index)]
    text, small = said(game, scenario, phase, index, left), [*signed(told.sender)]
    clock = game.clock
    notice = told.kind in (CueKind.NOTICE, CueKind.BALLOT)
    if notice and game.working is not None and clock is not None and clock.phase == phase:
        small.append(context(f"{escaped(planned.title)} ends {p.clock_time(game, clock.ends)}."))
    if told.kind is CueKind.DEBRIEF:
        steps = [place for place, one in enumerate(planned.cues) if one.kind is CueKind.DEBRIEF]
        title = [header(f"Debrief {steps.index(index) + 1} of {len(steps)}: {told.title}")]
        small.append(context("Say it aloud, or write a line in your council's channel."))
    else:
        title = []
    room = folding.room_beside(*title, *small, *illustrated(told.picture))
    shown = [*folding.shown(text, room)]
    more = folding.read_more(names.READ_CUE, f"{game.id}:{phase}:{index}")
    row = [actions(more)] if folding.words_of(shown) < folding.count(text) else []
    return Message.of(*title, *shown, *small, *illustrated(told.picture), *row)


def whole_cue(game: Game, scenario: Scenario, phase: int, index: int) -> View:
    """All that a cue says, for one person."""
    text = said(game, scenario, phase, index, None)
    return folding.whole(game.agenda[phase].title, *sections(text.split("\n")))


def said(game: Game, scenario: Scenario, phase: int, index: int, left: timedelta | None) -> str:
    """The words of a cue, as mrkdwn; `left` as above."""
    planned = game.agenda[phase]
    told = scenario.phase(planned.key).cues[planned.place(index)]
    match told.kind:
        case CueKind.QUOTE:
            return f"{quoted(told.text)}\n— {escaped(told.by)}"
        case CueKind.MEME:
            return f"*A short break*\n{escaped(told.text)}"
        case CueKind.DEBRIEF:
            return "\n".join([escaped(told.text), bullets(map(escaped, told.questions))]).rstrip()
        case CueKind.NOTICE | CueKind.BALLOT:
            left = planned.cues[index].left(planned.lasts) if left is None else left
            said = told.text.replace("{left}", p.span(game, left))
            return f"*{escaped(said.replace('{how_to_vote}', HOW_TO_VOTE[game.votes_by(scenario)]))}*"
        case _:
            assert_never(told.kind)


def inject(game: Game, scenario: Scenario, index: int, council: Council) -> Message:
    """The emergency: what happened, and below it how to answer."""
    told, clock = scenario.phase(game.agenda[index].key), game.clock
    row = list[ButtonElement]()
    head: list[Block] = [header(f"{told.title}: what happened")]
    if only_some(game.agenda[index].to):
        shown: list[Block] = [section(f"Only {audience(scenario, told.to)} got the news, by direct message.")]
    else:
        story, head = escaped(told.inject), [*head, *signed(told.sender)]
        shown = [*folding.shown(story, folding.room_beside(*head, *illustrated(told.picture)))]
        if folding.words_of(shown) < folding.count(story):
            row.append(folding.read_more(names.READ_INJECT, f"{council.id}:{index}"))
        shown += illustrated(told.picture)
    if clock is not None and clock.phase == index and game.stage is not Stage.ENDED:
        label = p.for_stewards(council, "Record our response")
        row.append(button(label, names.RECORD_RESPONSE, council.id, style="primary"))
    return Message.of(*head, *shown, *([actions(*row)] if row else []))


def whole_inject(game: Game, scenario: Scenario, index: int) -> View:
    """All of the emergency's story, for one person."""
    told = scenario.phase(game.agenda[index].key)
    return folding.whole(
        told.title, header(f"{told.title}: what happened"), *sections([escaped(told.inject)])
    )


MOVES_THE_END = e.GameResumed | e.TimeChanged | e.Replanned


def change(game: Game, what: str, event: e.GameEvent, phase: int | None = None) -> Message:
    """A change of plan or a facilitator's words, announced with the new end of the phase that ran then."""
    ends = f" It ends at {p.clock_time(game, event.ends)}." if isinstance(event, MOVES_THE_END) else ""
    planned = game.phase if phase is None else game.agenda[phase]
    title = escaped(planned.title if planned else game.name)
    match event:
        case e.GamePaused(until=until):
            away = " I was away for a while." if until else ""
            return Message.of(
                section(f"*The clock is stopped.*{away} {title} goes on when the facilitator resumes.")
            )
        case e.GameResumed(caught_up=caught_up, cut_off=cut_off):
            how = "has caught up" if caught_up else "runs again"
            why = (
                f" It stood still since {p.to_the_second(cut_off)}: Slack did not let me do anything."
                if cut_off
                else ""
            )
            return Message.of(section(f"*The clock {how}:* {title}.{why}{ends}"))
        case e.Replanned():
            return Message.of(
                section(f"*A new plan for the rest of the game.* {title}:{ends}{_all_ends(game)}")
            )
        case e.TimeChanged(by):
            more = "more" if by.total_seconds() > 0 else "less"
            return Message.of(section(f"*{p.span(game, by)} {more} for {title}.*{ends}"))
        case e.Announced(text):
            return Message.of(section("*From the facilitator:*"), *quotation(text))
        case _:  # intents/bells.py announces no other event
            raise ValueError(f"{what} is not announced")


def topic(game: Game) -> str:
    """The topic of a council's channel: the phase and its end."""
    if game.phase is None or game.clock is None:
        over = "The game is over" if game.stage is Stage.ENDED else "The game starts soon"
        return f"{game.name}: {over}"[:LONGEST_TOPIC]
    until = "the clock is stopped" if game.paused else f"until {p.zone_time(game, game.clock.ends)}"
    return f"{game.phase.title}: {until}"[:LONGEST_TOPIC]


def _all_ends(game: Game) -> str:
    delay = delay_of(game)
    if delay is None or game.paused:
        return ""
    return f" The game ends at *{p.clock_time(game, delay.expected)}*."
