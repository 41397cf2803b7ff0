"""A crisis table-top, played whole: who is told what, when and by whom, and what nobody else ever reads."""

from datetime import timedelta
from pathlib import Path

from bot.domain.edition import AS_WRITTEN
from bot.domain.game import commands as c
from bot.domain.game.telling import When, Written
from bot.domain.ids import RoleNumber, UserId
from bot.domain.paper import paper_id
from tests.integration.playing import DIRECTOR, Play, a_play, tiny_packs

MAYOR, KEEPER, REPORTER, ENGINEER, DOCTOR = map(RoleNumber, (1, 2, 3, 4, 5))
ADA, LATE, WATCHER = paper_id("Ada Lovelace"), UserId("U0LATE"), UserId("U0WATCH")
CRACKS, GAUGES, BUSES = "three fresh cracks", "nine inches since supper", "six buses to Lowbridge"
RUMOUR, LIGHTS, DIKE, MET = "already gone", "Dim the lights in the room", "given way behind", "met before, at"
BELL, QUIET = "The bell of St Mary rings by itself.", "Nobody must know that the key is lost."


async def test_everybody_is_told_what_is_for_them_and_nobody_else_before_the_end(tmp_path: Path) -> None:
    async with a_play(tmp_path, "high-water") as play:
        await _seated(play)
        council = (await play.councils())[0]
        holders = {role: council.seats[role].holder for role in council.seats}
        assert holders[ENGINEER] is None

        await play.to("evening")
        await _by_hand(play)
        await play.do(c.Join(LATE), LATE)
        await play.deliver()
        await play.to("breach")
        assert (await play.game()).telling.plans, "what waits for the night is still planned"
        await play.to("night")
        await _plan_that_is_lost(play)

        _nothing_in_channels(play)
        await play.do(c.SkipPhase(seen=3))
        await play.deliver()
        _each_was_told(play, _direct(play, holders))
        await play.to_the_end()
        _revealed(play)


async def _seated(play: Play) -> None:
    for number in range(1, 4):
        await play.do(c.Join(UserId(f"U{number:04}")), UserId(f"U{number:04}"))
    await play.do(c.Join(ADA))
    await play.do(c.Observe(WATCHER), WATCHER)
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.deliver()
    await play.do(c.StartGame())
    await play.deliver()


async def _by_hand(play: Play) -> None:
    """A minute and a half in, after the dam's own news: one from the hand, words of the facilitator's own,
    one for everybody, and two for later."""
    play.now += timedelta(seconds=90)
    await play.store.services.games.ring((await play.game()).id)
    await play.do(c.TellInject("bus-depot"))
    await play.do(c.TellInject("rumour"))
    await play.do(c.TellInject(written=Written(QUIET, "The key", "The sexton", ("reporter",))))
    night = When(phase=3, after_start=timedelta(minutes=1))
    await play.do(c.TellInject(written=Written(BELL, to=("press",)), when=night))
    await play.do(c.TellInject("lights", when=When(at=play.now + timedelta(seconds=30))))
    await play.deliver()


async def _plan_that_is_lost(play: Play) -> None:
    late = When(phase=3, before_end=timedelta(seconds=10))
    await play.ring()
    await play.do(c.TellInject(written=Written("Too late.", "The last boat"), when=late))


def _direct(play: Play, holders: dict[RoleNumber, UserId | None]) -> dict[RoleNumber, str]:
    """What each seat's holder reads alone; for Ada, who is on paper, what the facilitator reads to her."""
    return {
        role: play.slack.words(f"D{DIRECTOR}" if holder == ADA else f"D{holder or LATE}")
        for role, holder in holders.items()
    }


def _each_was_told(play: Play, told: dict[RoleNumber, str]) -> None:
    assert {role for role, words in told.items() if CRACKS in words} == {ENGINEER}
    assert {KEEPER, ENGINEER} <= {role for role, words in told.items() if GAUGES in words}
    assert {MAYOR, DOCTOR} <= {role for role, words in told.items() if BUSES in words}
    assert {MAYOR, DOCTOR} <= {role for role, words in told.items() if DIKE in words}
    assert {DOCTOR, ENGINEER} <= {role for role, words in told.items() if MET in words}
    assert {role for role, words in told.items() if QUIET in words and BELL in words} >= {REPORTER}
    assert "Earlier messages to your seat" in told[ENGINEER]
    assert "From *The night watch*" not in told[KEEPER]
    assert "Three dark lines in a concrete wall" in told[ENGINEER], "the picture is read aloud"
    director, watcher = play.slack.words(f"D{DIRECTOR}"), play.slack.words(f"D{WATCHER}")
    assert BUSES in director
    assert LIGHTS in director
    assert LIGHTS in watcher
    assert BUSES not in watcher
    assert "Please tell Ada Lovelace (on paper)" in director
    assert "Night ended before these injects came" in director
    assert "The last boat" in director


def _nothing_in_channels(play: Play) -> None:
    channels = [text for (where, _), text in play.slack.messages.items() if where.startswith("C")]
    secrets = [text for _, text in tiny_packs().scenario("high-water", AS_WRITTEN).private_texts()] + [
        QUIET,
        BELL,
    ]
    assert channels
    assert not [text for text in channels for secret in secrets if secret in text]
    assert play.on_boards(*secrets) == []
    table = play.slack.words(play.office.rooms["council:1"])
    assert RUMOUR in table
    assert "From *Radio Lowbridge*" in table
    assert "Only Town Hall got the news" in table


def _revealed(play: Play) -> None:
    table = play.slack.words(play.office.rooms["council:1"])
    assert "What only some of you were told" in table
    assert CRACKS in table
    assert "to Dam Engineer" in table
    assert QUIET in table
