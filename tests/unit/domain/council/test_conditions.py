"""What a charter asks for besides its rule: who proposes, how long a proposal stands, who seconds it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.charter import NO_CHOICE, Conditions, Offer, offer_of
from bot.domain.council import Council, ProposalStatus, evolve
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council.conditions import next_due, stands_until
from bot.domain.errors.charter import (
    ConditionsNotOffered,
    MustStandLonger,
    NotSeconded,
    StandsWhilePaused,
    StewardsPropose,
    TeamHasProposed,
)
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.domain.offer import Proposers
from bot.domain.paper import paper_id
from bot.domain.rules import DecisionRuleKind, Tally
from bot.domain.times.working_time import WorkingTime
from bot.domain.wording import Wording
from bot.intents.councils import of_council
from bot.intents.proposals import proposal
from bot.services.games import layout_of
from bot.slack.charter.forms import CharterForm
from bot.slack.proposals import cards as proposals_cards
from tests.builders import (
    OFFER,
    ONE,
    SESSION,
    VOTING,
    CouncilLog,
    a_charter,
    a_council,
    at,
    founding,
    player,
    rainbow_road,
)

MAJORITY, STEWARDS, CONSENT = DecisionRuleKind.MAJORITY, DecisionRuleKind.STEWARDS, DecisionRuleKind.CONSENT
TWO = ProposalNumber(2)
PACK = rainbow_road()
FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
OFFER_OF_HOURS = Offer(waiting=(timedelta(hours=2),))


def a_table(charter: cc.AdoptCharter, filled: int = 10) -> CouncilLog:
    """A council that chose this charter at minute 6."""
    log = a_council(filled, layout=layout_of(PACK), offer=OFFER)
    log.do(charter, player(1), at(6))
    return log


def with_support(log: CouncilLog, *roles: int, when: float = 7, number: ProposalNumber = ONE) -> CouncilLog:
    """Seats support a proposal."""
    for role in roles:
        log.react(number, True, role, at(when))
    return log


def adopted(events: list[ce.CouncilEvent]) -> list[ce.PolicyAdopted]:
    """The adoptions among these."""
    return [event for event in events if isinstance(event, ce.PolicyAdopted)]


def pass_time(log: CouncilLog, when: float, seconds: float = 0) -> list[ce.CouncilEvent]:
    """The alarm."""
    return log.do(cc.LetTimePass(), MOOT, at(when, seconds))


def follow(log: CouncilLog, *, stopped: float | None, since: float, heard: float) -> list[ce.CouncilEvent]:
    """The council hears of the game's clock: since when it stands still, and since when it last ran."""
    clock = cc.FollowClock(None if stopped is None else at(stopped), at(since))
    return log.do(clock, MOOT, at(heard))


# --- what is on offer


def test_a_council_chooses_only_what_its_pack_offers() -> None:
    log = a_council(offer=Offer(waiting=(timedelta(minutes=2), timedelta(minutes=5))))

    with pytest.raises(ConditionsNotOffered):
        log.do(a_charter(waiting=3), player(1), at(6))
    with pytest.raises(ConditionsNotOffered):
        log.do(a_charter(), player(1), at(6))
    log.do(a_charter(waiting=5), player(1), at(6))

    assert log.council.conditions == Conditions(waiting=timedelta(minutes=5))


def test_a_council_that_was_founded_before_there_were_conditions_has_none_to_choose() -> None:
    assert NO_CHOICE.default == Conditions()
    assert NO_CHOICE.allows(Conditions())
    assert not NO_CHOICE.allows(Conditions(seconders=1))


@pytest.mark.parametrize(("tempo", "seconds"), [(1, 120), (1 / 60, 2), (288, 120 * 288)])
def test_waiting_times_keep_the_games_tempo(tempo: float, seconds: float) -> None:
    offer = offer_of(PACK.charter, tempo)

    assert [span.total_seconds() for span in offer.waiting] == [0, seconds / 2, seconds]


def test_a_change_of_conditions_alone_is_a_new_version_and_its_words_are_on_the_proposal() -> None:
    log = a_table(a_charter())

    log.do(a_charter(waiting=2, seconds=1), player(5), at(7))
    card = proposals_cards.proposal(PACK, log.council, log.council.proposals[ONE]).text
    with_support(log, 1, 2, 3, 4, 5, 6, when=8)

    assert "*A proposal stands:* 2 minutes at least" in card
    assert "*It is seconded by:* 1 seat besides its proposer" in card
    assert log.council.charter is not None
    assert (log.council.charter.version, log.council.conditions.seconders) == (2, 1)


# --- who proposes


def test_where_stewards_propose_the_others_are_told_and_may_still_propose_to_change_the_charter() -> None:
    log = a_table(a_charter(proposers=Proposers.STEWARDS))

    with pytest.raises(StewardsPropose) as refused:
        log.propose(by=4)
    log.propose(by=2)
    changed = log.do(a_charter(), player(4), at(8))

    assert "Data Leadership" in refused.value.sentence
    assert [type(event) for event in changed] == [ce.ProposalSubmitted]


def test_where_no_steward_can_propose_everybody_may() -> None:
    log = a_table(a_charter(proposers=Proposers.STEWARDS))
    log.do(cc.VacateSeat(player(1)), MOOT)
    log.do(cc.VacateSeat(player(2)), MOOT)

    assert log.propose(by=4) == ONE


def test_a_team_has_one_open_proposal_until_it_is_settled() -> None:
    log = a_table(a_charter(proposers=Proposers.TEAMS))
    log.propose("One", by=3)
    log.propose("Other team", by=5)

    with pytest.raises(TeamHasProposed) as refused:
        log.propose("Two", by=4)
    again = log.do(cc.SubmitProposal("One", "One, and nobody else does."), player(3), at(7))
    log.do(cc.WithdrawProposal(ONE), player(3), at(8))

    assert "proposal 1" in refused.value.sentence
    assert again == [], "a click too many is not refused"
    assert log.propose("Two", by=4) == 3


def test_a_change_of_the_charter_is_nobodys_one_proposal() -> None:
    log = a_table(a_charter(proposers=Proposers.TEAMS))
    log.do(a_charter(), player(3), at(7))

    assert log.propose(by=3) == TWO
    assert log.do(a_charter(seconds=1), player(3), at(8))


# --- waiting


def test_a_proposal_with_early_support_becomes_a_policy_at_the_second_at_which_its_waiting_ends() -> None:
    # given a proposal of minute 7 with the support of seven, which has to stand for two minutes
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    early = log.react(ONE, True, 1, at(7, 1))
    with_support(log, 2, 3, 4, 5, 6, 7, when=8)

    # when the alarm rings too early, at the second, and once more
    too_early = pass_time(log, 8, 59.999)
    rung = pass_time(log, 9)
    again = pass_time(log, 9, 1)

    # then it is adopted once, stamped with that second
    assert (len(early), too_early, again) == (1, [], [])
    assert rung == [
        ce.WaitingEnded(ONE, at(9)),
        ce.PolicyAdopted(ONE, 1, 1, Tally(7, 0, 10), None, at(9)),
    ]


def test_after_its_waiting_time_a_proposal_is_adopted_by_the_reaction_that_carries_it() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5)

    ended = pass_time(log, 9)
    carried = log.react(ONE, True, 6, at(10))

    assert ended == [ce.WaitingEnded(ONE, at(9))]
    assert [one.at for one in adopted(carried)] == [at(10)]


def test_a_reaction_that_was_made_in_time_and_came_after_the_alarm_still_carries_the_proposal() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5)
    pass_time(log, 9)

    carried = log.react(ONE, True, 6, at(8, 59))

    assert [one.at for one in adopted(carried)] == [at(9)], "and not before its time"


def test_a_longer_waiting_time_makes_nothing_wait_again() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    pass_time(log, 9)
    log.do(a_charter(waiting=5), player(1), at(9))
    with_support(log, 1, 2, 3, 4, 5, 6, when=9.1, number=TWO)
    pass_time(log, 11)
    with_support(log, 1, 2, 3, 4, 5, when=11.2)
    assert log.council.conditions.waiting == timedelta(minutes=5)

    carried = log.react(ONE, True, 6, at(11.5))

    assert [one.at for one in adopted(carried)] == [at(11.5)]


def test_without_a_waiting_time_no_clock_is_asked() -> None:
    log = a_table(a_charter())
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5)

    carried = log.react(ONE, True, 6, at(6, 59))  # by Slack's clock, which is behind ours

    assert len(adopted(carried)) == 1


def test_support_that_is_taken_back_before_the_end_carries_nothing() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5, 6)

    log.react(ONE, False, 6, at(8, 59))

    assert adopted(pass_time(log, 9)) == []


def test_a_late_alarm_adopts_what_was_due_in_its_second_before_anything_else_happens() -> None:
    # given two proposals whose waiting times ended while nobody rang
    log = a_table(a_charter(waiting=2))
    log.propose("First", at=at(7))
    log.propose("Second", at=at(8))
    with_support(log, 1, 2, 3, 4, 5, 6, when=8, number=TWO)
    with_support(log, 1, 2, 3, 4, 5, 6, when=8, number=ONE)

    # when somebody proposes long after
    events = log.do(cc.SubmitProposal("Third", "Third."), player(3), at(20))

    # then both are policies, each of its own second, and the proposal comes after them
    assert [(one.number, one.policy, one.at) for one in adopted(events)] == [(1, 1, at(9)), (2, 2, at(10))]
    assert isinstance(events[-1], ce.ProposalSubmitted)


def test_what_waited_long_enough_is_in_the_book_that_the_vote_freezes_and_what_did_not_is_not() -> None:
    log = a_table(a_charter(waiting=5))
    log.propose("In time", at=at(25))
    with_support(log, 1, 2, 3, 4, 5, 6, when=26)
    log.do(VOTING, MOOT, at(25))
    log.propose("Too late", at=at(28))
    with_support(log, 1, 2, 3, 4, 5, 6, when=29, number=TWO)

    opened = log.do(cc.OpenBallot(), MOOT, at(31))

    assert [type(event) for event in opened] == [ce.WaitingEnded, ce.PolicyAdopted, ce.BallotOpened]
    assert log.council.ballot is not None
    assert log.council.ballot.book_hash == log.council.book_hash()
    assert next_due(log.council) is None
    assert pass_time(log, 40) == []
    assert log.council.proposals[TWO].status is ProposalStatus.OPEN


@pytest.mark.parametrize("rule", [MAJORITY, STEWARDS])
def test_no_steward_records_what_has_to_stand_longer(rule: DecisionRuleKind) -> None:
    log = a_table(a_charter(rule, waiting=2))
    log.propose(at=at(7))

    said = (2, 0) if rule is STEWARDS else (6, 0)
    with pytest.raises(MustStandLonger) as refused:
        log.do(cc.RecordDecision(ONE, said=said), player(1), at(7, 30))
    recorded = log.do(cc.RecordDecision(ONE, said=said), player(1), at(9))

    assert "1 min 30 s" in refused.value.sentence
    assert [one.at for one in adopted(recorded)] == [at(9)]


def test_an_amendment_waits_like_everything_else_and_what_it_frees_is_adopted_with_it() -> None:
    # given a proposal that still waits, and a change of the charter that would end all waiting
    log = a_table(a_charter(waiting=5))
    log.do(a_charter(), player(3), at(7))
    log.propose(at=at(11))
    with_support(log, 1, 2, 3, 4, 5, 6, when=11, number=TWO)
    with_support(log, 1, 2, 3, 4, 5, 6, when=11)
    assert log.council.charter is not None
    assert log.council.charter.version == 1

    # when the change's own time is over
    events = pass_time(log, 12)

    # then it takes effect, and the proposal is a policy under the new version in that second
    assert [type(event) for event in events] == [ce.WaitingEnded, ce.CharterAdopted, ce.PolicyAdopted]
    assert [(one.number, one.charter, one.at) for one in adopted(events)] == [(2, 2, at(12))]
    assert next_due(log.council) is None


def test_a_council_says_when_the_next_waiting_time_is_over_and_nothing_else() -> None:
    log = a_table(a_charter(waiting=2))
    before = next_due(log.council)
    log.propose("One", at=at(8))
    log.propose("Two", at=at(7))

    both = next_due(log.council)
    pass_time(log, 9)
    one = next_due(log.council)
    log.do(cc.WithdrawProposal(ONE), player(3), at(9))

    assert (before, both, one, next_due(log.council)) == (None, at(9), at(10), None)


# --- waiting while the game is paused


def test_a_pause_makes_the_waiting_time_stand_still() -> None:
    # given a proposal of minute 7, and a pause from minute 8 to minute 18
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5, 6)
    stopped = follow(log, stopped=8, since=5, heard=8)
    during = stands_until(log.council, log.council.proposals[ONE])
    rung = pass_time(log, 12)
    with pytest.raises(StandsWhilePaused):
        log.do(cc.RecordDecision(ONE), player(1), at(13))

    # when the game goes on
    ran = follow(log, stopped=None, since=18, heard=18)

    # then the minute that was left is left
    assert (stopped, ran) == ([ce.ClockStopped(at(8))], [ce.ClockRan(at(18))])
    assert (during, rung, next_due(log.council)) == (None, [], at(19))
    assert [one.at for one in adopted(pass_time(log, 19))] == [at(19)]


def test_what_is_proposed_in_a_pause_begins_to_wait_with_its_end() -> None:
    log = a_table(a_charter(waiting=2))
    follow(log, stopped=8, since=5, heard=8)
    log.propose(at=at(12))
    follow(log, stopped=None, since=18, heard=18)
    follow(log, stopped=19, since=18, heard=19)
    follow(log, stopped=None, since=29, heard=29)

    assert next_due(log.council) == at(30)


def test_each_pause_is_heard_once_also_where_one_of_them_was_missed() -> None:
    log = a_table(a_charter(waiting=2))

    assert follow(log, stopped=None, since=5, heard=7) == []
    assert len(follow(log, stopped=8, since=5, heard=8)) == 1
    assert follow(log, stopped=8, since=5, heard=9) == []
    both = follow(log, stopped=12, since=10, heard=13)  # it ran from 10 to 12, and nobody told
    assert both == [ce.ClockRan(at(10)), ce.ClockStopped(at(12))]
    assert follow(log, stopped=None, since=12, heard=14) == [ce.ClockRan(at(12))]
    assert follow(log, stopped=None, since=12, heard=15) == []


def test_a_pause_that_is_heard_late_freezes_what_was_due_in_it() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5, 6)

    heard = follow(log, stopped=8, since=5, heard=30)  # the bot was away

    assert heard == [ce.ClockStopped(at(8))]
    assert pass_time(log, 31) == []


# --- waiting over days, and rounds


def test_over_days_only_working_time_is_waited() -> None:
    # given a council that works from 9 to 17, on a Friday at 16:00, with a waiting time of two hours
    log = CouncilLog()
    working = WorkingTime("UTC", time(9), time(17))
    log.do(replace(founding(layout=layout_of(PACK), offer=OFFER_OF_HOURS), working=working), MOOT)
    log.reach(SESSION)
    log.do(replace(a_charter(), conditions=Conditions(waiting=timedelta(hours=2))), player(1), FRIDAY)
    log.propose(at=FRIDAY)
    with_support(log, 1, 2, 3, 4, 5, 6, when=60)

    # then it stands until Monday at 10:00, and longer if the game is paused for an hour of Monday's work
    monday = FRIDAY + timedelta(days=2, hours=18)
    assert next_due(log.council) == monday
    with pytest.raises(MustStandLonger) as refused:
        log.do(cc.RecordDecision(ONE), player(1), FRIDAY)
    assert "another 2 h" in refused.value.sentence
    stop = FRIDAY + timedelta(days=2, hours=17, minutes=30)
    log.do(cc.FollowClock(stop, FRIDAY), MOOT, stop)
    log.do(cc.FollowClock(None, stop + timedelta(hours=1)), MOOT, stop + timedelta(hours=1))
    assert next_due(log.council) == monday + timedelta(hours=1)

    # and the card says the day
    card = proposals_cards.proposal(PACK, log.council, log.council.proposals[ONE]).text
    assert "Mon 23 Nov, 11:00:00 UTC" in card
    rung = log.do(cc.LetTimePass(), MOOT, monday + timedelta(hours=1))
    assert [one.at for one in adopted(rung)] == [monday + timedelta(hours=1)]


def test_an_amended_proposal_stands_from_its_amendment_on() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    pass_time(log, 9)

    log.do(cc.AmendProposal(ONE, Wording("Owners merge", "Within a day."), seen=1), player(3), at(10))
    for role in (1, 2, 3, 4, 5, 6):
        log.do(cc.TakeSide(ONE, True, round=2), player(role), at(10, role))

    assert next_due(log.council) == at(12)
    assert [one.at for one in adopted(pass_time(log, 12))] == [at(12)]


def test_what_is_taken_up_again_stands_from_then_on_and_what_is_parked_does_not_wait() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    log.do(cc.Park("", "May", owner_seat=RoleNumber(3), proposal=ONE), player(1), at(8))
    parked = next_due(log.council)

    log.do(cc.Unpark(1), player(1), at(20))

    assert (parked, next_due(log.council)) == (None, at(22))


def test_a_leaver_does_not_end_a_waiting_time() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))
    with_support(log, 1, 2, 3, 4, 5)

    left = log.do(cc.VacateSeat(player(10)), MOOT, at(8))

    assert [type(event) for event in left] == [ce.SeatVacated], "five of nine carry it, when it has stood"
    assert adopted(pass_time(log, 9))


# --- seconding


def test_under_consent_the_proposers_own_support_is_no_second() -> None:
    log = a_table(a_charter(CONSENT, quorum=0.1, seconds=2))
    log.propose(by=3, at=at(7))

    alone = with_support(log, 3, 4).council.policies
    seconded = log.react(ONE, True, 5, at(8))

    assert alone == ()
    assert len(adopted(seconded)) == 1


def test_a_second_that_is_taken_back_or_turned_around_is_none() -> None:
    log = a_table(a_charter(STEWARDS, seconds=1))
    log.propose(by=3, at=at(7))
    log.react(ONE, True, 4, at(7, 1))
    log.react(ONE, False, 4, at(7, 2))

    with pytest.raises(NotSeconded) as refused:
        log.do(cc.RecordDecision(ONE, said=(2, 0)), player(1), at(8))
    log.react(ONE, True, 1, at(8, 1))

    assert "of 1 seats" in refused.value.sentence
    assert adopted(log.do(cc.RecordDecision(ONE, said=(2, 0)), player(1), at(9)))


def test_waiting_and_seconding_are_both_needed() -> None:
    log = a_table(a_charter(CONSENT, quorum=0.1, waiting=2, seconds=1))
    log.propose(by=3, at=at(7))
    with_support(log, 3)

    assert adopted(pass_time(log, 9)) == []
    assert adopted(log.react(ONE, True, 4, at(10)))


def test_a_council_that_has_shrunk_asks_for_no_more_seconds_than_there_can_be() -> None:
    # given a council of three, one of whom is on paper and cannot react
    log = a_table(a_charter(CONSENT, quorum=0, seconds=2), filled=4)
    log.do(cc.VacateSeat(player(7)), MOOT)
    log.do(cc.VacateSeat(player(5)), MOOT)
    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT)
    log.propose(by=3, at=at(7))

    # when the only other who can react supports it
    assert adopted(log.react(ONE, True, 1, at(8)))


# --- what people see


def test_the_form_offers_what_the_pack_offers_and_nothing_where_there_is_no_choice() -> None:
    plain = CharterForm.view(PACK, a_council().council)
    choice = CharterForm.view(PACK, a_table(a_charter(waiting=5, seconds=2)).council)

    assert {"proposers", "waiting", "seconds"}.isdisjoint(block.block_id for block in plain.blocks or ())
    chosen = {block.block_id: block.to_dict() for block in choice.blocks or ()}
    assert chosen["waiting"]["element"]["initial_option"]["value"] == "300.0"
    assert chosen["seconds"]["element"]["initial_option"]["text"]["text"] == "2 seats besides its proposer"
    assert len(chosen["proposers"]["element"]["options"]) == 3


def test_a_proposals_card_says_what_it_still_needs_and_that_it_is_adopted_by_itself() -> None:
    log = a_table(a_charter(waiting=2, seconds=1))
    log.propose(by=3, at=at(7))

    def card() -> str:
        return proposals_cards.proposal(PACK, log.council, log.council.proposals[ONE]).text

    fresh = card()
    with_support(log, 1, 2, 3, 4, 5)
    five = card()
    log.react(ONE, True, 6, at(8))
    carried = card()
    follow(log, stopped=8.5, since=5, heard=8.5)
    paused = card()

    until = f"<!date^{int(at(9).timestamp())}^{{time_secs}}|12:09:00 UTC>"
    assert "0 of 1 so far" in fresh
    assert f"It has to stand until {until}." in fresh
    assert "4 of 1 so far" in five
    assert "is adopted then" not in five
    assert "is adopted then" in carried
    assert "the game is paused, so that time is not running" in paused
    log.do(cc.TakeSide(ONE, None, was=True), player(6), at(8.6))
    follow(log, stopped=None, since=10, heard=10)
    pass_time(log, 11)
    assert "It has stood long enough." in card()


def test_a_card_is_made_true_when_its_waiting_ends_and_when_a_pause_moves_that_end() -> None:
    log = a_table(a_charter(waiting=2))
    log.propose(at=at(7))

    stopped = follow(log, stopped=8, since=5, heard=8)[0]
    moved = [one.intent for one in of_council(log.council, stopped, 9)]
    follow(log, stopped=None, since=18, heard=18)
    ended = pass_time(log, 19)[0]

    assert moved == [replace(proposal(log.council, ProposalNumber(1)), existing=True)]
    assert [one.intent for one in of_council(log.council, ended, 10)] == moved


def test_a_council_without_waiting_makes_no_work_of_a_pause() -> None:
    log = a_table(a_charter())
    log.propose(at=at(7))

    stopped = follow(log, stopped=8, since=5, heard=8)[0]

    assert list(of_council(log.council, stopped, 9)) == []


def test_replaying_the_log_makes_the_same_council() -> None:
    log = a_table(a_charter(waiting=2, seconds=1))
    log.propose(at=at(7))
    follow(log, stopped=8, since=5, heard=8)
    follow(log, stopped=None, since=18, heard=18)
    pass_time(log, 30)

    state: Council | None = None
    for event in log.events:
        state = evolve(state, event)

    assert state == log.council
    assert RoleNumber(1) in log.council.seats
