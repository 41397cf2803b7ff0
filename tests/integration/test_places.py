"""Where cards stand or are to stand, as the database has it: of one card, and of many at once."""

from bot.config import Settings
from bot.db.engine import make_sessions
from bot.db.posts import CardPlace, Channels, Post, part_key, save_post
from bot.db.rooms import Gone, save_room
from bot.db.tables import RoomRow
from bot.domain.ids import ChannelId, GameId, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame

ONE, OTHER = GameId("g1"), GameId("g2")
LONG, SHORT = "charter:g1-1", "ballot:g1-1"


async def test_cards_stand_where_they_were_posted_in_their_own_game(database_url: str) -> None:
    async with open_store(Settings(database_url=database_url)) as store:
        # given two games; in one, a card that goes on, one that does not, and a channel that is made anew
        await _games(store)
        first, second = (Post(ONE, key, ChannelId("C1"), "1.1") for key in (LONG, part_key(LONG, 2)))
        short = Post(ONE, SHORT, ChannelId("C2"), "1.2")
        homes = ((ONE, "council:1", "C1"), (ONE, "council:2", "C2"), (OTHER, "dm:U1", "D9"))
        async with make_sessions(store.engine).begin() as session:
            for post in (first, second, short, Post(OTHER, SHORT, ChannelId("C9"), "1.9")):
                await save_post(session, post)
            for game, room, channel in homes:
                await save_room(session, game, room, channel)
            lost = await session.get(RoomRow, (ONE, "council:2"))
            assert lost is not None
            lost.gone = Gone.ANEW

        # when each is looked up by itself, and all of them at once
        reader = store.services.reader
        each = [
            await reader.card_place(ONE, key, room)
            for key, room in (
                (LONG, "council:1"),
                (SHORT, "council:2"),
                ("new", "council:1"),
                ("new", "dm:U1"),
            )
        ]
        together = await reader.channels(ONE, [LONG, SHORT, "new"], ["council:1", "council:2", "dm:U1"])

        # then both say the same, and nothing of the other game
        assert each == [
            CardPlace(first, "C1", goes_on=True),
            CardPlace(short, None),
            CardPlace(None, "C1"),
            CardPlace(None, None),
        ]
        assert together == Channels({LONG: "C1", SHORT: "C2"}, {"council:1": "C1"})
        assert await reader.further(ONE, LONG) == [second]
        assert await reader.post(ONE, SHORT) == short
        assert await reader.open_room(ONE, "council:1") == ("C1", True)
        assert await reader.open_room(ONE, "council:2") == (None, False)


async def _games(store: Store) -> None:
    for game, plenary in ((ONE, "CP1"), (OTHER, "CP2")):
        new = NewGame(game, ("", "T1"), "A game", "rainbow-road", ChannelId(plenary), (), None, "UTC", 1, 1)
        await store.services.games.create(new, actor=UserId("UDIRECTOR"))
