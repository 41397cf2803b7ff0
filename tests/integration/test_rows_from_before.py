"""An upgrade in the middle of a game: rows and cards of the Moot before are taken up."""

from pathlib import Path

from bot.db import outbox
from bot.db.engine import make_sessions
from bot.db.tables import OutboxRow
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from tests.integration.playing import DIRECTOR, GAME, PLENARY, Play, a_play


async def test_a_card_that_stands_is_updated_by_a_row_that_was_left_to_us(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        # given a card that was posted, and a row that asked for it to be made true
        await play.deliver()
        [card] = [where for where in play.slack.messages if where[0] == PLENARY]
        assert "1 player." not in play.slack.messages[card]
        await play.do(c.Join(UserId("UADA")), DIRECTOR)
        await _settle_all(play)
        subject = {"card": "sign_up", "key": "sign_up:plenary", "existing": 1, "room": "plenary"}

        # when it is delivered now
        await _left(play, "card", subject, lane="update:sign_up:plenary")
        await play.deliver()

        # then the same message says that somebody has come
        assert "1 player." in play.slack.messages[card]
        assert [where for where in play.slack.messages if where[0] == PLENARY] == [card]


async def test_people_who_were_to_be_invited_are(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        await play.deliver()

        await _left(play, "invite", {"users": ["UADA", "UBEN"], "room": "plenary"}, lane="plenary")
        await play.deliver()

        assert {"UADA", "UBEN"} <= play.slack.members[PLENARY]


async def _settle_all(play: Play) -> None:
    await play.office.settle(await play.office.waiting())


async def _left(play: Play, kind: str, subject: dict[str, object], lane: str) -> None:
    row = OutboxRow(
        team_id="T1",
        game_id=GAME,
        kind=kind,
        lane=f"{GAME}/{lane}",
        subject=subject,
        priority=4,
        created_at=play.now,
    )
    async with make_sessions(play.store.engine).begin() as session:
        await outbox.add(session, [row])
