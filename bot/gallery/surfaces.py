"""The list of all that Moot shows: each function of `bot/slack/messages` that makes a message or a view, by
name, and how it looks in the states of a world. A test holds the list complete."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

from slack_sdk.models.views import View

from bot.domain.attention import attention
from bot.domain.council import Council
from bot.domain.errors import NotSeated
from bot.domain.game import Game, Stage
from bot.domain.game import events as ge
from bot.domain.ids import CouncilId, GameId, ProposalNumber, RoleNumber, UserId
from bot.gallery.worlds import FACILITATOR, NOON, OBSERVER, STRANGER, World, player, written
from bot.services.advice import ADVICE, what_of
from bot.services.overview import Overview, Stuck
from bot.services.reading import Part, Where
from bot.slack.messages import (
    book_cards,
    claim_cards,
    consoles,
    council_cards,
    forms,
    game_cards,
    games,
    helping,
    homes,
    objections,
    paged,
    personal,
    seat_cards,
    sheets,
    stage_cards,
)
from bot.slack.messages.message import Message

Card: TypeAlias = Message | View
TAKES = timedelta(minutes=7)  # that Slack needs to open a game
Samples: TypeAlias = Iterator[tuple[str, Card]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A surface in one state."""

    surface: str  # module.function
    state: str
    card: Card


def shown(world: World) -> Iterator[Shown]:
    """Every surface in every state of this world."""
    for name, samples in SURFACES.items():
        yield from (Shown(name, state, card) for state, card in samples(world))


def _of_games(make: Callable[[World, Game], Card | None]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        for state, game in world.games.items():
            card = make(world, game)
            if card is not None:
                yield state, card

    return samples


def _of_councils(make: Callable[[World, Council], Card | None]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        for state, council in world.councils.items():
            card = make(world, council)
            if card is not None:
                yield state, card

    return samples


def _once(make: Callable[[World], Card]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        yield "", make(world)

    return samples


def _running(world: World) -> Game:
    return world.games["in session-1"]


def _last(world: World) -> Council:
    return list(world.councils.values())[-1]


# --- the game


def _phases(world: World) -> Samples:
    for index, phase in enumerate(world.pack.agenda):
        game = world.games.get(f"in {phase.key}", _running(world))
        council = world.councils.get(f"in {phase.key}", world.councils["founded"])
        yield f"{phase.key}, in a council", game_cards.phase(game, world.pack, index, council)
        yield f"{phase.key}, in the plenary", game_cards.phase(game, world.pack, index, None, late=True)


def _cues(world: World) -> Samples:
    for index, phase in enumerate(world.pack.agenda):
        for number, cue in enumerate(phase.cues):
            yield f"{phase.key}, {cue.kind}", game_cards.cue(_running(world), world.pack, index, number)


def _changes(world: World) -> Samples:
    happened: tuple[ge.GameEvent, ...] = (
        ge.GamePaused(NOON),
        ge.GameResumed(NOON, NOON),
        ge.TimeChanged(timedelta(minutes=2), NOON),
        ge.TimeChanged(timedelta(minutes=-2), NOON),
        ge.Announced(world.said(3000)),
    )
    for event in happened:
        name = type(event).__name__
        yield name, game_cards.change(_running(world), name, event)


def _results(world: World) -> Samples:
    game = world.games["ended"]
    yield "every state", game_cards.results(game, world.pack, tuple(world.councils.values()))
    yield "a hundred councils", game_cards.results(game, world.pack, world.hundred[1])


def _dealt(world: World) -> Samples:
    yield "a council", game_cards.dealt(_running(world), [_last(world)])
    yield "a hundred councils", game_cards.dealt(*world.hundred)


def _plans(world: World) -> Samples:
    game = world.games["planned"]
    if game.plan is not None:
        yield "two councils", paged.seating_plan(game, game.plan, world.pack, TAKES)
    many = world.hundred[0]
    if many.deal is not None:
        yield "a hundred councils", paged.seating_plan(many, many.deal, world.pack, TAKES)


def _injects(world: World) -> Samples:
    for phase in world.pack.agenda:
        if phase.inject:
            yield phase.key, game_cards.inject(world.pack, phase.key)


# --- councils


def _proposals(world: World) -> Samples:
    for state, council in world.councils.items():
        for one in council.proposals.values():
            yield (
                f"{one.number} {one.status.value}, {state}",
                council_cards.proposal(world.pack, council, one),
            )


def _adopted(world: World) -> Samples:
    council = _last(world)
    for policy in council.policies:
        yield f"policy {policy.number}", council_cards.adopted(world.pack, council, policy.number)


def _responses(world: World) -> Samples:
    council = _last(world)
    for one in council.responses:
        yield one.phase, council_cards.response(council, one.phase)


def _books(world: World) -> Samples:
    for state, council in world.councils.items():
        yield state, book_cards.book(world.pack, council, frozen=council.ballot is not None)


def _claims(world: World) -> Samples:
    for state in ("with disputed claims", "at the end"):
        council = world.councils.get(state, world.councils["founded"])
        for role, one in council.claims.items():
            yield f"role {role}, {state}", claim_cards.claim(world.pack, council, one)


def _disputed(world: World) -> Samples:
    for state in ("with disputed claims", "at the end"):
        council = world.councils.get(state, world.councils["founded"])
        for role, one in council.claims.items():
            if one.disputed:
                yield f"role {role}, {state}", claim_cards.disputed(world.pack, council, one)


def _claim_forms(world: World) -> Samples:
    council = _last(world)
    for seat in council.filled if council.policies else ():
        yield f"role {seat.role}", claim_cards.claim_form(world.pack, council, seat)


def _rulings(world: World) -> Samples:
    for one in list(_last(world).claims.values())[:1]:
        yield "uphold", claim_cards.ruling_form(_last(world), one, upheld=True)
        yield "reject", claim_cards.ruling_form(_last(world), one, upheld=False)


def _straws(world: World) -> Samples:
    for poll in _last(world).straw_polls:
        yield "", stage_cards.straw(world.pack, _last(world), poll)


def _sidebars(world: World) -> Samples:
    for role in world.pack.roles:
        yield role.name, council_cards.sidebar(_running(world), world.pack, RoleNumber(role.number))


def _seat_news(world: World) -> Samples:
    here = {"seat": 1, "holder": player(1), "to": STRANGER}
    for what in ("vacated", "handed_over", "moved", "filled"):
        yield what, seat_cards.seat_news(world.pack, _last(world), {**here, "what": what})


def _empty_teams(world: World) -> Samples:
    council, game = _last(world), _running(world)
    for team in world.pack.teams[:1]:
        yield "mended", seat_cards.team_empty(game, world.pack, [council], council, team.key)


# --- one person


def _sheets(world: World) -> Samples:
    council = world.councils["in the first session"]
    for seat in council.filled:
        yield f"role {seat.role}", sheets.sheet(world.pack, council, seat)


def _envelopes(world: World) -> Samples:
    for state in ("founded", "in the first session"):
        council = world.councils[state]
        yield state, sheets.envelope(_running(world), world.pack, council, council.filled[0])


def places(world: World) -> Iterator[tuple[str, Where]]:
    """People of every kind, in every stage of the game and some states of their council."""
    people = {"facilitator": FACILITATOR, "observer": OBSERVER, "stranger": STRANGER, "steward": player(1)}
    people["player"] = player(3)
    for stage, game in world.games.items():
        for kind, user in people.items():
            yield f"{kind}, {stage}", Where(game, world.pack, user, None, None)
    for state, council in world.councils.items():
        for kind in ("steward", "player"):
            seat = council.seat_of(people[kind])
            yield f"{kind}, {state}", Where(_running(world), world.pack, people[kind], council, seat)


def _of_places(make: Callable[[Where], Card]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        yield from ((who, make(where)) for who, where in places(world))

    return samples


def _homes(world: World) -> Samples:
    yield "in no game", homes.home(None)
    yield from ((who, homes.home(where)) for who, where in places(world))
    yield from ((f"{who}, first", homes.home(where, first=True)) for who, where in list(places(world))[:3])
    facilitator = Where(world.games["in session-3"], world.pack, FACILITATOR, None, None)
    yield from ((f"facilitator, {name}", homes.home(facilitator, seen)) for name, seen in overviews(world))


def _helps(world: World) -> Samples:
    yield "in no game", helping.help_card(None)
    yield "everything", helping.help_card(None, everything=True)
    yield from ((who, helping.help_card(where)) for who, where in places(world))


def _handbook(world: World) -> Samples:
    for number in range(1, 1 + len(world.pack.handbook)):
        yield f"page {number}", paged.handbook(world.pack, "gallery", number)


def _pages_of_books(world: World) -> Samples:
    for page in range(1, 1 + max(1, len(_last(world).policies))):
        yield f"page {page}", paged.book(world.pack, _last(world), _last(world).filled[0], page)


def _pages_of_results(world: World) -> Samples:
    game, many = world.games["ended"], world.hundred[1]
    yield from ((f"page {page}", paged.results(game, world.pack, many, page)) for page in range(1, 6))


def overviews(world: World) -> Iterator[tuple[str, Overview]]:
    """A few councils and a hundred, with what could be wrong."""
    trouble = tuple(
        Stuck(what_of("card", "council:2"), error, advice.sentence, player(12))
        for error, advice in ADVICE.items()
        if advice.sentence
    )
    rooms = {number: f"C0TABLE{number}" for number in range(1, 51)}
    few = tuple(replace(one, number=n) for n, one in enumerate(world.councils.values(), 1))
    for name, councils in {"few": few, "a hundred": world.hundred[1], "none": ()}.items():
        game, late = world.games["in session-3"], NOON + timedelta(hours=2)
        stuck = {0: trouble[:1], 2: trouble[:2], 3: trouble} if world.size else {}
        yield (
            name,
            Overview(game, world.pack, attention(game, councils, frozenset(stuck), late), stuck, rooms),
        )


def _all_councils(world: World) -> Samples:
    for name, seen in overviews(world):
        for order in (consoles.NEED, consoles.NUMBER):
            for page in (1, 2, 9):
                yield f"{name}, {order}, page {page}", consoles.councils(seen, order, page)


def _each_council(world: World) -> Samples:
    for name, seen in list(overviews(world))[:1]:
        for one in seen.councils:
            yield f"{name}, {one.council.number}", consoles.council(seen, one)


def _talks(world: World) -> Samples:
    game, council, words = _running(world), _last(world), world.said(8000)
    yield "with words", stage_cards.wants_to_talk(game, player(1), council, NOON, words)
    yield "without", stage_cards.wants_to_talk(game, player(1), None, NOON, "")


def _turns(world: World) -> Samples:
    for late in (False, True):
        event = ge.TurnBegan(0, 1, 0 if late else 2, NOON, NOON + timedelta(minutes=1), late)
        yield "late" if late else "in time", stage_cards.turn(_running(world), event)


def _troubles(_world: World) -> Samples:
    for error, advice in ADVICE.items():
        if advice.sentence:
            yield error, personal.trouble(f"{what_of('card', 'dm:U1')} ({error})", advice.sentence, STRANGER)


def _games(world: World) -> Samples:
    parts = [
        Part(GameId(f"g{n}"), world.said(120), stage, "C0PLENARY", NOON, n % 2 == 0, CouncilId(f"g{n}-{n}"))
        for n, stage in enumerate(list(Stage) * 8)
    ]
    yield from (("none", games.listed([])), ("one", games.listed(parts[-1:])), ("many", games.listed(parts)))


def _happened(world: World) -> Samples:
    many = [
        (seat.holder or STRANGER, "is on the list now.") for one in world.hundred[1] for seat in one.filled
    ]
    yield "a thousand people", seat_cards.happened(many)
    yield "two", seat_cards.happened([(player(1), "is on the list now."), (STRANGER, NotSeated().sentence)])


SURFACES: Mapping[str, Callable[[World], Samples]] = {
    "game_cards.sign_up": _of_games(lambda w, game: game_cards.sign_up(game, w.pack)),
    "paged.seating_plan": _plans,
    "game_cards.dealt": _dealt,
    "game_cards.phase": _phases,
    "game_cards.cue": _cues,
    "game_cards.inject": _injects,
    "game_cards.change": _changes,
    "game_cards.results": _results,
    "game_cards.farewell": _of_councils(lambda w, council: game_cards.farewell(w.pack, council)),
    "council_cards.welcome": _of_councils(
        lambda w, council: council_cards.welcome(_running(w), w.pack, council)
    ),
    "council_cards.charter": _of_councils(
        lambda w, council: council_cards.charter(w.pack, council) if council.charter else None
    ),
    "council_cards.proposal": _proposals,
    "council_cards.adopted": _adopted,
    "council_cards.response": _responses,
    "council_cards.ideas": _of_councils(lambda w, council: council_cards.ideas(w.pack, council)),
    "book_cards.book": _books,
    "council_cards.ballot": _of_councils(
        lambda _w, council: council_cards.ballot(council) if council.ballot else None
    ),
    "council_cards.outcome": _of_councils(
        lambda _w, council: council_cards.outcome(council) if council.outcome else None
    ),
    "council_cards.slide": _of_councils(lambda w, council: council_cards.slide(w.pack, council)),
    "council_cards.sidebar": _sidebars,
    "council_cards.sidebar_over": _once(lambda _w: council_cards.sidebar_over()),
    "claim_cards.claims_open": _once(lambda w: claim_cards.claims_open(_last(w))),
    "claim_cards.claim_form": _claim_forms,
    "claim_cards.claim": _claims,
    "claim_cards.reveal": _once(lambda w: claim_cards.reveal(w.pack, _last(w))),
    "claim_cards.disputed": _disputed,
    "claim_cards.ruling_form": _rulings,
    "objections.form": _once(lambda w: objections.form(_last(w), ProposalNumber(12345))),
    "objections.how_to_object": _once(lambda _w: objections.how_to_object(7)),
    "stage_cards.turn": _turns,
    "stage_cards.presentation": _of_councils(lambda w, council: stage_cards.presentation(w.pack, council)),
    "stage_cards.straw": _straws,
    "stage_cards.wants_to_talk": _talks,
    "stage_cards.heard": _once(lambda _w: stage_cards.heard([FACILITATOR, STRANGER])),
    "stage_cards.not_heard": _once(lambda _w: stage_cards.not_heard([FACILITATOR])),
    "stage_cards.feedback_summary": _of_games(lambda _w, game: stage_cards.feedback_summary(game)),
    "seat_cards.seat_news": _seat_news,
    "seat_cards.sheet_gone": _once(lambda w: seat_cards.sheet_gone(_last(w))),
    "seat_cards.signed_up": _once(lambda w: seat_cards.signed_up(_running(w), FACILITATOR)),
    "seat_cards.taken_off": _once(lambda w: seat_cards.taken_off(_running(w), FACILITATOR)),
    "seat_cards.team_empty": _empty_teams,
    "seat_cards.happened": _happened,
    "sheets.envelope": _envelopes,
    "sheets.still_sealed": _of_games(lambda w, game: sheets.still_sealed(game, _last(w))),
    "sheets.sheet": _sheets,
    "homes.home": _homes,
    "helping.help_card": _helps,
    "games.listed": _games,
    "personal.unknown_command": _once(lambda w: personal.unknown_command(written(w.words, 3000), "join")),
    "personal.plain": _once(lambda _w: personal.plain(NotSeated().sentence)),
    "personal.status": _of_places(personal.status),
    "personal.owed_card": _of_places(personal.owed_card),
    "paged.handbook": _handbook,
    "paged.book": _pages_of_books,
    "paged.results": _pages_of_results,
    "consoles.councils": _all_councils,
    "consoles.council": _each_council,
    "personal.open_again": _once(lambda _w: personal.open_again("propose", "gallery-1")),
    "personal.console": _of_games(lambda _w, game: personal.console(game)),
    "personal.trouble": _troubles,
    "personal.went_wrong": _once(lambda _w: personal.went_wrong("3f9a1c")),
    "personal.dealing": _of_games(lambda _w, game: personal.dealing(game, TAKES, NOON)),
    "personal.ballots_opened": _once(
        lambda w: personal.ballots_opened(frozenset({CouncilId("gallery-1")}), w.hundred[1])
    ),
    "personal.latest_counts": _once(lambda _w: personal.latest_counts("yes")),
    "personal.ending": _of_games(lambda _w, game: personal.ending(game)),
    "forms.create_game": _once(
        lambda w: forms.create_game(
            (w.pack,), "C0PLENARY", w.said(forms.TITLE_LENGTH), "Europe/Berlin", FACILITATOR
        )
    ),
    "forms.charter": _of_councils(lambda w, council: forms.charter(w.pack, council)),
    "forms.proposal": _once(lambda w: forms.proposal(w.pack, _last(w), w.said(forms.TEXT_LENGTH))),
    "forms.response": _once(lambda w: forms.response(_last(w))),
    "forms.idea": _once(lambda w: forms.idea(_last(w))),
    "forms.presentation": _of_councils(
        lambda w, council: forms.presentation(council, stage_cards.debrief(w.pack))
    ),
    "forms.feedback": _of_games(lambda _w, game: forms.feedback(game, game.feedback.get(UserId(player(1))))),
}
