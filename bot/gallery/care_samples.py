"""How what care sends looks, in games over days: digests, reminders, idle seats, and what somebody missed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta

from bot.domain import council as councils
from bot.domain.care.digest import Digest
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.events import Mark
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, Moment, RoleNumber
from bot.domain.phases import PhaseKind
from bot.domain.times.working_time import WorkingTime
from bot.gallery.cast import NOON
from bot.gallery.samples import Samples, last, running
from bot.gallery.worlds import World
from bot.services.visits import Missed
from bot.slack.blocks.message import Message
from bot.slack.care import cards as care_cards

PARIS = WorkingTime("Europe/Paris", time(9), time(17))


def over_days(world: World) -> Game:
    """The running game, played over days."""
    return replace(running(world), working=PARIS)


def idle(world: World, windows: int) -> Council:
    """A council in which role 4 has let so many windows pass, and role 5 has not opened the envelope."""
    council = world.councils["in the first session"]
    assert council.phase is not None
    for number in range(windows):
        key, at = f"window-{number}", NOON + timedelta(days=number + 1)
        council = _did(council, cc.EnterPhase(key, PhaseKind.SESSION, at, False, False), at)
        before = council.care.unjudged
        assert before is not None
        council = _did(council, cc.JudgeWindow(before.phase, (RoleNumber(4),), (RoleNumber(5),)), at)
    return council


def _did(council: Council, command: cc.CouncilCommand, at: Moment) -> Council:
    for event in councils.decide(council, command, at=at, actor=MOOT):
        council = councils.evolve(council, event)
    return council


def _happened(world: World, council: Council) -> Digest:
    """Everything that there can be to tell of it."""
    numbers = list(council.proposals)
    roles = [seat.role for seat in council.filled]
    return Digest(
        phases=[phase.key for phase in world.pack.agenda],
        proposed=numbers,
        amended=numbers[:20],
        settled=numbers[:20],
        adopted=[policy.number for policy in council.policies],
        charter=3,
        responses=["emergency"],
        ideas=7,
        spoke=roles,
        ballot_opened=world.pack.ballot.held,
        counted=world.pack.ballot.held,
        claims=4 if world.pack.takes_claims else 0,
        came=roles[:2],
        left=roles[2:4],
    )


def digests(world: World) -> Samples:
    game = over_days(world)
    for state, council in world.councils.items():
        yield state, care_cards.digest(game, world.pack, council, _happened(world, council), NOON)
    yield "nothing new", care_cards.digest(game, world.pack, last(world), Digest(), NOON)


def reminders(world: World) -> Samples:
    game = over_days(world)
    for state, council in world.councils.items():
        for mark in Mark:
            shown = care_cards.reminder(game, council, council.filled[1], mark, NOON)
            if shown is not None:
                yield f"{state}, {mark}", shown


def check_in(world: World) -> Samples:
    yield "", care_cards.check_in(over_days(world), world.pack, idle(world, 1))


def idle_seats(world: World) -> Samples:
    sleeping, shut = [world.role(4)], [world.role(4), world.role(5)]
    for windows in (1, 2, 3):
        council = idle(world, windows)
        yield f"after {windows} windows", care_cards.idle_seats(world.pack, council, sleeping, [])
        yield f"shut, after {windows} windows", care_cards.idle_seats(world.pack, council, sleeping, shut)


def may_vote_for(world: World) -> Samples:
    council = idle(world, 2)
    yield "", care_cards.may_vote_for(world.pack, council, council.seats[world.role(4)])


def seat_offer(world: World) -> Samples:
    council = idle(world, 3)
    yield "", care_cards.seat_offer(over_days(world), world.pack, council, council.seats[world.role(4)])


def seat_taken(world: World) -> Samples:
    council = idle(world, 3)
    yield "", care_cards.seat_taken(over_days(world), world.pack, council, council.seats[world.role(4)])


def missed(world: World) -> Samples:
    game, since = over_days(world), NOON - timedelta(days=2)
    said = tuple(ge.Announced(world.said(1500)) for _ in range(12))
    every: Mapping[str, Council] = world.councils
    told = tuple((council, _happened(world, council)) for council in every.values())
    yield "one council", _missed(game, world, Missed(since, said, told[-1:]))
    yield "every council", _missed(game, world, Missed(since, said, told))
    yield "nothing new", _missed(game, world, Missed(since, (), ((last(world), Digest()),)))
    yield "in live play", _missed(running(world), world, None)


def _missed(game: Game, world: World, found: Missed | None) -> Message:
    return care_cards.missed(game, world.pack, found)
