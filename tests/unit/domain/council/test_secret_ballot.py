"""A secret ballot: buttons count by when they were pressed, and nobody is told anybody else's vote."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations

import pytest

from bot.domain.ballot import Choice, Outcome
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.electorate import Electorate
from bot.domain.errors.ballot import (
    BallotClosed,
    NotInElectorate,
    ReactionToSecretBallot,
    VoteByReaction,
)
from bot.domain.errors.proposals import BeforeItsCard
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.receipt import Counted, How, NotCounted, Receipt, receipt_of, uncounted
from bot.intents.ballot import CatchUpVotes, LatestCountsWhisper, OutcomeCard, UnreadCard
from bot.intents.councils import of_council
from bot.intents.intent import Intent, Seed
from bot.intents.rows import written
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from tests.builders import (
    FACILITATOR,
    OBSERVER,
    PRESENTING,
    STRANGER,
    CouncilLog,
    a_running_game,
    a_secret_vote,
    a_voting_council,
    at,
    nameless,
    player,
    rainbow_road,
)

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
THREE = RoleNumber(3)
NEWCOMER = UserId("U0NEW")
GAME = a_running_game().game


def says(log: CouncilLog, seat: RoleNumber = THREE) -> Choice | None:
    """What counts for a seat."""
    assert log.council.ballot is not None
    return log.council.ballot.vote_of(seat)


def receipt(log: CouncilLog, user: UserId) -> Receipt:
    """Somebody's own receipt."""
    assert log.council.ballot is not None
    return receipt_of(log.council, log.council.ballot, user)


def words(log: CouncilLog, user: UserId) -> str:
    """What somebody reads in theirs."""
    return receipts.mine(GAME, log.council, user).text


def counted(log: CouncilLog) -> Outcome:
    """The bell, and the count, even if somebody claimed that Slack shows reactions."""
    log.reach(PRESENTING)
    log.do(cc.CloseBallot(nameless({player(5): {NO}, STRANGER: {NO}})), MOOT, at(36))
    assert log.council.outcome is not None
    return log.council.outcome


def work(log: CouncilLog, events: Iterable[ce.CouncilEvent]) -> Iterator[Intent]:
    """What the courier is to do about events."""
    for event in events:
        yield from (one.intent for one in of_council(log.council, event, 1))


# --- pressing


def test_the_last_button_counts_and_a_vote_can_be_taken_back() -> None:
    log = a_secret_vote()

    assert log.press(YES, 3, at(32)) == [ce.VoteCast(THREE, YES, at(32))]
    log.press(NO, 3, at(33))
    assert says(log) is NO

    assert log.press(None, 3, at(34)) == [ce.VoteRetracted(THREE, NO, at(34))]
    assert says(log) is None, "the vote before it does not come back"
    assert log.press(None, 3, at(34, 1)) == []


def test_a_press_that_is_delivered_again_or_late_changes_nothing() -> None:
    log = a_secret_vote()
    log.press(YES, 3, at(32))
    log.press(NO, 3, at(33))

    assert log.press(YES, 3, at(32)) == []
    assert log.press(ABSTAIN, 3, at(32, 30)) == []
    assert log.press(NO, 3, at(33)) == []

    assert says(log) is NO


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_what_counts_does_not_depend_on_the_order_in_which_presses_come(order: tuple[int, ...]) -> None:
    pressed = [(YES, at(32)), (NO, at(32, 1)), (None, at(32, 2)), (ABSTAIN, at(32, 3))]
    log = a_secret_vote()

    for place in order:
        log.press(pressed[place][0], 3, pressed[place][1])

    assert says(log) is ABSTAIN


def test_a_press_counts_by_when_it_was_made_and_not_by_when_it_came() -> None:
    log = a_secret_vote()
    log.reach(PRESENTING)

    log.press(YES, 3, at(34, 59))
    with pytest.raises(BallotClosed):
        log.press(NO, 3, at(35, 1))
    log.close(None)

    assert says(log) is YES
    with pytest.raises(BallotClosed):
        log.press(YES, 5, at(34, 59))


def test_only_seats_that_were_filled_when_the_vote_opened_can_press() -> None:
    log = a_secret_vote(filled=7)

    for user in (OBSERVER, STRANGER, FACILITATOR):
        with pytest.raises(NotInElectorate):
            log.do(cc.PressVote(YES), user, at(32))
    log.do(cc.FillSeat(NEWCOMER, open_hand=False), MOOT, at(32))
    with pytest.raises(NotInElectorate):
        log.do(cc.PressVote(YES), NEWCOMER, at(33))
    with pytest.raises(BeforeItsCard):
        log.press(YES, 3, at(20))


def test_each_kind_of_ballot_takes_its_own_votes_only() -> None:
    by_reactions, secret = a_voting_council(), a_secret_vote()

    with pytest.raises(VoteByReaction):
        by_reactions.press(YES, 3, at(32))
    for command in (cc.CastVote(YES, "white_check_mark"), cc.RetractVote(YES)):
        with pytest.raises(ReactionToSecretBallot):
            secret.do(command, player(3), at(32))
    assert secret.do(cc.CatchUpVotes(nameless({player(3): {NO}})), MOOT, at(33)) == []
    assert says(secret) is None


# --- the count


def test_the_count_takes_nothing_from_reactions_and_is_verified() -> None:
    log = a_secret_vote()
    for role, choice in ((1, YES), (2, YES), (3, NO), (4, ABSTAIN), (5, YES)):
        log.press(choice, role, at(32))

    outcome = counted(log)

    assert (outcome.yes, outcome.no, outcome.abstain, outcome.passed) == (3, 1, 1, True)
    assert outcome.certain
    assert log.council.ballot is not None
    assert log.council.ballot.uncounted == ()
    assert not uncounted(log.council.ballot)


def test_a_paper_seat_votes_by_proxy_and_a_partner_gives_way() -> None:
    log = a_secret_vote()
    ada = paper_id("Ada Amberley")
    log.do(cc.HandOverSeat(player(5), ada), MOOT, at(31, 30))

    log.do(cc.CastProxyVote(ada, NO), player(1), at(32))

    assert says(log, RoleNumber(5)) is NO
    assert counted(log).by_proxy == 1


def test_a_seat_leaves_the_vote_with_its_account_and_comes_back_with_it() -> None:
    log = a_secret_vote()
    log.press(YES, 3, at(32))

    log.do(cc.VacateSeat(player(3), at(33)), MOOT, at(33))
    assert log.council.ballot is not None
    assert THREE not in log.council.ballot.electorate
    log.do(cc.FillSeat(player(3), open_hand=False), MOOT, at(34))

    assert says(log) is YES
    assert receipt(log, player(3)).counted == Counted(YES, How.PRESSED, at(32))


# --- a seat changes hands


def test_a_new_holder_inherits_the_vote_and_is_not_told_what_it_says() -> None:
    log = a_secret_vote()
    log.press(NO, 3, at(32))
    log.press(YES, 3, at(32, 30))
    log.do(cc.HandOverSeat(player(3), NEWCOMER), MOOT, at(33))

    assert says(log) is YES
    assert receipt(log, NEWCOMER) == Receipt(True, False, Counted(None, How.INHERITED, None), ())
    read = words(log, NEWCOMER)
    assert "cast before you took the seat" in read
    assert not mentions_a_choice(read)


def test_a_new_holder_can_replace_what_they_inherited_or_take_it_back() -> None:
    log = a_secret_vote()
    log.press(YES, 3, at(32))
    log.do(cc.HandOverSeat(player(3), NEWCOMER), MOOT, at(33))

    log.do(cc.PressVote(YES), NEWCOMER, at(33, 30))
    assert receipt(log, NEWCOMER) == Receipt(True, False, Counted(YES, How.PRESSED, at(33, 30)), ())
    log.do(cc.PressVote(NO), NEWCOMER, at(33, 40))
    log.do(cc.PressVote(None), NEWCOMER, at(33, 50))

    assert says(log) is None
    assert [one.said for one in receipt(log, NEWCOMER).not_counted] == ["yes", "no"]


def test_what_was_entered_for_somebody_on_paper_is_not_told_to_who_gets_the_seat() -> None:
    log = a_secret_vote()
    ada = paper_id("Ada Amberley")
    log.do(cc.HandOverSeat(player(3), ada), MOOT, at(31, 30))
    log.do(cc.CastProxyVote(ada, YES), player(1), at(32))
    log.do(cc.CastProxyVote(ada, NO), player(1), at(32, 30))

    log.do(cc.HandOverSeat(ada, NEWCOMER), MOOT, at(33))

    assert receipt(log, NEWCOMER) == Receipt(True, False, Counted(None, How.INHERITED, None), ())
    log.do(cc.PressVote(None), NEWCOMER, at(34))
    assert says(log) is None
    assert receipt(log, NEWCOMER) == Receipt(True, False, None, ())


# --- what is told, and to whom


def test_a_receipt_tells_its_reader_what_counts_and_what_was_replaced() -> None:
    log = a_secret_vote()
    log.press(NO, 3, at(32))
    log.press(YES, 3, at(33))

    found = receipt(log, player(3))

    assert found.counted == Counted(YES, How.PRESSED, at(33))
    assert [(one.said, one.at) for one in found.not_counted] == [("no", at(32))]
    read = words(log, player(3))
    assert "*Your vote counts: yes.* You pressed the button" in read
    assert "reactions do not" in read
    assert "The vote is open: press another button to change your vote" in read
    log.press(None, 3, at(34))
    assert "*You have no vote that counts.*" in words(log, player(3))
    taken_back = receipt(log, player(3)).not_counted[-1]
    assert taken_back == NotCounted("yes", taken_back.why, at(34))
    assert "you removed it" in words(log, player(3))


def test_nothing_for_the_channel_or_the_facilitators_depends_on_who_chose_what() -> None:
    one_way, other_way = a_secret_vote(), a_secret_vote()
    choices = [YES, YES, NO, ABSTAIN, YES, NO, YES]
    for log, order in ((one_way, choices), (other_way, choices[::-1])):
        for role, choice in enumerate(order, 1):
            log.press(ABSTAIN, role, at(32, role))
            log.press(choice, role, at(33, role))

    before = [told_to_all(log) for log in (one_way, other_way)]
    assert before[0] == before[1]
    assert "7 of 10" in before[0][0]
    assert not any(tally in before[0][0] for tally in ("4 for", "for,", "against"))
    assert counted(one_way) == counted(other_way)
    after = [told_to_all(log) for log in (one_way, other_way)]
    assert after[0] == after[1]


def test_the_work_of_a_secret_ballot_holds_no_vote_and_reads_nothing_from_slack() -> None:
    log = a_secret_vote()
    log.press(NO, 3, at(32))
    log.press(YES, 3, at(33))
    log.press(None, 3, at(34))
    counted(log)

    intents = [*work(log, log.events)]

    assert any(isinstance(one, OutcomeCard) for one in intents)
    for kind in (Seed, LatestCountsWhisper, CatchUpVotes, UnreadCard):
        seeded = [one for one in intents if isinstance(one, kind)]
        assert not [one for one in seeded if "ballot" in str(written(one)) or kind is not Seed], kind
    assert not any(mentions_a_choice(str(written(one))) for one in intents)


UNEQUAL = Electorate(
    weights=((RoleNumber(1), 5), (RoleNumber(2), 5), (RoleNumber(3), 2)), veto=(RoleNumber(4),)
)


@pytest.mark.parametrize("others", [(YES, NO, YES), (NO, YES, NO)])
def test_where_seats_differ_nothing_depends_on_who_of_equal_weight_chose_what(
    others: tuple[Choice, ...],
) -> None:
    one_way, other_way = a_secret_vote(), a_secret_vote()
    for log, first, second in ((one_way, YES, NO), (other_way, NO, YES)):  # of five votes each
        log.state = replace(log.council, electorate=UNEQUAL)
        for role, choice in enumerate((first, second, *others), 1):
            log.press(choice, role, at(33, role))

    assert told_to_all(one_way) == told_to_all(other_way)
    assert counted(one_way) == counted(other_way)
    assert told_to_all(one_way) == told_to_all(other_way)


def test_before_the_close_nothing_depends_on_anybodys_choice_however_much_it_weighs() -> None:
    one_way, other_way = a_secret_vote(), a_secret_vote()
    for log, choices in ((one_way, (YES, NO, NO, NO)), (other_way, (NO, ABSTAIN, YES, YES))):
        log.state = replace(log.council, electorate=UNEQUAL)
        for role, choice in enumerate(choices, 1):
            log.press(choice, role, at(33, role))

    assert told_to_all(one_way) == told_to_all(other_way)


def test_the_result_of_a_secret_ballot_of_unequal_seats_counts_votes_and_no_seats() -> None:
    log = a_secret_vote()
    log.state = replace(log.council, electorate=UNEQUAL)
    for role, choice in enumerate((YES, YES, NO, YES, ABSTAIN), 1):
        log.press(choice, role, at(33, role))

    counted(log)

    result = log.council.outcome
    assert result is not None
    assert (result.yes, result.no, result.abstain, result.seats, result.unit) == (11, 2, 1, 19, "votes")


def test_a_secret_ballot_does_not_move() -> None:
    log = a_secret_vote()
    log.press(YES, 3, at(32))

    assert log.do(cc.MoveBallot(), MOOT, at(33)) == []
    assert receipt(log, player(3)).counted == Counted(YES, How.PRESSED, at(32))


def told_to_all(log: CouncilLog) -> tuple[str, ...]:
    """What the channel shows, and what people without a vote read in their receipts."""
    shown = [str(ballot_cards.ballot(log.council).as_kwargs())]
    if log.council.outcome is not None:
        shown += [str(ballot_cards.outcome(rainbow_road(), log.council).as_kwargs())]
        shown += [str(receipts.public(log.council).as_kwargs())]
    others = (FACILITATOR, OBSERVER, STRANGER, player(9))
    return (*shown, *(words(log, user) for user in others))


def mentions_a_choice(text: str) -> bool:
    """Whether it says yes, no or abstain as one's choice."""
    return any(f"{mark}{one}{mark}" in text for one in Choice for mark in ("*", "'", '"'))
