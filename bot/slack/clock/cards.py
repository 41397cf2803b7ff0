"""Cards about the whole game: sign-up, the plan, phases, cues, changes, results."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.domain.council import Council
from bot.domain.cues import CueKind
from bot.domain.game import Game, Stage
from bot.domain.game import events as e
from bot.domain.game.delay import delay_of
from bot.domain.game.events import Bell
from bot.domain.game.state import Clock
from bot.domain.phases import Place
from bot.domain.scenario import Phase, Scenario
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot.cards import HOW_TO_VOTE
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    divider,
    escaped,
    header,
    quotation,
    quoted,
    section,
    sections,
)
from bot.slack.sessions import sidebars

WHY = {
    Bell.DONE: "Every council was done, so the phase before ended early.",
    Bell.BACK: "The facilitators have gone back to this phase. What was adopted stays.",
    Bell.GOES_ON: "We go on where the emergency broke in.",
}
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

    `run` says which time it is that the phase runs; None for the latest.
    """
    planned, told = game.agenda[index], scenario.phase(game.agenda[index].key)
    clock = game.clock if game.clock and game.clock.phase == index and run in (None, game.clock.run) else None
    lines: list[Block] = [header(told.title), section(_ends(game, clock))]
    if clock is not None and clock.why in WHY:
        lines.append(context(WHY[clock.why]))
    does = told.kind.traits
    if council is None and does.at_work:
        return Message.of(*lines, context("The councils are at work, each in its own channel."))
    lines += _to_do(told, game, council, scenario)
    if does.briefs:
        lines += _briefing(scenario)
    runs = clock is not None and game.stage is not Stage.ENDED
    if does.place is Place.SIDEBARS and council is not None and runs:
        lines.append(section(sidebars.hint(game, scenario, council)))
    if does.takes_turns and council is None:
        lines.append(section(_order(game)))
    if late:
        lines.append(context("This bell rang late: I was away when its time came."))
    if council is not None and planned.holds_ballot and runs:
        lines.append(context(ballot_cards.who_calls(council)))
    if council is not None and planned.lasts and runs:
        lines.append(_phase_buttons(told, council))
    elif council is not None and runs:
        lines.append(actions(_my_mission(council)))
    return Message.of(*lines)


def _ends(game: Game, clock: Clock | None) -> str:
    if clock is None:
        return "This phase is over."
    if not game.agenda[clock.phase].lasts:
        return "This is the last item on the agenda."
    begun = clock.bell if clock.why is Bell.GOES_ON else clock.starts
    left = p.span(game, game.time.between(clock.paused_at or begun, clock.ends))
    return (
        f"*Paused*, with {left} left."
        if game.paused
        else f"*{left}*, until *{p.clock_time(game, clock.ends)}*"
    )


def _to_do(told: Phase, game: Game, council: Council | None, scenario: Scenario) -> Iterator[Block]:
    yield section(escaped(told.told(game.tempo)))
    covered = [one.text for one in scenario.strategy if one.key in told.covers]
    questions = [*told.questions, *covered]
    if questions:
        yield from sections(bullets([escaped(one)]) for one in questions)
    if council is None or not council.begun or not told.kind.traits.begun:
        return
    if line := p.coverage(scenario, council):
        yield context(line)


def _briefing(scenario: Scenario) -> list[Block]:
    return [
        divider(),
        section(f"*The story*\n{escaped(scenario.story)}"),
        section(f"*The rules*\n{bullets(escaped(rule) for rule in scenario.rules)}"),
        section(f"*How you win*\n{escaped(scenario.winning)}"),
    ]


def _order(game: Game) -> str:
    order = ", ".join(f"Council {number}" for number in game.presentation_order)
    return f"*The drawn order:* {order}"


def _phase_buttons(told: Phase, council: Council) -> ActionsBlock:
    does = told.kind.traits
    row = [_my_mission(council)] if does.begun else []  # first: it is what people look for at that bell
    if does.briefs:
        row.append(button("Read the Handbook", names.SHOW_HANDBOOK, council.id))
    if told.charter:
        row.append(button("Write the charter", names.WRITE_CHARTER, council.id, style="primary"))
    if does.asks_response:
        row.append(button("Record our response", names.RECORD_RESPONSE, council.id, style="primary"))
    if does.makes_policies:
        row.append(button("Propose a policy", names.PROPOSE, council.id))
    if does.makes_policies:
        row.append(button("Straw poll", names.ASK_STRAW, council.id))
    if does.place is Place.SIDEBARS:
        row.append(button("Carry an idea back", names.CARRY_BACK, council.id))
    if does.takes_turns:
        row.append(
            button("Prepare our presentation", names.PREPARE_PRESENTATION, council.id, style="primary")
        )
    row.append(button("What do I owe?", names.SHOW_OWED, council.id))
    if does.can_be_done:
        ask = "Is your council done with this phase? A steward says so for all."
        row.append(button("We are done", names.WE_ARE_DONE, council.id, ask=ask))
    return actions(*row)


def _my_mission(council: Council) -> ButtonElement:
    """Opens the sheet of whoever presses it, for them alone."""
    return button("My mission", names.OPEN_SHEET, council.id)


def cue(game: Game, scenario: Scenario, phase: int, index: int, left: timedelta | None = None) -> Message:
    """A timed message; `left` is what is left of the phase, where it is not as planned."""
    planned = game.agenda[phase]
    told = scenario.phase(planned.key).cues[planned.place(index)]
    match told.kind:
        case CueKind.QUOTE:
            return Message.of(section(f"{quoted(told.text)}\n— {escaped(told.by)}"))
        case CueKind.MEME:
            return Message.of(section(f"*A short break*\n{escaped(told.text)}"))
        case CueKind.DEBRIEF:
            return _step(game, scenario, phase, index)
        case CueKind.NOTICE | CueKind.BALLOT:
            left = planned.cues[index].left(planned.lasts) if left is None else left
            said = told.text.replace("{left}", p.span(game, left))
            words = section(
                f"*{escaped(said.replace('{how_to_vote}', HOW_TO_VOTE[game.votes_by(scenario)]))}*"
            )
            clock = game.clock
            if game.working is None or clock is None or clock.phase != phase:
                return Message.of(words)
            return Message.of(
                words, context(f"{escaped(planned.title)} ends {p.clock_time(game, clock.ends)}.")
            )
        case _:
            assert_never(told.kind)


def _step(game: Game, scenario: Scenario, phase: int, index: int) -> Message:
    """A step of the debrief."""
    planned = game.agenda[phase]
    told = scenario.phase(planned.key).cues[planned.place(index)]
    steps = [place for place, cue in enumerate(planned.cues) if cue.kind is CueKind.DEBRIEF]
    return Message.of(
        header(f"Debrief {steps.index(index) + 1} of {len(steps)}: {told.title}"),
        section(escaped(told.text)),
        *sections(bullets([escaped(one)]) for one in told.questions),
        context("Say it aloud, or write a line in your council's channel."),
    )


def inject(scenario: Scenario, phase_key: str) -> Message:
    """The emergency."""
    told = scenario.phase(phase_key)
    return Message.of(header(f"{told.title}: what happened"), section(escaped(told.inject)))


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
                f" It stood still since {p.to_the_second(cut_off)}: Slack let me do nothing."
                if cut_off
                else ""
            )
            return Message.of(section(f"*The clock {how}:* {title}.{why}{ends}"))
        case e.Replanned():
            return Message.of(section(f"*A new plan for what is left.* {title}:{ends}{_all_ends(game)}"))
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
