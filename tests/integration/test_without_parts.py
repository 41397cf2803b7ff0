"""Whole games of packs that leave parts out: they come to a result, and no message, page or topic speaks of
what there is not."""

import re
import shutil
from pathlib import Path

import pytest

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.errors.ballot import NoFinalVote
from bot.domain.evidence import Case
from bot.domain.game import commands as c
from bot.domain.ids import UserId
from bot.intents.claims import claim_key
from tests.builders import ONE, a_charter, player
from tests.integration.playing import DIRECTOR, PLENARY, Play, a_play

PACKS = Path(__file__).parents[1] / "packs"
VOTE = r"\bvot(e|es|ed|ing)\b|\bballot|approved|\bproxy\b"
CLAIMS = r"\bclaim|\bdisputed?\b|\bwins?\b(?! over)|\bwon\b|individual"
SECRETS = r"\bsecret|\benvelope|\bsealed\b|\breveal"
MISSIONS = r"\bmissions?\b"
PRIORITIES = r"\bpriorit"
MISSION = "Nobody in town spends a night in the cold."
AIMS = "[{key: warm, text: Cellars are heated.}]"
NAMES = re.compile(r'"(action_id|block_id|value|callback_id|private_metadata|type|style)": "[^"]*"')
TABLE = {
    "no part at all": ((), (VOTE, CLAIMS, SECRETS, MISSIONS, PRIORITIES)),
    "public missions that are claimed": (
        (
            ("claims: false", "missions: public\nwinning: Reach your mission."),
            ("    stewards: true", f"    stewards: true\n    mission: {MISSION}"),
        ),
        (VOTE, SECRETS, PRIORITIES),
    ),
    "secret missions that stay secret": (
        (
            ("claims: false", "claims: false\nreveal: none"),
            ("    stewards: true", f"    stewards: true\n    mission: {MISSION}"),
        ),
        (VOTE, CLAIMS, PRIORITIES, r"\breveal"),
    ),
    "priorities and a vote": (
        (
            ("ballot: {held: false}", "winning: Keep the town warm."),
            ("{kind: notice,", "{kind: ballot,"),
            (
                "    stewards: true",
                "    stewards: true\n    priorities: [{key: warm, text: Cellars are heated.}]",
            ),
        ),
        (r"\bclaim|individual", SECRETS, MISSIONS),
    ),
}


@pytest.mark.parametrize("name", TABLE)
async def test_a_game_speaks_only_of_the_parts_that_it_has(name: str, tmp_path: Path) -> None:
    changes, left_out = TABLE[name]
    content = _changed(tmp_path / "content", changes)

    async with a_play(tmp_path, "blackout", content) as play:
        await _play(play)
        said = [NAMES.sub("", one) for one in play.slack.said]
        results = play.slack.words(PLENARY)

    told = {
        one[max(0, found.start() - 60) : found.end() + 60]
        for one in said
        for words in left_out
        if (found := re.search(words, one, re.IGNORECASE))
    }
    assert not told, "\n".join(sorted(told))
    without_vote = VOTE in left_out
    assert ("*Council 1:* 1 policy: “Hospital first”; 1 recorded process." in results) == without_vote
    assert any("The book is closed; fingerprint" in one for one in said) == without_vote
    assert ("Make my claim" in "".join(said)) == ("claimed" in name)


def _changed(content: Path, changes: tuple[tuple[str, str], ...]) -> Path:
    shutil.copytree(PACKS / "blackout", content / "blackout")
    pack = content / "blackout" / "pack.yaml"
    text = pack.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    pack.write_text(text, encoding="utf-8")
    return content


async def _play(play: Play) -> None:
    """Four people and somebody who leaves; a charter, a policy, a response, and whatever comes after."""
    for number in range(1, 5):
        await play.do(c.Join(player(number), chair=number == 1), player(number))
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()
    await play.to("plan")
    for council in await play.councils():
        await play.act(council.id, a_charter(), _steward(council))
        await play.act(council.id, cc.SubmitProposal("Hospital first", "It goes first."), _steward(council))
        for seat in council.filled[:3]:
            assert seat.holder is not None
            if not (await play.councils())[0].policies:
                await play.act(council.id, cc.TakeSide(ONE, True), seat.holder)
    await play.deliver()
    await play.to("hospital")
    for council in await play.councils():
        said = cc.RecordResponse("Fetch fuel.", (len(council.filled), 0))
        await play.act(council.id, said, _steward(council))
    await play.to("day-two")
    await _leaves(play)
    for council in await play.councils():
        if not council.ballot_rule.held:
            assert await play.refused(council.id, cc.OpenBallot(), DIRECTOR) == NoFinalVote.__name__
    await play.to("looking-back")
    for council in await play.councils():
        assert council.frozen
        if council.aims.claimed:
            await _claim(play, council)
    await play.to_the_end()
    await play.deliver()
    assert all(council.decided for council in await play.councils())


async def _leaves(play: Play) -> None:
    council = (await play.councils())[0]
    holder = next(seat.holder for seat in council.filled if not seat.steward)
    assert holder is not None
    await play.do(c.Leave(holder), holder)
    await play.deliver()


async def _claim(play: Play, council: Council) -> None:
    steward = _steward(council)
    await play.act(council.id, cc.MakeClaim(team_mission=Case(council.evidence()[:1])), steward)
    await play.deliver()
    seat = council.seat_of(steward)
    assert seat is not None
    assert claim_key(council, seat.role) in play.office.posts


def _steward(council: Council) -> UserId:
    return next(seat.holder for seat in council.filled if seat.steward and seat.holder)
