"""Care in games over days: the morning digest, reminders, idle seats, and what was missed."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import Block

from bot.domain.ballot import Choice
from bot.domain.care.digest import Digest
from bot.domain.care.due import owing
from bot.domain.council import Council, ProposalStatus
from bot.domain.council.care_events import NUDGED, OFFERED, PROXY, Mark
from bot.domain.game import Game, Stage
from bot.domain.game import events as ge
from bot.domain.game.telling import Told
from bot.domain.ids import Moment, ProposalNumber, RoleNumber
from bot.domain.owed import Owed, Task, owed
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.intents.ballot import ballot_key
from bot.intents.proposals import proposal_key
from bot.services.visits import Missed
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    section,
    sections,
    shortened,
)
from bot.slack.claims.cards import NO_LINKS
from bot.slack.claims.evidence import Links, linked
from bot.slack.help.cards import ways
from bot.slack.help.owed import in_words
from bot.slack.injects.cards import messages_to_you

PROXIES = {
    Choice.YES: ("Vote yes for them", names.PROXY_YES),
    Choice.NO: ("Vote no for them", names.PROXY_NO),
    Choice.ABSTAIN: ("Abstain for them", names.PROXY_ABSTAIN),
}
MOST_COUNCILS = 20  # of which a facilitator reads at once what they missed


# --- for a council


def digest(game: Game, scenario: Scenario, council: Council, happened: Digest, at: Moment) -> Message:
    """Each working day's morning: what was decided since the last one, what is open, and the rest."""
    waits = [*_waits(game, council, at)]
    lines = [*news(game, scenario, council, happened, waits)] or ["Nothing new since the last digest."]
    return Message.of(
        header("Good morning"),
        *sections(lines),
        section(_due(game)),
        actions(
            button("What's left for me?", names.SHOW_OWED, council.id),
            button("What did I miss?", names.MISSED, game.id),
        ),
    )


def _due(game: Game) -> str:
    if game.phase is None or game.clock is None:
        return "*Due:* nothing."
    return f"*Due:* {escaped(game.phase.title)} ends {p.your_time(game, game.clock.ends)}."


def _waits(game: Game, council: Council, at: Moment) -> Iterator[str]:
    """What is open in a council, and for how many it waits."""
    ballot, seats = council.ballot, len(council.filled)
    if ballot is not None and ballot.called_at is None:
        yield f"The final vote: {ballot.turnout} of {len(ballot.electorate)} seats have voted."
    elif not council.frozen:
        for one in council.proposals.values():
            if one.status is ProposalStatus.OPEN:
                quiet = sum(
                    one.by != seat.role and one.stance_of(seat.role) is None for seat in council.voters
                )
                waits = (
                    f" waits for {p.count_of(quiet, 'seat')} of {len(council.voters)} to say yes or no"
                    if quiet
                    else ""
                )
                yield f"Proposal {one.number} “{escaped(one.title)}”{waits}."
    if debtors := len(owing(game, council, at)):
        have = "has" if debtors == 1 else "have"
        yield f"{debtors} of {p.count_of(seats, 'seat')} still {have} something to do."


def news(
    game: Game, scenario: Scenario, council: Council, happened: Digest, waits: Iterable[str]
) -> Iterator[str]:
    """What was decided leads, then comes what is open, then the rest, a line each. Players' words are
    escaped, and nobody is pinged."""
    for title, lines in (
        ("Decided", [*_decided(council, happened)]),
        ("Open", [*_proposed(council, happened), *waits]),
        ("Besides", [*_besides(game, scenario, council, happened)]),
    ):
        if lines:
            yield f"*{title}*"
            yield from (bullets([line]) for line in lines)


def _decided(council: Council, happened: Digest) -> Iterator[str]:
    if happened.counted and council.outcome is not None:
        became = "approved" if council.outcome.passed else "not approved"
        yield f"The vote is counted, and the book is {became}: {council.outcome.reason}."
    elif happened.ballot_opened:
        yield "The final vote is open."
    if happened.charter:
        yield f"The charter is written: version {happened.charter}."
    book = {policy.number: (p.numbered(policy), one.title) for policy, one in council.book()}
    adopted = (book[number] for number in happened.adopted if number in book)
    yield from (f"Adopted: {number} “{escaped(title)}”." for number, title in adopted)
    for number in happened.settled:
        one = council.proposals[number]
        yield f"Off the table: proposal {number} “{escaped(one.title)}” ({one.status.value})."
    if happened.responses:
        yield "The response to the emergency is recorded."
    for key in happened.shown:
        yield f"Answered: “{escaped(council.asks[key].question.title)}”. `/moot asks` shows the result."


def _proposed(council: Council, happened: Digest) -> Iterator[str]:
    for word, numbers in (("New", happened.proposed), ("Amended", happened.amended)):
        if numbers:
            named = (f"{one} “{escaped(council.proposals[one].title)}”" for one in numbers)
            yield f"{word}: proposal {', '.join(named)}."
    for one in (council.asks[key] for key in happened.asked if council.asks[key].open):
        if set(one.question.seats) >= set(council.seats):  # others are asked by direct message
            yield f"A question: “{escaped(one.question.title)}”."


def _besides(game: Game, scenario: Scenario, council: Council, happened: Digest) -> Iterator[str]:
    titles = {phase.key: phase.title for phase in game.agenda}
    for key in happened.phases:
        yield f"*{escaped(titles.get(key, key))}* has begun."
    if happened.spoke:
        yield f"{p.count_of(len(happened.spoke), 'seat')} took a side on something."
    if happened.turns:
        yield f"{p.count_of(happened.turns, 'turn')} to speak began."
    if happened.heard:
        yield f"The floor was given {p.count_of(happened.heard, 'time')}."
    if happened.ideas:
        yield f"{p.count_of(happened.ideas, 'idea')} came back from the sidebars."
    if happened.claims:
        yield f"{p.count_of(happened.claims, 'claim')} to have won."
    for seats, said in ((happened.came, "has somebody new"), (happened.left, "is free")):
        for role in seats:
            yield f"The seat of {p.the_role_and_team(scenario, council.seats[role])} {said}."


# --- for a player


def reminder(
    game: Game, council: Council, seat: Seat, mark: Mark, at: Moment, links: Links = NO_LINKS
) -> Message | None:
    """All that somebody still has to do before the phase ends, with links to the cards that wait for them;
    None where there is nothing any more."""
    todo = [*owed(game, council, seat, at)]
    if game.phase is None or game.clock is None or game.stage is not Stage.RUNNING or not todo:
        return None
    half = "Half the time has passed. " if mark is Mark.HALF else ""
    return Message.of(
        section(
            f"*{escaped(game.phase.title)} ends {p.your_time(game, game.clock.ends)}.* {half}"
            f"{council.name} still needs this from you:"
        ),
        *sections(bullets([line]) for one in todo for line in _task(council, one, links)),
        actions(
            *ways(todo, council.id, game.id),
            button("What did I miss?", names.MISSED, game.id),
        ),
    )


def shown_with(game: Game, council: Council, seat: Seat, at: Moment) -> list[str]:
    """The keys of the cards to which their reminder leads."""
    todo = [*owed(game, council, seat, at)]
    cards = [_key(council, number) for one in todo for number in one.proposals]
    return [ballot_key(council.id), *cards] if any(one.key is Task.VOTE for one in todo) else cards


def _key(council: Council, number: ProposalNumber) -> str:
    return proposal_key(council, number, council.proposals[number].round)


def _task(council: Council, one: Owed, links: Links) -> Iterator[str]:
    """In words; a proposal that waits for them has a line of its own, which leads to its card."""
    if one.key not in (Task.SIDES, Task.RECORD):
        words, link = escaped(in_words(one)), links.get(ballot_key(council.id))
        yield f"<{link}|{words}>" if one.key is Task.VOTE and link else words
        return
    do = "Decide as a steward" if one.key is Task.RECORD else "Say yes or no"
    for number in one.proposals:
        named = f"proposal {number}, “{council.proposals[number].title}”"
        yield f"{do}: {linked(named, _key(council, number), links)}"


def check_in(game: Game, scenario: Scenario, council: Council) -> Message:
    """Once, to somebody who has not opened their envelope by the end of the first window."""
    return Message.of(
        section(
            f"*Is everything all right?* Your {_shut(scenario)} for *{escaped(game.name)}*, and your "
            f"partners in {council.name} would love to hear you. It takes two minutes: {_holds(scenario)}."
        ),
        actions(
            button("Open my sheet", names.OPEN_SHEET, council.id, style="primary"),
            button("What did I miss?", names.MISSED, game.id),
        ),
        context(
            "No time this week? `/moot leave` or `/moot handover @name` frees the seat. You need not "
            "give a reason."
        ),
    )


def _shut(scenario: Scenario) -> str:
    return "envelope is still sealed" if scenario.has_secrets else "sheet is still unread"


def _holds(scenario: Scenario) -> str:
    if scenario.has_secrets:
        return "your role, what your team wants, and what only you know"
    return "your role, and what it is there for"


def may_vote_for(scenario: Scenario, council: Council, seat: Seat) -> Message:
    """To a partner of somebody who has been idle for two windows."""
    who = f"{p.mention(seat.holder)} ({p.role_and_team(scenario, seat)})"
    value = f"{council.id}:{seat.role}:{seat.holder}"
    return Message.of(
        section(
            f"*You may vote for your partner.* I have heard nothing from {who} for two phases. When the "
            f"final vote of {council.name} is open, you may enter their vote by proxy: here, or with `/moot "
            "proxy`, their name, and yes, no or abstain. It is marked as a proxy vote, and their own vote "
            "replaces it."
        ),
        actions(*(button(label, action, value) for label, action in PROXIES.values())),
    )


def seat_offer(game: Game, scenario: Scenario, council: Council, seat: Seat) -> Message:
    """To somebody on the list without a seat: one is free for the first who wants it."""
    its = "its sheet, its votes and its proposals" if scenario.ballot.held else "its sheet and its proposals"
    ask = f"Take this seat, with {its}?"
    return Message.of(
        section(
            f"*A seat is free in {escaped(game.name)}.* {p.the_role_and_team(scenario, seat, 'The')} of "
            f"{council.name} has been away for a long time. Would you like to take their place? The first to "
            "press gets the seat."
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
            f"*Somebody has taken your place.* You were away for a long time, so your seat in {council.name} "
            f"({role}) went to somebody who has time. No hard feelings: `/moot observe` in <#{game.plenary}> "
            "lets you watch, and `/moot join` puts you on the list for the next free seat."
        )
    )


# --- for facilitators

_STEPS = {
    NUDGED: "Silent for a whole phase. I have nudged them.",
    PROXY: "Silent for two phases. Their partners may now enter their final vote by proxy.",
    OFFERED: "Silent for three phases. I am offering the seat to everybody who is waiting for one.",
}
_SILENT = "Silent for two phases. After one more, I offer the seat to everybody who is waiting for one."


def _unopened(scenario: Scenario) -> str:
    what = optional.envelope(scenario)
    return f"Has not opened the {what}. I have asked whether everything is all right."


def _step(scenario: Scenario, step: int) -> str:
    return _SILENT if step == PROXY and not scenario.ballot.held else _STEPS[step]


def idle_seats(
    scenario: Scenario, council: Council, idle: Sequence[RoleNumber], shut: Sequence[RoleNumber]
) -> Message:
    """What is done about a council's seats that sleep, after a window; of `shut` the envelope is sealed."""
    lines, row = [], []
    for role in sorted({*idle, *shut}):
        seat, step = council.seats[role], min(council.care.step(role), OFFERED) if role in idle else 0
        said = [_unopened(scenario)] if role in shut else []
        said += [_step(scenario, step)] if step > (NUDGED if said else 0) else []
        lines.append(f"{p.mention(seat.holder)}, {p.role_and_team(scenario, seat)}: {' '.join(said)}")
        if step:
            ask = "Do nothing more about this seat while its holder is away?"
            label = shortened(f"Leave {p.role_name(scenario, seat)} in peace", 75)
            value = f"{council.id}:{role}:{seat.holder}"
            row.append(button(label, f"{names.STOP_IDLE_CARE}:{role}", value, ask=ask))
    blocks = sections([f"*{council.name}*", bullets(lines)])
    return Message.of(*blocks, *([actions(*row)] if row else []))


# --- for whoever was away


def missed(
    game: Game,
    scenario: Scenario,
    found: Missed | None,
    waits: Iterable[str] = (),
    told: Sequence[Told] = (),
) -> Message:
    """To somebody who asks what they missed: the decisions, what waits for them, what they were `told`, and
    the rest."""
    if found is None:
        return Message.of(
            section("In a live game I do not track visits. `/moot status` says where the game stands."),
            *messages_to_you(scenario, game, told),
        )
    told = [one for one in told if one.at > found.since]
    blocks: list[Block] = [header("What you missed")]
    blocks.append(section(f"Since your last visit, {p.clock_time(game, found.since)}."))
    seen = found.councils[:MOST_COUNCILS]
    said = [*_announced(found.game)]
    if not said and not told and all(happened.empty for _, happened in seen):
        blocks.append(section("Nothing new. You are up to date."))
    for council, happened in seen:
        if lines := [*news(game, scenario, council, happened, waits if len(seen) == 1 else ())]:
            blocks += sections([f"*{council.name}*", *lines] if len(seen) > 1 else lines)
    if len(seen) < len(found.councils):
        blocks.append(
            context(f"And {len(found.councils) - len(seen)} more councils: your Home shows them all.")
        )
    blocks += messages_to_you(scenario, game, told)
    if said:
        blocks += sections(["*The facilitators said*", *(bullets([one]) for one in said)])
    if game.phase is not None and game.clock is not None and not game.paused:
        ends = p.your_time(game, game.clock.ends)
        blocks.append(section(f"*Now:* {escaped(game.phase.title)}, until {ends}."))
    return Message.of(*blocks)


def waiting_for(game: Game, council: Council, seat: Seat, at: Moment, links: Links) -> list[str]:
    """What waits for the holder of this seat, a line each."""
    return [line for one in owed(game, council, seat, at) for line in _task(council, one, links)]


def _announced(events: Iterable[ge.GameEvent]) -> Iterator[str]:
    for event in events:
        if isinstance(event, ge.Announced):
            yield escaped(event.text)
