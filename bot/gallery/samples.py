"""How each surface looks in the states of a world: for each, a few lines that make it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias, get_args

from slack_sdk.models.views import View

from bot.db.directory import Opened
from bot.db.members import LEFT
from bot.domain.agenda import PlannedCue, PlannedPhase
from bot.domain.attention import attention
from bot.domain.council import Council
from bot.domain.errors.authority import NotSeated
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.host import LINE_LENGTH, Host
from bot.domain.ids import GameId, RoleNumber, UserId
from bot.domain.scenario import Reveal
from bot.gallery.cast import FACILITATOR, NOON, STRANGER, player
from bot.gallery.worlds import World
from bot.intents.seats import SeatChange, SeatNewsCard
from bot.platform.cures import ADVICE
from bot.queries.overview import Overview, Stuck
from bot.slack.ballot import receipts
from bot.slack.blocks import message
from bot.slack.blocks.answers import with_words
from bot.slack.blocks.fields import TEXT_LENGTH
from bot.slack.blocks.message import Message
from bot.slack.clock import cards as clock_cards
from bot.slack.clock import closing
from bot.slack.console import cards as console_cards
from bot.slack.console import spoken
from bot.slack.console import trouble as trouble_cards
from bot.slack.presentations import cards as presentations_cards
from bot.slack.results import cards as results_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.sessions import cards as sessions_cards
from bot.slack.sheets import reveals
from bot.slack.sign_up import cards as sign_up_cards

Card: TypeAlias = Message | View
PICTURE = "https://pictures.example/dora.png"
TAKES = timedelta(minutes=7)  # that Slack needs to open a game
Samples: TypeAlias = Iterator[tuple[str, Card]]


def of_games(make: Callable[[World, Game], Card | None]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        for state, game in world.games.items():
            card = make(world, game)
            if card is not None:
                yield state, card

    return samples


def of_councils(make: Callable[[World, Council], Card | None]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        for state, council in world.councils.items():
            card = make(world, council)
            if card is not None:
                yield state, card

    return samples


LINK = "<https://example.slack.com/archives/C1/p1700000000000100|the ballot>"


def once(make: Callable[[World], Card]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        yield "", make(world)

    return samples


def words_back(world: World) -> Samples:
    refusal = message.plain(message.refused(NotSeated()))
    for number, one in enumerate(with_words(refusal, f"/propose {world.said(TEXT_LENGTH * 2)}"), start=1):
        yield f"message {number}", one


def running(world: World) -> Game:
    return world.games[world.session(1)]


def last(world: World) -> Council:
    return list(world.councils.values())[-1]


# --- the game


def phases(world: World) -> Samples:
    for index, phase in enumerate(world.pack.agenda):
        game = world.games.get(f"in {phase.key}", running(world))
        council = world.councils.get(f"in {phase.key}", world.councils["founded"])
        yield f"{phase.key}, in a council", clock_cards.phase(game, world.pack, index, council)
        yield f"{phase.key}, in the plenary", clock_cards.phase(game, world.pack, index, None, late=True)


def cues(world: World) -> Samples:
    for index, phase in enumerate(running(world).agenda):
        for number, cue in _cues(phase):
            yield f"{phase.key}, {cue.kind}", clock_cards.cue(running(world), world.pack, index, number)


def _cues(phase: PlannedPhase) -> list[tuple[int, PlannedCue]]:
    return [(number, cue) for number, cue in enumerate(phase.cues) if cue.is_the_packs]


def whole_phases(world: World) -> Samples:
    for index, phase in enumerate(world.pack.agenda):
        council = world.councils.get(f"in {phase.key}", world.councils["founded"])
        yield (
            f"{phase.key}, in a council",
            clock_cards.whole_phase(running(world), world.pack, index, council),
        )
        yield f"{phase.key}, in the plenary", clock_cards.whole_phase(running(world), world.pack, index, None)


def whole_cues(world: World) -> Samples:
    for index, phase in enumerate(running(world).agenda):
        for number, cue in _cues(phase):
            yield f"{phase.key}, {cue.kind}", clock_cards.whole_cue(running(world), world.pack, index, number)


def changes(world: World) -> Samples:
    happened: tuple[ge.GameEvent, ...] = (
        ge.GamePaused(NOON),
        ge.GameResumed(NOON, NOON),
        ge.TimeChanged(timedelta(minutes=2), NOON),
        ge.TimeChanged(timedelta(minutes=-2), NOON),
        ge.Announced(world.said(3000)),
    )
    for event in happened:
        name = type(event).__name__
        yield name, clock_cards.change(running(world), name, event)


def results(world: World) -> Samples:
    game = world.games["ended"]
    yield "every state", results_cards.results(game, world.pack, tuple(world.councils.values()))
    yield "a hundred councils", results_cards.results(game, world.pack, world.hundred[1])


def sign_ups(world: World) -> Samples:
    for state, game in world.games.items():
        yield state, sign_up_cards.sign_up(game, world.pack)
    for state, picture in (("with a line", ""), ("with line and picture", PICTURE)):
        game = replace(world.games["sign-up"], host=Host(FACILITATOR, world.said(LINE_LENGTH), picture))
        yield f"{state} of the facilitator", sign_up_cards.sign_up(game, world.pack)


def closings(world: World) -> Samples:
    game = world.games["ended"]
    for waiting in (0, 1, 30):
        yield f"{waiting} wait for a ruling", closing.closing(game, world.pack, waiting)
    yield "already", closing.closing(replace(game, closed_at=NOON), world.pack, 0)


def archivings(world: World) -> Samples:
    game = world.games["ended"]
    for channels in (0, 1, 120):
        yield f"{channels} channels", closing.archiving(game, world.pack, channels)
    yield "after the close", closing.archiving(replace(game, closed_at=NOON), world.pack, 7)


def dealt(world: World) -> Samples:
    yield "a council", sign_up_cards.dealt(running(world), world.pack, [last(world)])
    yield "a hundred councils", sign_up_cards.dealt(world.hundred[0], world.pack, world.hundred[1])


def injects(world: World) -> Samples:
    for index, phase in enumerate(world.pack.agenda):
        if phase.inject:
            game = world.games.get(f"in {phase.key}", running(world))
            yield phase.key, clock_cards.inject(game, world.pack, index, last(world))


def whole_injects(world: World) -> Samples:
    for index, phase in enumerate(world.pack.agenda):
        if phase.inject:
            yield phase.key, clock_cards.whole_inject(running(world), world.pack, index)


# --- councils


def responses(world: World) -> Samples:
    council = last(world)
    for one in council.responses:
        yield one.phase, sessions_cards.response(council, one.phase)


def opening(_world: World) -> Samples:
    yield "on the way", sign_up_cards.opening(_world.pack, TAKES, Opened(37, 100, 370, 1000))
    yield "done", sign_up_cards.opening(_world.pack, TAKES, Opened(100, 100, 1000, 1000))


def straws(world: World) -> Samples:
    for poll in last(world).straw_polls:
        yield "", sessions_cards.straw(world.pack, last(world), poll)


def revealed(world: World) -> Samples:
    council = last(world)
    yield "for all", reveals.reveal(world.pack, council)
    yield "by consent", reveals.reveal(world.pack, replace(council, reveal=Reveal.CONSENT, revealed={}))


def asked_to_reveal(world: World) -> Samples:
    numbers = [RoleNumber(role.number) for role in world.pack.roles[:2]]
    council = replace(last(world), reveal=Reveal.CONSENT, revealed={numbers[-1]: True})
    for role in numbers:
        yield f"role {role}", reveals.question(world.pack, council, role)


def receipts_of_people(world: World) -> Samples:
    for state, council in world.councils.items():
        for who, user in {"voter": player(1), "heir": UserId("U0NEW"), "stranger": STRANGER}.items():
            if council.ballot is not None:
                yield f"{who}, {state}", receipts.mine(running(world), council, user)


def seat_news(world: World) -> Samples:
    council = last(world)
    for what in get_args(SeatChange):
        card = SeatNewsCard(
            "council:1",
            "seat:1",
            council.id,
            player(1),
            RoleNumber(world.pack.roles[0].number),
            what,
            STRANGER,
        )
        yield what, seats_cards.seat_news(world.pack, council, card)


def empty_teams(world: World) -> Samples:
    council, game = last(world), running(world)
    for team in world.pack.teams[:1]:
        yield "mended", seats_cards.team_empty(game, world.pack, [council], council, team.key)


# --- the console


def overviews(world: World) -> Iterator[tuple[str, Overview]]:
    """A few councils and a hundred, with what could be wrong."""
    trouble = tuple(
        Stuck("a message to", "", player(12), error, waits=False, council=2)
        for error, advice in ADVICE.items()
        if advice.sentence
    )
    rooms = {number: f"C0TABLE{number}" for number in range(1, 51)}
    few = tuple(replace(one, number=n) for n, one in enumerate(world.councils.values(), 1))
    for name, councils in {"few": few, "a hundred": world.hundred[1], "none": ()}.items():
        game, late = world.games[world.session(3)], NOON + timedelta(hours=2)
        stuck = {0: trouble[:1], 2: trouble[:2], 3: trouble} if world.size else {}
        outside = {one.id: {player(1): LEFT, player(2): "user_is_restricted"} for one in councils[:2]}
        needy = attention(world.pack, game, councils, frozenset(stuck), late, outside)
        yield name, Overview(game, world.pack, needy, stuck, rooms, outside)


def all_councils(world: World) -> Samples:
    for name, seen in overviews(world):
        for order in (console_cards.NEED, console_cards.NUMBER):
            for page in (1, 2, 9):
                yield f"{name}, {order}, page {page}", console_cards.councils(seen, order, page)


def spoken_in(world: World) -> Samples:
    game = world.games[world.session(3)]
    for page in (1, 2):
        yield f"page {page}", spoken.who_has_spoken(game, world.hundred[1], page)
    yield "none", spoken.who_has_spoken(game, ())
    for state, council in world.councils.items():
        yield state, spoken.who_has_spoken(game, [council])


def spoken_by_oneself(world: World) -> Samples:
    for state, council in world.councils.items():
        for seat in council.filled[:2]:
            yield f"{state}, role {seat.role}", spoken.own(world.pack, council, seat)


def each_council(world: World) -> Samples:
    for name, seen in list(overviews(world))[:1]:
        for one in seen.councils:
            yield f"{name}, {one.council.number}", console_cards.council(seen, one)


def turns(world: World) -> Samples:
    for late in (False, True):
        event = ge.TurnBegan(0, 1, 0 if late else 2, NOON, NOON + timedelta(minutes=1), late)
        yield "late" if late else "in time", presentations_cards.turn(running(world), event)


def troubles(_world: World) -> Samples:
    game = GameId("g1")
    for error in ADVICE:
        stuck = Stuck("a message to", "", STRANGER, error, waits=False)
        if stuck.advice:
            yield error, trouble_cards.trouble(game, (stuck,))
    everywhere = [Stuck("a message to", f"Council {n}", "", "is_archived", waits=True) for n in range(1, 101)]
    yield "in a hundred councils", trouble_cards.trouble(game, everywhere)
    yield "over", trouble_cards.trouble(game, ())


def counts_tried_again(_world: World) -> Samples:
    for count in (0, 1, 12):
        yield str(count), trouble_cards.tried_again(count)


def done_said(world: World) -> Samples:
    for done in (True, False):
        for complete in (True, False):
            said = sessions_cards.done_said(running(world), done=done, complete=complete)
            yield f"{done}, {complete}", said


def done(world: World) -> Samples:
    council = world.councils["in the first session"]
    first, key = council.filled[0].role, world.session(1).removeprefix("in ")
    yield "one says so", sessions_cards.done(world.pack, replace(council, done=frozenset({first})), key)
    yield "over", sessions_cards.done(world.pack, last(world), key)


def happened(world: World) -> Samples:
    many = [
        (seat.holder or STRANGER, "is on the list now.") for one in world.hundred[1] for seat in one.filled
    ]
    yield "a thousand people", seats_cards.happened(many)
    yield "two", seats_cards.happened([(player(1), "is on the list now."), (STRANGER, NotSeated().sentence)])
