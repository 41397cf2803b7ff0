"""Who decides in a whole game: climate talks of unequal blocs, with a veto, an absent bloc, and the press."""

from fractions import Fraction
from pathlib import Path

from bot.domain.ballot import Choice, Why
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.edition import AS_WRITTEN
from bot.domain.game import commands as c
from bot.domain.ids import ProposalNumber, RoleNumber, UserId
from bot.domain.receipt import receipt_of, uncounted
from bot.domain.rules import DecisionRuleKind
from bot.domain.thresholds import CountedOf, Threshold
from bot.domain.wording import About, Change
from bot.reports.book_in_words import as_markdown, book_of
from tests.builders import player
from tests.integration.playing import Play, a_play, tiny_packs

PRESIDENT, MINISTER, ENVOY, REPORTER, ADVISER, ELDER = range(1, 7)
ONE, TWO, THREE = map(ProposalNumber, (1, 2, 3))
CHARTER = cc.AdoptCharter(DecisionRuleKind.SHARE, 0.5, "Signed.", "Reported.")


async def council(play: Play) -> Council:
    [found] = await play.councils()
    return found


async def holder(play: Play, role: int) -> UserId:
    found = (await council(play)).seats[RoleNumber(role)].holder
    assert found is not None
    return found


async def act(play: Play, command: cc.CouncilCommand, role: int) -> Council:
    """The holder of a role does something."""
    return await play.act((await council(play)).id, command, await holder(play, role))


async def refused(play: Play, command: cc.CouncilCommand, role: int) -> str:
    return await play.refused((await council(play)).id, command, await holder(play, role))


async def support(play: Play, number: ProposalNumber, *roles: int, round: int = 1) -> None:
    for role in roles:
        await act(play, cc.TakeSide(number, True, round=round), role)


async def test_unequal_blocs_agree_amend_and_sign_and_the_press_only_writes(tmp_path: Path) -> None:
    async with a_play(tmp_path, "climate-talks") as play:
        for number in range(1, 7):
            await play.do(c.Join(player(number)), player(number))
        await play.do(c.PlanSeating())
        await play.do(c.DealSeats())
        await play.do(c.StartGame())
        await play.to("talks")
        await act(play, CHARTER, PRESIDENT)
        assert (await council(play)).charter.threshold == Threshold(  # type: ignore[union-attr]
            CountedOf.CAST, at_least=Fraction(3, 5)
        )
        await _the_press_proposes_and_the_blocs_decide(play)
        await _the_president_stops_what_all_others_want(play)
        await _the_treaty_is_amended(play)
        await _everybody_votes(play)
        await play.to_the_end()

        now, told = await council(play), "\n".join(play.slack.messages.values())
        book = as_markdown(
            book_of(await play.game(), tiny_packs().scenario("climate-talks", AS_WRITTEN), now, play.now)
        )
    assert now.won
    assert "11.5 for, 0 against, 1 abstained, 14 votes" in told
    assert "*Votes of each seat:* Industrial Bloc 5, Island States 1.5, others 1." in told
    assert "5 of 6 filled seats vote." in told
    assert "Policy 1 (proposal 3): A smaller fund" in book
    assert "Before, by proposal 1: A fund" in book
    assert "- Without a vote: Reporter" in book
    assert "- Must take part: 1/2 of Island States" in book


async def _the_press_proposes_and_the_blocs_decide(play: Play) -> None:
    await act(play, cc.SubmitProposal("A fund", "Industry pays."), REPORTER)
    assert await refused(play, cc.TakeSide(ONE, True), REPORTER) == "HasNoVote"
    await support(play, ONE, MINISTER, ADVISER, PRESIDENT)  # 11 of 14 votes, and no island
    assert (await council(play)).order == ()
    named = cc.Aloud((RoleNumber(MINISTER), RoleNumber(ADVISER)))
    assert await refused(play, cc.RecordDecision(ONE, said=named), PRESIDENT) == "GroupMissing"
    assert await refused(play, cc.RecordDecision(ONE, said=(6, 0)), PRESIDENT) == "NamesNeeded"
    await support(play, ONE, ENVOY)
    (policy,) = (await council(play)).policies
    assert (policy.tally.support, policy.tally.seats) == (Fraction(25, 2), 14)
    await play.deliver()


async def _the_president_stops_what_all_others_want(play: Play) -> None:
    await act(play, cc.SubmitProposal("No new mines", "None."), ENVOY)
    await act(play, cc.TakeSide(TWO, False), PRESIDENT)
    await support(play, TWO, MINISTER, ADVISER, ENVOY, ELDER)
    await play.deliver()
    assert (await council(play)).order == (1,)
    shown = "\n".join(play.slack.messages.values())
    assert "*Vetoed* by President: it cannot be adopted while that stands." in shown
    assert "Island States: 3 of 3 votes took a side, enough." in shown
    everybody = cc.Aloud(tuple(map(RoleNumber, (MINISTER, ENVOY, ADVISER, ELDER))))
    assert await refused(play, cc.RecordDecision(TWO, said=everybody), PRESIDENT) == "Vetoed"


async def _the_treaty_is_amended(play: Play) -> None:
    about = About(1, Change.AMEND, ONE)
    await act(play, cc.SubmitProposal("A smaller fund", "Industry pays less.", about=about), ADVISER)
    await support(play, THREE, MINISTER, ADVISER, ELDER)
    assert [(one.number, said.title) for one, said in (await council(play)).book()] == [(1, "A smaller fund")]
    await play.deliver()


async def _everybody_votes(play: Play) -> None:
    await play.to("signing")
    while (await council(play)).ballot is None:
        await play.ring()
    now = await council(play)
    assert now.ballot is not None
    assert RoleNumber(REPORTER) not in now.ballot.electorate
    reporter, post = await holder(play, REPORTER), play.office.posts[f"ballot:{now.id}"]
    assert await refused(play, cc.CastVote(Choice.NO), REPORTER) == "HasNoVote"
    play.slack.reactions[post.channel, post.ts].setdefault("x", []).append(reporter)
    for role, choice in ((MINISTER, Choice.YES), (ADVISER, Choice.YES), (ENVOY, Choice.YES)):
        await play.vote(now, choice, await holder(play, role))
    await play.vote(now, Choice.ABSTAIN, await holder(play, PRESIDENT))
    while (await council(play)).outcome is None:
        await play.ring()
    now = await council(play)
    assert now.ballot is not None
    assert uncounted(now.ballot)[Why.NO_VOTE] == 1
    assert receipt_of(now, now.ballot, reporter).no_vote
