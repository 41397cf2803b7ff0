"""Care in games over days: the morning digest, reminders, idle seats, and what was missed."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.ballot import Choice
from bot.domain.care.digest import Digest
from bot.domain.care.due import owing
from bot.domain.council import Council
from bot.domain.council.care_events import NUDGED, OFFERED, PROXY, Mark
from bot.domain.game import Game, Stage
from bot.domain.game import events as ge
from bot.domain.ids import Moment, RoleNumber
from bot.domain.owed import owed
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.services.visits import Missed
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    cut,
    escaped,
    header,
    section,
    sections,
    shortened,
)
from bot.slack.help.cards import ways
from bot.slack.help.owed import in_words

PROXIES = {
    Choice.YES: ("Vote yes for them", names.PROXY_YES),
    Choice.NO: ("Vote no for them", names.PROXY_NO),
    Choice.ABSTAIN: ("Abstain for them", names.PROXY_ABSTAIN),
}
TITLE = 80  # characters of a proposal's title in a list


# --- for a council


def digest(game: Game, scenario: Scenario, council: Council, happened: Digest, at: Moment) -> Message:
    """Each working day's morning: what changed since the last one, and what is due."""
    lines = [*told(game, scenario, council, happened)] or ["Nothing new since the last digest."]
    return Message.of(
        header("Good morning"),
        section(cut(bullets(lines), 2_500)),
        section(_due(game, council, at)),
        actions(
            button("What do I owe?", names.SHOW_OWED, council.id),
            button("What did I miss?", names.MISSED, game.id),
        ),
    )


def _due(game: Game, council: Council, at: Moment) -> str:
    if game.phase is None or game.clock is None:
        return "*Due:* nothing."
    line = f"*Due:* {escaped(game.phase.title)} ends {p.clock_time(game, game.clock.ends)}."
    debtors = len(owing(game, council, at))
    if debtors:
        verb = "has" if debtors == 1 else "have"
        line += f" {p.count_of(debtors, 'seat')} of {len(council.filled)} still {verb} something to do."
    ballot = council.ballot
    if ballot is not None and ballot.called_at is None:
        line += f" Votes in: {ballot.turnout} of {len(ballot.electorate)}."
    return line


def told(game: Game, scenario: Scenario, council: Council, happened: Digest) -> Iterator[str]:
    """A line for each kind of news; players' words are escaped, and nobody is pinged."""
    titles = {phase.key: phase.title for phase in game.agenda}
    for key in happened.phases:
        yield f"*{escaped(titles.get(key, key))}* has begun."
    if happened.charter:
        yield f"The charter is written: version {happened.charter}."
    proposals = council.proposals
    for word, numbers in (
        ("New", happened.proposed),
        ("Amended", happened.amended),
        ("Off the table", happened.settled),
    ):
        if numbers:
            named = (f"{one} “{_title(proposals[one].title)}”" for one in numbers)
            yield f"{word}: proposal {', '.join(named)}."
    book = {policy.number: (policy, proposal.title) for policy, proposal in council.book()}
    if happened.adopted:
        adopted = (book[number] for number in happened.adopted)
        named = (f"{p.numbered(policy)} “{_title(title)}”" for policy, title in adopted)
        yield f"Adopted: {', '.join(named)}."
    yield from _counts(happened)
    if happened.ballot_opened:
        yield "The final vote is open."
    if happened.counted and council.outcome is not None:
        yield f"The vote is counted: {council.outcome.reason}."
    for seats, said in ((happened.came, "has somebody new"), (happened.left, "is free")):
        for role in seats:
            yield f"The seat of the {p.role_and_team(scenario, council.seats[role])} {said}."


def _counts(happened: Digest) -> Iterator[str]:
    if happened.spoke:
        yield f"{p.count_of(len(happened.spoke), 'seat')} took a side on something."
    if happened.responses:
        yield "The response to the emergency is recorded."
    if happened.ideas:
        yield f"{p.count_of(happened.ideas, 'idea')} came back from the sidebars."
    if happened.claims:
        yield f"{p.count_of(happened.claims, 'claim')} to have won."


def _title(title: str) -> str:
    return escaped(shortened(title, TITLE))


# --- for a player


def reminder(game: Game, council: Council, seat: Seat, mark: Mark, at: Moment) -> Message | None:
    """What somebody still owes before the phase ends; None where they owe nothing any more."""
    todo = [*owed(game, council, seat, at)]
    if game.phase is None or game.clock is None or game.stage is not Stage.RUNNING or not todo:
        return None
    left = p.span(game, game.time.between(at, game.clock.ends))  # not what the mark says: nights are spared
    said = "Half of the time is over" if mark is Mark.HALF else f"{left} left"
    ends = f"*{escaped(game.phase.title)}* ends {p.clock_time(game, game.clock.ends)}"
    return Message.of(
        section(f"*{said}* in {council.name}: {ends}."),
        section(f"You still have to do this:\n{bullets(escaped(in_words(one)) for one in todo)}"),
        actions(
            *ways(todo, council.id, game.id),
            button("What did I miss?", names.MISSED, game.id),
        ),
    )


def check_in(game: Game, council: Council) -> Message:
    """Once, to somebody who has not opened their envelope by the end of the first window."""
    return Message.of(
        section(
            f"*Is everything all right?* Your envelope for *{escaped(game.name)}* is still shut, and your "
            f"partners in {council.name} would love to hear you. It takes two minutes: your role, what your "
            "team wants, and what only you know."
        ),
        actions(
            button("Open my sheet", names.OPEN_SHEET, council.id, style="primary"),
            button("What did I miss?", names.MISSED, game.id),
        ),
        context(
            "No time this week? `/moot leave` or `/moot handover @name` frees the seat, without a reason."
        ),
    )


def may_vote_for(scenario: Scenario, council: Council, seat: Seat) -> Message:
    """To a partner of somebody who has been idle for two windows."""
    who = f"{p.mention(seat.holder)} ({p.role_and_team(scenario, seat)})"
    value = f"{council.id}:{seat.role}:{seat.holder}"
    return Message.of(
        section(
            f"*You may vote for your partner.* Nothing has been heard from {who} for two windows. When the "
            f"final vote of {council.name} is open, you may enter their vote by proxy: here, or with "
            "`/moot proxy`, their name and yes, no or abstain. It is marked as a proxy's, and whatever they "
            "vote themselves takes its place."
        ),
        actions(*(button(label, action, value) for label, action in PROXIES.values())),
    )


def seat_offer(game: Game, scenario: Scenario, council: Council, seat: Seat) -> Message:
    """To somebody on the list without a seat: one is free for the first who wants it."""
    ask = "Take this seat, with its sheet, its votes and its proposals?"
    return Message.of(
        section(
            f"*A seat is free in {escaped(game.name)}.* The {p.role_and_team(scenario, seat)} of "
            f"{council.name} has been away for long. Would you like to play on in their place? Whoever "
            "presses first gets the seat."
        ),
        actions(
            button("Take the seat", names.TAKE_SEAT, f"{council.id}:{seat.role}", style="primary", ask=ask)
        ),
    )


def seat_taken(game: Game, scenario: Scenario, council: Council, seat: Seat) -> Message:
    """To somebody who was away for long, and in whose place somebody else plays on."""
    role = p.role_and_team(scenario, seat)
    return Message.of(
        section(
            f"*Somebody plays on for you.* You were away for long, so your seat in {council.name} ({role}) "
            f"went to somebody who had time. No hard feelings: `/moot observe` in <#{game.plenary}> lets you "
            "watch, and `/moot join` puts you on the list for the next free seat."
        )
    )


# --- for facilitators

_STEPS = {
    NUDGED: "No sign of life for a whole window. They have been nudged.",
    PROXY: "No sign of life for two windows. Their partners may now enter their final vote by proxy.",
    OFFERED: "No sign of life for three windows. I offer the seat to everybody on the list without one.",
}
_SHUT = "Has not opened the envelope. I have asked kindly whether everything is all right."


def idle_seats(
    scenario: Scenario, council: Council, idle: Sequence[RoleNumber], shut: Sequence[RoleNumber]
) -> Message:
    """What is done about a council's seats that sleep, after a window; of `shut` the envelope is sealed."""
    lines, row = [], []
    for role in sorted({*idle, *shut}):
        seat, step = council.seats[role], min(council.care.step(role), OFFERED) if role in idle else 0
        said = [_SHUT] if role in shut else []
        said += [_STEPS[step]] if step > (NUDGED if said else 0) else []
        lines.append(f"{p.mention(seat.holder)}, {p.role_and_team(scenario, seat)}: {' '.join(said)}")
        if step:
            ask = "Do nothing more about this seat while its holder is away?"
            label = shortened(f"Leave {p.role_name(scenario, seat)} in peace", 75)
            value = f"{council.id}:{role}:{seat.holder}"
            row.append(button(label, f"{names.STOP_IDLE_CARE}:{role}", value, ask=ask))
    blocks = sections([f"*{council.name}*", bullets(lines)])
    return Message.of(*blocks, *([actions(*row)] if row else []))


# --- for whoever was away


def missed(game: Game, scenario: Scenario, found: Missed | None) -> Message:
    """To somebody who asks what they missed."""
    if found is None:
        return Message.of(
            section("In live play I note nobody's visits. `/moot status` says where the game stands.")
        )
    since = p.clock_time(game, found.since)
    said = [*_announced(found.game)]
    blocks = [header("What you missed"), section(f"Since your last visit, {since}.")]
    if said:
        short = ", in short; the whole stands in your council's channel" if "…" in "".join(said) else ""
        blocks.append(section(cut(f"*The facilitators said{short}:*\n{bullets(said)}", 2_000)))
    shown = 0
    for council, happened in found.councils[:20]:
        lines = [*told(game, scenario, council, happened)]
        if lines:
            shown += 1
            size = 2_500 if len(found.councils) == 1 else 500
            blocks.append(section(cut(f"*{council.name}*\n{bullets(lines)}", size)))
    if not said and not shown:
        blocks.append(section("Nothing new. You are up to date."))
    if game.phase is not None and game.clock is not None and not game.paused:
        ends = p.clock_time(game, game.clock.ends)
        blocks.append(section(f"*Now:* {escaped(game.phase.title)}, until {ends}."))
    return Message.of(*blocks)


def _announced(events: Iterable[ge.GameEvent]) -> Iterator[str]:
    for event in events:
        if isinstance(event, ge.Announced):
            yield escaped(shortened(event.text, 300))
