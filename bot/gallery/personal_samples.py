"""How what one person opens looks: sheets, help, and the pages of the Handbook, the book and the result."""

import hashlib
from collections.abc import Callable, Iterator

from bot.domain.guide import GuidePart
from bot.domain.ids import GameId
from bot.domain.picture import without_pictures
from bot.domain.scenario import Scenario
from bot.gallery.cast import FACILITATOR, NOON, OBSERVER, STRANGER, player
from bot.gallery.samples import Card, Samples, last, running
from bot.gallery.worlds import World
from bot.queries.place import Where
from bot.slack.book import cards as book_cards
from bot.slack.commands import WORDS
from bot.slack.guide import cards as guide_cards
from bot.slack.help import cards as help_cards
from bot.slack.help import handbook, now
from bot.slack.help.pictures import Pictures
from bot.slack.results import cards as results_cards
from bot.slack.sheets import cards as sheets_cards

GAME = GameId("gallery")


def all_sheets(world: World) -> Samples:
    council = world.councils["in the first session"]
    for seat in council.filled:
        yield f"role {seat.role}", sheets_cards.sheet(world.pack, council, seat)


def all_sheets_here(world: World) -> Samples:
    council = world.councils["in the first session"]
    for seat in council.filled:
        yield f"role {seat.role}", sheets_cards.sheet_here(world.pack, council, seat)


def envelopes(world: World) -> Samples:
    for state in ("founded", "in the first session"):
        council = world.councils[state]
        yield state, sheets_cards.envelope(running(world), world.pack, council, council.filled[0], "C1", NOON)
    council = world.councils["founded"]
    for stage in ("dealt", "paused"):
        card = sheets_cards.envelope(world.games[stage], world.pack, council, council.filled[0], None, NOON)
        yield f"{stage}, before there is a channel", card


BOARD = f"https://moot.example.org/board/{'x' * 43}"


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
            yield f"{kind}, {state}", Where(running(world), world.pack, people[kind], council, seat)


def of_places(make: Callable[[Where], Card]) -> Callable[[World], Samples]:
    def samples(world: World) -> Samples:
        yield from ((who, make(where)) for who, where in places(world))

    return samples


def helps(world: World) -> Samples:
    yield "in no game", help_cards.help_card(None, WORDS)
    yield "everything", help_cards.help_card(None, WORDS, everything=True)
    for who, where in places(world):
        yield f"everything, {who}", help_cards.help_card(where, WORDS, everything=True)
    yield from ((who, help_cards.help_card(where, WORDS)) for who, where in places(world))


def what_now(world: World) -> Samples:
    yield "in no game", now.what_now(None, NOON, WORDS)
    for who, where in places(world):
        councils = (last(world),) if where.facilitates else ()
        links = dict.fromkeys(
            (
                key
                for one in help_cards.everything_owed(where, NOON, councils)
                for key in now.keys_of(where, one)
            ),
            "https://example.slack.com/archives/C1/p1",
        )
        yield who, now.what_now(where, NOON, WORDS, councils, links)


def chapters(world: World) -> Samples:
    pictures = Pictures(file_ids(world.pack))
    for number, (_, text) in enumerate(world.pack.handbook, 1):
        yield f"chapter {number}", handbook.chapter(world.pack, "gallery", number, pictures)
        if without_pictures(text) != text:
            yield f"chapter {number}, without pictures", handbook.chapter(world.pack, "gallery", number)


def file_ids(pack: Scenario) -> dict[str, str]:
    """Ids such as Slack gives to files, for the pictures of a pack, by their names."""
    return {name: f"F{hashlib.sha256(content).hexdigest()[:10].upper()}" for name, content in pack.pictures}


def found_in_handbook(world: World) -> Samples:
    for words in ("contract", "versions", "zebra"):
        yield words, handbook.searched(world.pack, "gallery", words)


def pages_of_books(world: World) -> Samples:
    for page in range(1, 1 + max(1, len(last(world).policies))):
        yield f"page {page}", book_cards.paged_book(world.pack, last(world), last(world).filled[0], page)
    for state, council in world.councils.items():
        yield state, book_cards.paged_book(world.pack, council, council.seat_of(player(1)))


def pages_of_results(world: World) -> Samples:
    game, many = world.games["ended"], world.hundred[1]
    yield from (
        (f"page {page}", results_cards.results_page(game, world.pack, many, page)) for page in range(1, 6)
    )


def with_guide(world: World) -> Scenario:
    """The world's pack with a guide: its own, or one of two parts."""
    said = world.said(2000)
    parts = (
        GuidePart(title="How to run it", sections=(("Before", said), ("During", said), ("After", said))),
        GuidePart(title="How to debrief", sections=(("Feelings", "Ask for one word."),)),
    )
    return world.pack if world.pack.guide else world.pack.model_copy(update={"guide": parts})


def guides(world: World) -> Samples:
    pack = with_guide(world)
    yield "without a guide", guide_cards.contents(world.pack.model_copy(update={"guide": ()}), GAME)
    yield "to a facilitator", guide_cards.contents(pack, GAME)


def parts_of_guides(world: World) -> Samples:
    pack = with_guide(world)
    for number, part in enumerate(pack.guide, 1):
        for page in (1, 2):
            yield f"{part.title}, page {page}", guide_cards.part(pack, GAME, number, page)
    yield "to a facilitator who plays", guide_cards.part(pack, GAME, 1, 1, spoiled=True)
