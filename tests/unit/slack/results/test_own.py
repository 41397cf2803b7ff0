"""Everybody's own last message: what they won and why, or what was missing and by how little."""

from dataclasses import replace

from bot.domain.agenda import plan_agenda
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.evidence import Case, Evidence, EvidenceKind
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.intents.claims import shown_on
from bot.reports.log.comparison import part_of
from bot.services.games import layout_of
from bot.slack.results import own
from tests.builders import (
    EMERGENCY,
    FACILITATOR,
    OBSERVER,
    PRESENTING,
    SIDEBAR,
    VOTING,
    CouncilLog,
    a_council,
    a_running_game,
    at,
    player,
    rainbow_road,
)
from tests.cards import mrkdwn, seen

PACK = rainbow_road()
TEAM = PACK.team("data-platform")
POLICY = Evidence(EvidenceKind.POLICY, 1)
SHOWN = Case((POLICY,))
THREE = RoleNumber(3)


def a_game() -> Game:
    log = a_running_game(*plan_agenda(PACK))
    log.do(gc.EndGame(), at=at(60))
    return log.game


def a_counted_council(*, passed: bool = True, open_hand: bool = False) -> CouncilLog:
    """Its book has a policy; role 3 is of Data Platform."""
    log = a_council(layout=layout_of(PACK))
    if open_hand:
        log.do(cc.VacateSeat(player(3)), MOOT)
        log.do(cc.FillSeat(player(3), open_hand=True), MOOT)
    log.do(cc.RecordDecision(log.propose("Owners merge")), at=at(6))
    log.reach(EMERGENCY, SIDEBAR, VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    for role in range(1, 11):
        log.vote(Choice.YES if passed else Choice.NO, role, at(32))
    log.reach(PRESENTING)
    log.close(log.shown())
    return log


def ended(log: CouncilLog) -> CouncilLog:
    log.do(cc.EndCouncil(), MOOT, at(60))
    return log


def words(log: CouncilLog, role: int = 3, link: str = "") -> str:
    """Its title and whatever stands in its blocks."""
    links = {shown_on(log.council, POLICY): link} if link else {}
    card = own.own_result(a_game(), PACK, log.council, log.council.seats[RoleNumber(role)], links)
    return "\n".join([card.text.partition("\n")[0], *mrkdwn([block.to_dict() for block in card.blocks])])


def priorities(count: int) -> tuple[tuple[str, Case], ...]:
    return tuple((aim.key, SHOWN) for aim in TEAM.priorities[:count])


def test_a_winner_reads_each_aim_word_for_word_with_its_evidence_and_a_link_to_it() -> None:
    log = a_counted_council()
    log.do(cc.MakeClaim(SHOWN, SHOWN, priorities(1)), player(3), at(40))

    said = words(ended(log), link="https://example.slack.com/archives/C1/p1")

    assert "You won, and your council won" in said
    assert "Wins by both secret missions [policy 1 (proposal 1)]" in said
    assert PACK.role(3).sheet.mission.split(".")[0] in said
    assert "<https://example.slack.com/archives/C1/p1|Policy 1 (proposal 1): Owners merge>" in said
    assert said.count("Not claimed") == 2, "two priorities"
    for other in (*range(1, 3), *range(4, 11)):
        assert PACK.role(other).sheet.mission.split(".")[0] not in said
    assert "<#" in said


def test_one_who_missed_reads_by_how_little() -> None:
    one_mission = a_counted_council()
    one_mission.do(cc.MakeClaim(SHOWN, Case(), priorities(2)), player(3), at(40))
    all_priorities = a_counted_council(passed=False)
    all_priorities.do(cc.MakeClaim(Case(), Case(), priorities(3)), player(3), at(40))

    said, refused = words(ended(one_mission)), words(ended(all_priorities))

    assert "Your council won, and you with it" in said
    assert "You claimed one mission; the other was missing. You claimed 2 of 3 priorities." in said
    assert "No win this time" in refused
    assert "You claimed every priority, but the book was not approved: " in refused


def test_a_claim_is_told_as_it_was_judged_and_a_ruling_makes_it_true() -> None:
    log = a_counted_council()
    log.do(cc.MakeClaim(SHOWN, SHOWN), player(3), at(40))
    for judge in (4, 5):
        log.do(cc.JudgeClaim(THREE, confirms=False), player(judge), at(41))
    undecided = words(ended(log))
    log.do(cc.RuleOnClaim(THREE, upheld=False, reason="It says nothing of tests"), FACILITATOR, at(61))
    rejected = words(log)

    assert "Your council won, and your claim is undecided" in undecided
    assert "If a facilitator rules on it, this message changes." in undecided
    assert "Rejected by the facilitator: It says nothing of tests." in rejected


def test_without_a_claim_or_a_vote_it_says_so() -> None:
    voted, never = ended(a_counted_council()), ended(a_council(layout=layout_of(PACK)))

    assert own.NO_CLAIM in words(voted)
    assert words(voted).count("Not claimed") == 5
    assert own.NOTHING_TO_CLAIM in words(never)
    assert "Not claimed" not in words(never)


def test_who_played_without_a_secret_reads_of_priorities_alone() -> None:
    log = a_counted_council(open_hand=True)
    log.do(cc.MakeClaim(priorities=priorities(3)), player(3), at(40))

    said = words(ended(log))

    assert "Wins by the team's priorities" in said
    assert "mission:*" not in said
    assert "mission; " not in said


def test_stewards_tell_those_who_are_on_paper() -> None:
    log = a_counted_council()
    log.do(cc.VacateSeat(player(9)), MOOT, at(39))
    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(39))

    assert "Zoe (on paper), Intake Analyst: No claim was made." in words(ended(log), role=1)
    assert "Zoe" not in words(log, role=3)


def test_who_had_no_seat_reads_that_it_is_over() -> None:
    log = a_running_game()
    log.do(gc.Observe(OBSERVER), OBSERVER, at(1))
    log.do(gc.EndGame(), at=at(60))

    said = seen(own.goodbye(log.game, OBSERVER))

    assert "You watched to the end." in said
    assert "No seat became free" in seen(own.goodbye(log.game, player(1)))


def test_somebody_who_played_before_reads_both_games_side_by_side() -> None:
    # given somebody who proposed nothing last time, and a policy this time
    last = ended(a_counted_council(passed=False)).council
    before = part_of(replace(a_game(), name="Monday's <game>"), PACK, last, last.seats[RoleNumber(4)])
    log = ended(a_counted_council())

    # when their own result comes
    card = own.own_result(a_game(), PACK, log.council, log.council.seats[THREE], {}, before)

    # then it tells of both, in words
    said = "\n".join(mrkdwn([block.to_dict() for block in card.blocks]))
    first, second = said.partition("*Last time and this time*")[2].strip().splitlines()[:2]
    assert first == (
        f"• *Monday's &lt;game&gt;* ({PACK.title}): {PACK.role(RoleNumber(4)).name} (Data Platform) in "
        "Council 1; 0 proposals made, 0 adopted; a side taken on 0 proposals; the council did not win; no "
        "individual win."
    )
    assert second == (
        f"• *This game:* {PACK.role(THREE).name} (Data Platform) in Council 1; 1 proposal made, 1 adopted; "
        "a side taken on 0 proposals; the council won; no individual win."
    )


def test_somebody_who_plays_for_the_first_time_reads_of_no_other_game() -> None:
    assert "Last time" not in words(ended(a_counted_council()))
