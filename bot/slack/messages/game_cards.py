"""Cards about the whole game: sign-up, the plan, phases, cues, changes, results."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.game import events as e
from bot.domain.ids import UserId
from bot.domain.scenario import CueKind, Phase, PhaseKind, Scenario
from bot.domain.seating import Seating
from bot.slack import ids
from bot.slack.messages import claim_cards
from bot.slack.messages import phrases as p
from bot.slack.messages.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    divider,
    escaped,
    header,
    quoted,
    section,
    sections,
    shortened,
)

IN_PLENARY = (PhaseKind.SETUP, PhaseKind.PRESENTATIONS, PhaseKind.WRAP_UP)  # what concerns everybody


def sign_up(game: Game, scenario: Scenario) -> Message:
    """What this is, when, how long, a content note, who is in, and how to join."""
    length = sum((phase.lasts for phase in game.agenda), start=type(game.agenda[0].lasts)())
    when = p.day_and_time(game, game.starts_at) if game.starts_at else "when the facilitator starts it"
    blocks: list[Block] = [
        header(game.name),
        section(f"*{escaped(scenario.title)}*\n{escaped(scenario.summary)}"),
        section(
            f"*When:* {when}\n*How long:* {p.length(length)}\n"
            f"*Run by:* {p.mentions(sorted(game.facilitators))}"
        ),
        context(f"Content note: {escaped(scenario.content_note)}"),
        section(_count(game)),
    ]
    if game.stage in (Stage.SIGN_UP, Stage.DEALT, Stage.RUNNING):
        blocks.append(
            actions(
                button("Join", ids.JOIN, game.id, style="primary"),
                button("Join: I can chair", ids.JOIN_AS_CHAIR, game.id),
                button("Join: no secret for me", ids.JOIN_OPENLY, game.id),
                button("Observe", ids.OBSERVE, game.id),
                button("Leave", ids.LEAVE, game.id, ask="Leave this game? Your seat becomes free at once."),
            )
        )
    return Message.of(*blocks)


def _count(game: Game) -> str:
    players, observers = len(game.players), len(game.observers)
    line = f"*Signed up:* {p.count_of(players, 'player')}"
    line += f" and {p.count_of(observers, 'observer')}" if observers else ""
    if game.stage is Stage.ENDED:
        return f"{line}. The game is over."
    if game.deal is not None:
        return f"{line}. The seats are dealt; whoever joins now gets the next free seat."
    missing = game.layout.minimum - players
    return f"{line}. {missing} more needed to play." if missing > 0 else f"{line}."


def seating_plan(game: Game, plan: Seating, scenario: Scenario) -> Message:
    """The plan, for the facilitator who asked; nobody else has been told."""
    lines = (_planned(number, council, scenario) for number, council in enumerate(plan.councils, 1))
    waiting = [f"*Waiting for a seat:* {p.mentions(plan.waiting)}"] if plan.waiting else []
    return Message.of(
        header(f"Seating plan: {p.count_of(len(plan.councils), 'council')}"),
        context(
            "Only you see this. Nobody is told until you deal. /moot swap @one @other exchanges two people."
        ),
        *sections([*lines, *waiting], limit=11_000),
        actions(
            button(
                "Deal the seats",
                ids.DEAL_SEATS,
                game.id,
                style="primary",
                ask="Deal the seats? Channels are made, and everybody gets an envelope.",
            ),
            button("Plan again", ids.REDEAL, game.id),
        ),
    )


def _planned(number: int, council: Sequence[tuple[int, str]], scenario: Scenario) -> str:
    seats = ", ".join(
        f"{escaped(scenario.role(role).name)} {p.mention(UserId(player))}" for role, player in council
    )
    return f"*Council {number}* ({len(council)}): {seats}"


def dealt(game: Game, councils: Iterable[Council]) -> Message:
    """To the plenary: who sits where, and what comes next."""
    lines = (
        f"*{council.name}:* {p.mentions(seat.holder for seat in council.filled)}" for council in councils
    )
    return Message.of(
        header("The seats are dealt"),
        section(
            "Each council has a private channel of its own: look in your channel list. Everybody has a "
            "sealed envelope in a direct message from me; it opens when the first session begins."
        ),
        *sections(lines, limit=10_000),
        context(f"{escaped(game.name)}: the facilitators start it. /moot help shows what you can do."),
    )


# --- phases


def phase(
    game: Game, scenario: Scenario, index: int, council: Council | None, *, late: bool = False
) -> Message:
    """The card of a phase, for a council's channel, or without one for the plenary."""
    planned, told = game.agenda[index], scenario.phase(game.agenda[index].key)
    lines: list[Block] = [header(told.title), section(_ends(game, index))]
    if council is None and told.kind not in IN_PLENARY:
        return Message.of(*lines, context("The councils are at work, each in its own channel."))
    lines += _to_do(told, council, scenario)
    if told.kind is PhaseKind.SETUP:
        lines += _briefing(scenario)
    if told.kind is PhaseKind.SIDEBAR and council is not None:
        lines.append(section(_sidebar_hint(game)))
    if told.kind is PhaseKind.PRESENTATIONS and council is None:
        lines.append(section(_order(game)))
    if told.kind is PhaseKind.WRAP_UP and council is None:  # a council reads it in its farewell
        lines.append(section(escaped(scenario.wrap_up)))
    if late:
        lines.append(context("This bell rang late: I was away when its time came."))
    if council is not None and planned.lasts:
        lines.append(_phase_buttons(told, council))
    return Message.of(*lines)


def _ends(game: Game, index: int) -> str:
    clock = game.clock
    if clock is None or clock.phase != index:
        return "This phase is over."
    if not game.agenda[index].lasts:
        return "This is the last item on the agenda."
    if game.paused:
        return f"*Paused*, with {p.length(clock.ends - (clock.paused_at or clock.ends))} left."
    return f"*{p.length(clock.ends - clock.starts)}*, until *{p.clock_time(game, clock.ends)}*"


def _to_do(told: Phase, council: Council | None, scenario: Scenario) -> Iterator[Block]:
    yield section(escaped(told.card))
    covered = [one.text for one in scenario.strategy if one.key in told.covers]
    questions = [*told.questions, *covered]
    if questions:
        yield from sections(bullets([escaped(one)]) for one in questions)
    line = p.coverage(scenario, council) if council is not None and council.begun else ""
    if line:
        yield context(line)


def _briefing(scenario: Scenario) -> list[Block]:
    return [
        divider(),
        section(f"*The story*\n{escaped(scenario.story)}"),
        section(f"*The rules*\n{bullets(escaped(rule) for rule in scenario.rules)}"),
        section(f"*How you win*\n{escaped(scenario.winning)}"),
    ]


def _sidebar_hint(game: Game) -> str:
    if game.deal is not None and len(game.deal.councils) > 1:
        return "Your role's sidebar is a channel of its own; I have just invited you to it."
    return "You are the only council, so huddle with your teammates: find your partner and compare notes."


def _order(game: Game) -> str:
    order = ", ".join(f"Council {number}" for number in game.presentation_order)
    return f"*The drawn order:* {order}"


def _phase_buttons(told: Phase, council: Council) -> ActionsBlock:
    row = []
    if told.kind is PhaseKind.SETUP:
        row.append(button("Read the Handbook", ids.SHOW_HANDBOOK, council.id))
    if told.charter:
        row.append(button("Write the charter", ids.WRITE_CHARTER, council.id, style="primary"))
    if told.kind is PhaseKind.EMERGENCY:
        row.append(button("Record our response", ids.RECORD_RESPONSE, council.id, style="primary"))
    if told.kind is PhaseKind.SESSION:
        row.append(button("Propose a policy", ids.PROPOSE, council.id))
    if any(cue.kind is CueKind.BALLOT for cue in told.cues):
        question = "Open the final vote? The policy book is frozen from then on."
        row.append(button("Call the vote", ids.CALL_VOTE, council.id, ask=question))
    if told.kind is PhaseKind.SESSION:
        row.append(button("Straw poll", ids.ASK_STRAW, council.id))
    if told.kind is PhaseKind.PRESENTATIONS:
        row.append(button("Prepare our presentation", ids.PREPARE_PRESENTATION, council.id, style="primary"))
    row.append(button("What do I owe?", ids.SHOW_OWED, council.id))
    return actions(*row)


def cue(game: Game, scenario: Scenario, phase: int, index: int) -> Message:
    """A timed message."""
    planned = game.agenda[phase].cues[index]
    told = scenario.phase(game.agenda[phase].key).cues[index]
    match told.kind:
        case CueKind.QUOTE:
            return Message.of(section(f"{quoted(told.text)}\n— {escaped(told.by)}"))
        case CueKind.MEME:
            return Message.of(section(f"*A short break*\n{escaped(told.text)}"))
        case CueKind.NOTICE | CueKind.BALLOT:
            left = p.length(planned.before_end) if planned.before_end else ""
            return Message.of(section(f"*{escaped(told.text.replace('{left}', left))}*"))
        case _:
            assert_never(told.kind)


def inject(scenario: Scenario, phase_key: str) -> Message:
    """The emergency."""
    told = scenario.phase(phase_key)
    return Message.of(header(f"{told.title}: what happened"), section(escaped(told.inject)))


def change(game: Game, what: str, event: e.GameEvent) -> Message:
    """A change of plan or a facilitator's words, announced with the new end."""
    ends = f" It ends at {p.clock_time(game, game.clock.ends)}." if game.clock and game.phase else ""
    title = escaped(game.phase.title) if game.phase else escaped(game.name)
    match event:
        case e.GamePaused():
            return Message.of(
                section(f"*The clock is stopped.* {title} goes on when the facilitator resumes.")
            )
        case e.GameResumed():
            return Message.of(section(f"*The clock runs again:* {title}.{ends}"))
        case e.TimeChanged(by):
            more = "more" if by.total_seconds() > 0 else "less"
            return Message.of(section(f"*{p.length(by)} {more} for {title}.*{ends}"))
        case e.Announced(text):
            return Message.of(section("*From the facilitator:*"), section(quoted(shortened(text, 2800))))
        case _:
            raise ValueError(f"{what} is not announced")


# --- the end


def results(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Message:
    """Who won and why, council by council."""
    won = [council for council in councils if council.won]
    headline = f"{len(won)} of {p.count_of(len(councils), 'council')} won together"
    return Message.of(
        header(f"{game.name}: the result"),
        section(f"*{headline}.* A council wins when its book holds policies and its final vote passes."),
        *sections((_plenary_line(scenario, council) for council in councils), limit=11_000),
    )


def _plenary_line(scenario: Scenario, council: Council) -> str:
    won = claim_cards.winners(scenario, council)
    return f"{result_line(council)} {p.count_of(won, 'individual win')}."


def result_line(council: Council) -> str:
    """One council's result and its reason."""
    book = p.count_of(len(council.policies), "policy", "policies")
    if council.outcome is None:
        why = "no policy was adopted" if not council.policies else "no final vote was held"
        return f"• *{council.name}: no win.* {book}; {why}."
    o = council.outcome
    verdict = "won" if council.won else "no win"
    tally = f"{o.yes} for, {o.no} against, {o.abstain} abstained, {o.seats} seats"
    proxy = f" ({o.by_proxy} by proxy)" if o.by_proxy else ""
    return f"• *{council.name}: {verdict}.* {book}; {tally}{proxy}: {o.reason}."


def farewell(scenario: Scenario, council: Council) -> Message:
    """To a council at the end."""
    return Message.of(
        header("The game is over"),
        section(result_line(council)),
        *claim_cards.result_details(scenario, council),
        section(escaped(scenario.wrap_up)),
        actions(
            button("Our policy book", ids.SHOW_BOOK, council.id),
            button("Give feedback", ids.GIVE_FEEDBACK, council.game),
        ),
    )
