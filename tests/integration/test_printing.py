"""`moot print`: a game's kit by its id, and a pack's blank one, as files that only their owner can read."""

import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.domain.edition import AS_WRITTEN
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.domain.paper import paper_id
from bot.domain.print_kit import Print, PrintWish
from bot.reports import pdf
from tests.integration.playing import DIRECTOR, GAME, Play, a_play
from tests.integration.test_export import moot

ADA = paper_id("Ada Lovelace")


async def test_a_dealt_game_is_printed_for_its_people_on_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given five people, one of them on paper
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    async with a_play(tmp_path) as play:
        for number in range(4):
            await play.do(c.Join(UserId(f"U{number:04}")), by=UserId(f"U{number:04}"))
        await play.do(c.Join(ADA), by=DIRECTOR)
        for command in (c.PlanSeating(), c.DealSeats()):
            await play.do(command)
    kept = tmp_path / "kit"

    # when
    said = await moot(tmp_path, "print", GAME, "--to", str(kept), "--paper", "letter")

    # then every part is there, for its owner alone, and no file's name says who plays
    files = sorted(one.name for one in kept.iterdir())
    assert files == sorted(
        f"{GAME}-{part}.pdf"
        for part in (
            "role-sheets", "table-tents", "badges", "handbook", "schedule", "policy-pad", "ballots",
            "claim-slips", "runbook",
        )
    )  # fmt: skip
    assert {one.stat().st_mode & 0o777 for one in kept.iterdir()} == {0o600}
    assert kept.stat().st_mode & 0o777 == 0o700
    assert set(said.splitlines()) >= {str(kept / one) for one in files}

    # and what belongs to a pack is refused with the option's name
    refused = await moot(tmp_path, "print", GAME, "--to", str(kept), "--format", "lite", fails=True)
    assert "--format" in refused


async def test_a_pack_is_printed_before_there_is_a_game_and_a_database(tmp_path: Path) -> None:
    kept = tmp_path / "kit"
    only = ("--only", "table-tents", "--only", "ballots")

    said = await moot(tmp_path, "print", "rainbow-road", "--format", "lite", *only, "--to", str(kept))

    assert said.splitlines()[0] == str(kept / "rainbow-road-table-tents.pdf")
    assert not (tmp_path / "moot.db").exists()


async def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_play(tmp_path):
        pass
    assert "no game g7" in await moot(tmp_path, "print", "g7", fails=True)

    monkeypatch.setattr(pdf, "can_make", lambda: False)
    assert "make pdf" in await moot(tmp_path, "print", "rainbow-road", fails=True)


async def asks(play: Play, wish: PrintWish, user: UserId = DIRECTOR) -> tuple[str, ...]:
    """A facilitator's wish, sent; what was shared: where, the words above, and the titles."""
    where = await play.store.services.reader.where_in(GAME, user)
    before = len(play.slack.shared)
    play.now += timedelta(minutes=1)
    await play.store.services.requests.print_kit(where, wish, "T1")
    await play.deliver()
    assert len(play.slack.shared) <= before + 1
    return play.slack.shared[-1] if play.slack.shared[before:] else ()


async def test_spoilers_come_in_a_zip_file_and_to_nobody_who_plays(tmp_path: Path) -> None:
    async with a_play(tmp_path) as play:
        # given a game with somebody on paper
        for number in range(4):
            await play.do(c.Join(UserId(f"U{number:04}")), by=UserId(f"U{number:04}"))
        await play.do(c.Join(ADA), by=DIRECTOR)
        for command in (c.PlanSeating(), c.DealSeats()):
            await play.do(command)
        await play.deliver()

        # when its facilitator, who does not play, asks for two kinds of page
        kinds = (Print.SHEETS, Print.BADGES)
        place, words, *titles = await asks(play, PrintWish(kinds))

        # then the sheet comes in a ZIP file, and neither words nor names say anything of it
        assert place == play.office.rooms[f"dm:{DIRECTOR}"]
        assert [title.partition(":")[0] for title in titles] == ["Role sheets", "Badges"]
        [sheets] = [name for name in play.slack.files if "role-sheets" in name]
        with ZipFile(BytesIO(play.slack.files[sheets])) as packed:
            assert [name.rpartition(".")[2] for name in packed.namelist()] == ["pdf"]
        scenario = play.packs.scenario("rainbow-road", AS_WRITTEN)
        told = "\n".join((words, *titles, *play.slack.files, *play.slack.said))
        assert not [one for _, one in scenario.private_texts() if one in told]
        assert "Ada" not in "".join(play.slack.files)

        # and to one who plays comes everything else, with the way out
        await play.do(c.AddFacilitator(UserId("U0001")))
        _, words, *titles = await asks(play, PrintWish((*kinds, Print.RUNBOOK)), UserId("U0001"))
        assert [title.partition(":")[0] for title in titles] == ["Badges"]
        assert "You play in this game" in words
        assert await asks(play, PrintWish((Print.SHEETS,)), UserId("U0001")) == ()
        assert "I have printed nothing" in play.slack.words(play.office.rooms["dm:U0001"])


async def test_where_nothing_can_be_printed_the_facilitator_hears_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_play(tmp_path) as play:
        await play.do(c.Join(ADA), by=DIRECTOR)
        await play.deliver()
        monkeypatch.setitem(sys.modules, "typst", None)  # another replica may lack it

        assert await asks(play, PrintWish((Print.TENTS,))) == ()

        assert "make pdf" in play.slack.words(play.office.rooms[f"dm:{DIRECTOR}"])
