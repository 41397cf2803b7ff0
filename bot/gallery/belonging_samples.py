"""What somebody sees who has a part in one game or in many."""

from bot.domain.game import Stage
from bot.domain.ids import CouncilId, GameId
from bot.gallery.cast import FACILITATOR, NOON, STRANGER, player
from bot.gallery.personal_samples import places
from bot.gallery.samples import Samples, overviews, running
from bot.gallery.worlds import World
from bot.queries.place import Company, Part, Where
from bot.services.questions import Typed
from bot.slack.help import cards as help_cards
from bot.slack.home import cards as home_cards
from bot.slack.safety import cards as safety_cards
from bot.slack.safety.cards import Reached


def parts(world: World) -> list[Part]:
    return [
        Part(GameId(f"g{n}"), world.said(120), stage, "C0PLENARY", NOON, n % 2 == 0, CouncilId(f"g{n}-{n}"))
        for n, stage in enumerate(list(Stage) * 8)
    ]


def all_games(world: World) -> Samples:
    yield "none", help_cards.games([])
    yield "one", help_cards.games(parts(world)[-1:])
    yield "many", help_cards.games(parts(world))


def asked_which(world: World) -> Samples:
    yield "a word", help_cards.which_game(parts(world)[:2], Typed("/moot", "pause"), 1)
    yield "many words", help_cards.which_game(parts(world), Typed("/propose", world.said(4000)), 12345)


def answered_which(world: World) -> Samples:
    yield "a word", help_cards.meant(parts(world)[0], Typed("/moot", "pause"))
    yield "many words", help_cards.meant(parts(world)[0], Typed("/propose", world.said(4000)))


def homes_to_choose(world: World) -> Samples:
    yield "two", home_cards.which_game(parts(world)[:2])
    yield "many", home_cards.which_game(parts(world))


def all_homes(world: World) -> Samples:
    yield "in no game", home_cards.home(None, NOON)
    yield from ((who, home_cards.home(where, NOON)) for who, where in places(world))
    yield from (
        (f"{who}, first", home_cards.home(where, NOON, first=True)) for who, where in list(places(world))[:3]
    )
    facilitator = Where(world.games[world.session(3)], world.pack, FACILITATOR, None, None)
    yield from (
        (f"facilitator, {name}", home_cards.home(facilitator, NOON, (), seen))
        for name, seen in overviews(world)
    )
    yield "with other games", home_cards.home(facilitator, NOON, others=parts(world))


def talks(world: World) -> Samples:
    user, name = player(1), running(world).name
    seated, listed = Company(name, frozenset(), "12"), Company(name, frozenset(), "")
    yield "with words", safety_cards.wants_to_talk(user, [seated], NOON, world.said(8000))
    yield "without", safety_cards.wants_to_talk(user, [listed], NOON, "")
    yield "in two games", safety_cards.wants_to_talk(user, [seated, listed], NOON, world.said(100))


def heard(world: World) -> Samples:
    name, told = running(world).name, [FACILITATOR, STRANGER]
    yield "everybody", safety_cards.heard([Reached(name, told, [])])
    yield "nobody", safety_cards.heard([Reached(name, [], told)])
    yield "alone", safety_cards.heard([Reached(name, [], [])])
    several = [Reached(name, told, []), Reached(name, [], told), Reached(name, told, [STRANGER])]
    yield "in several games", safety_cards.heard(several)
