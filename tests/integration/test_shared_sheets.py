"""A whole game of councils of twenty-four: twenty citizens on one sheet, three seasons with a storm each, and
a charter that is given. Every card is checked as Slack would."""

from pathlib import Path

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import commands as c
from bot.domain.ids import ProposalNumber, RoleNumber, UserId
from tests.builders import by_policies, harbour_town
from tests.integration.playing import DIRECTOR, PLENARY, Play, a_play

PACK = harbour_town()
FIRST = ProposalNumber(1)
CITIZENS = range(3, 23)


def user(number: int) -> UserId:
    return UserId(f"U{number:04}")


async def test_a_whole_game_of_two_councils_of_twenty_four(tmp_path: Path) -> None:
    async with a_play(tmp_path, "harbour-town") as play:
        await _seat(play, 48)
        await play.to("season-1")
        for council in await play.councils():
            await _decide(play, council)
        for season in (1, 2, 3):
            await play.to(f"storm-{season}")
            for council in await play.councils():
                said = cc.RecordResponse(f"Storm {season}: mend the nets first.", said=(24, 0))
                await play.act(council.id, said, holder(council, 1))
        sent = "\n".join(play.slack.messages.values())
        assert not [text for _, text in PACK.private_texts() if text in sent], "secrets are in no message"
        assert play.on_boards(*(text for _, text in PACK.private_texts())) == []
        await _vote(play)
        game = await play.to_the_end()
        await play.do(c.CloseGame(), by=DIRECTOR)
        await play.deliver()

        assert [one.key for one in game.agenda] == [phase.key for phase in PACK.agenda]
        for council in await play.councils():
            assert council.won
            assert len(council.responses) == 3
            _told(play, council)


async def _seat(play: Play, players: int) -> None:
    for number in range(players):
        await play.do(c.Join(user(number), chair=number < 4), by=user(number))
    await play.do(c.PlanSeating())
    await play.do(c.DealSeats())
    await play.do(c.StartGame())
    await play.deliver()
    assert [len(council.filled) for council in await play.councils()] == [24, 24]


def holder(council: Council, role: int) -> UserId:
    found = council.seats[RoleNumber(role)].holder
    assert found is not None
    return found


async def _decide(play: Play, council: Council) -> None:
    """By the given charter, more than half and somebody to second it are enough, without a steward."""
    await play.act(council.id, cc.SubmitProposal("Two boats", "No family sends more."), holder(council, 3))
    await play.deliver()
    for role in range(3, 16):
        assert council.policies == ()
        council = await play.act(council.id, cc.TakeSide(FIRST, True), holder(council, role))
    (policy,) = council.policies
    assert (policy.charter, policy.by_steward) == (1, None)
    await play.deliver()


async def _vote(play: Play) -> None:
    """Everybody votes for the book; then ten citizens claim, of whom one is disputed by all others."""
    await play.to("vote")
    while any(council.ballot is None for council in await play.councils()):
        await play.ring()
    for council in await play.councils():
        for seat in council.filled:
            assert seat.holder is not None
            await play.vote(council, Choice.YES, seat.holder)
    await play.to("farewell")
    proof = by_policies(1)
    for council in await play.councils():
        for role in [*CITIZENS][:10]:
            claim = cc.MakeClaim(team_mission=proof, role_mission=proof)
            await play.act(council.id, claim, holder(council, role))
        for judge in [*CITIZENS][1:]:
            doubt = cc.JudgeClaim(RoleNumber(3), confirms=False)
            await play.act(council.id, doubt, holder(council, judge))
    await play.deliver()


def _told(play: Play, council: Council) -> None:
    """Each holder has a sheet of their own, wins alone, and the mission that they share is revealed once."""
    channel = play.slack.channel(f"council-{council.number}")
    table = play.slack.words(channel)
    cards = [words for (where, _), words in play.slack.messages.items() if where == channel]
    (reveal,) = [words for words in cards if words.startswith("The missions, revealed")]
    mission = "The book must keep strangers' trawlers out of the bay."
    assert reveal.count(mission) == 1
    assert "Citizen 1 to Citizen 20:" in reveal
    assert "Storm 3 of 3 breaks the nets" in table
    assert "The charter, version 1" in table
    assert "Every council of this game begins with it." in table
    assert "no charter" not in table.lower()
    assert "Write the charter" not in table
    for role in CITIZENS:
        envelope = play.slack.words(f"D{holder(council, role)}")
        assert f"Citizen {role - 2}" in envelope
    assert f"*{council.name}: won.*" in play.slack.words(PLENARY)
