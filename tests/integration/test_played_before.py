"""The game that somebody played before: their own, in the same workspace, and over."""

from datetime import timedelta

from bot.config import Settings
from bot.courier.rendering.renderer import Renderer
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, Moment, UserId
from bot.intents.ending import OwnResultCard
from bot.queries.earlier import played_before
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from tests.builders import NOON

DIRECTOR, ANN, BEN = UserId("UDIRECTOR"), UserId("UANN"), UserId("UBEN")
OTHERS = [UserId(f"U{number:03}") for number in range(4)]


class Days:
    """A clock that somebody moves on by days."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> Moment:
        return self.at


async def a_game(store: Store, days: Days, name: str, *players: UserId, team: str = "T1") -> None:
    """A game of these people and others, on a day of its own, which has ended."""
    days.at += timedelta(days=1)
    key, games = GameId(name), store.services.games
    new = NewGame(key, ("", team), name, "rainbow-road", ChannelId(f"C{name}"), (), None, "UTC", 1, 1)
    await games.create(new, actor=DIRECTOR)
    for user in (*players, *OTHERS):
        await games.handle(key, c.Join(user), actor=user)
    for command in (c.PlanSeating(), c.DealSeats(), c.StartGame(), c.EndGame()):
        await games.handle(key, command, actor=DIRECTOR)


async def before(store: Store, name: str, user: UserId) -> str:
    """The name of the game that somebody played before this one; empty where there is none."""
    reader = store.services.reader
    game, _ = await reader.game(GameId(name))
    found = await played_before(reader, game, user)
    if found is None:
        return ""
    there, _, council, seat = found
    assert council.seats[seat.role].holder == user
    return there.name


async def own_result(store: Store, name: str, user: UserId) -> str:
    """What the message of somebody's own result says."""
    reader, game = store.services.reader, GameId(name)
    where = await reader.where_in(game, user)
    card = OwnResultCard(f"dm:{user}", f"own_result:{user}", where.in_council().id, user)
    return (await Renderer(reader, store.services.now).card(game, card)).text


async def test_the_game_before_is_the_latest_that_somebody_played_to_its_end(database_url: str) -> None:
    days = Days()
    async with open_store(Settings(database_url=database_url), days) as store:
        # given three games of Ann's, of which Ben played the first, and one in another workspace
        await a_game(store, days, "first", ANN, BEN)
        await a_game(store, days, "elsewhere", ANN, team="T2")
        await a_game(store, days, "second", ANN)
        await a_game(store, days, "third", ANN, BEN)

        # then each is compared with the one before it, whenever somebody asks
        assert await before(store, "third", ANN) == "second"
        assert await before(store, "third", BEN) == "first"
        assert await before(store, "second", ANN) == "first"
        assert await before(store, "first", ANN) == ""
        assert await before(store, "elsewhere", ANN) == ""
        assert await before(store, "third", DIRECTOR) == ""

        # and only Ann reads in her result of the game that she played alone before
        assert "*second* (" in await own_result(store, "third", ANN)
        assert "second" not in await own_result(store, "third", BEN)
        assert "Last time" not in await own_result(store, "first", ANN)
