"""Who is in reserve is known twice: the console asks the game, offers of seats ask a projection."""

from bot.config import Settings
from bot.db import directory
from bot.db.engine import make_sessions
from bot.domain.game import commands as c
from bot.domain.ids import ChannelId, GameId, UserId
from bot.domain.mending import in_reserve
from bot.domain.paper import paper_id
from bot.runtime.store import open_store
from bot.services.games import NewGame

DIRECTOR, HELPER = UserId("UDIRECTOR"), UserId("UHELPER")
GAME = GameId("g1")


async def test_the_console_and_the_offers_of_seats_name_the_same_people(database_url: str) -> None:
    # given a full council, people who came late or only watch, somebody on paper, and a helper who watches
    async with open_store(Settings(database_url=database_url)) as store:
        games = store.services.games
        await games.create(
            NewGame(GAME, ("", "T1"), "A game", "rainbow-road", ChannelId("C1"), (), None, "UTC", 1, 1),
            actor=DIRECTOR,
        )
        players = [UserId(f"U{number:03}") for number in range(10)]
        for user in players:
            await games.handle(GAME, c.Join(user), actor=user)
        await games.handle(GAME, c.PlanSeating(), actor=DIRECTOR)
        await games.handle(GAME, c.DealSeats(), actor=DIRECTOR)
        vacant = [
            seat
            for council in await store.services.reader.councils((await store.services.reader.game(GAME))[0])
            for seat in council.seats.values()
            if seat.holder is None
        ]
        late = [UserId(f"ULATE{number}") for number in range(len(vacant) + 2)]
        for user in late:
            await games.handle(GAME, c.Join(user), actor=user)
        await games.handle(GAME, c.Join(paper_id("Ada Example")), actor=DIRECTOR)
        for watcher in (UserId("UWATCHES"), HELPER):
            await games.handle(GAME, c.Observe(watcher), actor=watcher)
        await games.handle(GAME, c.AddFacilitator(HELPER), actor=DIRECTOR)

        # when
        game, _ = await store.services.reader.game(GAME)
        on_the_console = in_reserve(game, await store.services.reader.councils(game))
        async with make_sessions(store.engine)() as session:
            offered = await directory.reserves(session, GAME)

        # then they differ only in who runs the game, to whom no seat is offered
        assert set(on_the_console) - game.facilitators == set(offered) == {*late[-2:], UserId("UWATCHES")}
