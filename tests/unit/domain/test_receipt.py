"""The receipt: why each reaction on the ballot counted or did not, and nobody else's vote."""

import json
import re
from typing import Any

import pytest

from bot.courier.catching_up import shown_on
from bot.domain.ballot import Choice, Uncounted, Why
from bot.domain.council import Council, evolve
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.reactions import Reaction
from bot.domain.receipt import Counted, How, NotCounted, Receipt, receipt_of, uncounted
from bot.intents.ballot import BallotCard, OutcomeCard, ReceiptCard, UnreadCard
from bot.intents.claims import ClaimsOpenCard
from bot.intents.councils import of_council
from bot.intents.keeping import BookCanvas, BookFiles
from bot.intents.steps import StepsCard
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from tests.builders import (
    FACILITATOR,
    OBSERVER,
    PRESENTING,
    STRANGER,
    CouncilLog,
    a_council_with_policies,
    a_running_game,
    a_voting_council,
    at,
    nameless,
    player,
    rainbow_road,
)

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
BOT = UserId("U0MOOT")
GAME = a_running_game().game


def of(log: CouncilLog, user: UserId) -> Receipt:
    """Somebody's receipt."""
    assert log.council.ballot is not None
    return receipt_of(log.council, log.council.ballot, user)


def words(log: CouncilLog, user: UserId) -> str:
    """What they read."""
    return receipts.mine(GAME, log.council, user).text


def close(log: CouncilLog, *others: tuple[UserId, str], **more: frozenset[Choice]) -> None:
    """The bell, and the count with what Slack shows besides the votes that were heard."""
    log.reach(PRESENTING)
    shown = {**log.shown(), **{UserId(user): choices for user, choices in more.items()}}
    log.do(cc.CloseBallot(nameless(shown), others), MOOT, at(36))


# --- one's own


def test_the_vote_that_counts_has_its_moment() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))

    assert of(log, player(3)) == Receipt(True, False, Counted(YES, How.REACTED, at(32)), ())
    assert "The vote is open" in words(log, player(3))
    close(log)
    assert "*Your vote counts: yes.* You reacted at <!date^" in words(log, player(3))
    assert "The vote closed at" in words(log, player(3))


def test_of_contradictory_reactions_the_earlier_ones_were_replaced() -> None:
    log = a_voting_council()
    for second, choice in enumerate((YES, ABSTAIN, NO)):
        log.vote(choice, 3, at(32, second))

    found = of(log, player(3))

    assert found.counted == Counted(NO, How.REACTED, at(32, 2), guess=True)
    assert found.not_counted == (
        NotCounted("yes", Why.REPLACED, at(32, 0)),
        NotCounted("abstain", Why.REPLACED, at(32, 1)),
    )


def test_a_reaction_that_was_taken_back_is_on_the_receipt_and_without_another_no_vote_counts() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.take_back(YES, 3, at(33))
    close(log)

    assert of(log, player(3)) == Receipt(True, False, None, (NotCounted("yes", Why.REMOVED, at(33)),))
    assert "*You have no vote that counts*" in words(log, player(3))
    assert "you removed it" in words(log, player(3))


def test_what_came_after_the_close_is_told_with_its_moment_and_what_was_removed_then_stands() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.reach(PRESENTING)
    log.vote(NO, 3, at(35, 1))
    log.take_back(YES, 3, at(35, 2))
    log.close({player(3): frozenset({NO})})

    found = of(log, player(3))

    assert found.counted == Counted(YES, How.REACTED, at(32), removed_late=True)
    assert found.not_counted == (NotCounted("no", Why.LATE, at(35, 1)),)
    assert "after the close, so it still counts" in words(log, player(3))


def test_a_vote_that_no_event_told_of_was_found_at_the_close() -> None:
    log = a_voting_council()
    log.vote(NO, 3, at(32))
    close(log, **{player(3): frozenset({NO, YES}), player(5): frozenset({ABSTAIN})})

    assert of(log, player(5)).counted == Counted(ABSTAIN, How.FOUND, None)
    assert of(log, player(3)).counted == Counted(NO, How.REACTED, at(32), guess=True)
    assert of(log, player(3)).not_counted == (NotCounted("yes", Why.REPLACED, None),)
    assert "I found it when I read the reactions" in words(log, player(5))


def test_a_removal_that_no_event_told_of_is_no_vote_and_has_no_moment() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.close({})

    assert of(log, player(3)) == Receipt(True, False, None, (NotCounted("yes", Why.REMOVED, None),))


@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        (OBSERVER, "You are an observer, so you have no vote here"),
        (STRANGER, "You held no seat in this council"),
        (FACILITATOR, "You held no seat in this council"),
    ],
)
def test_people_without_a_seat_read_why_their_reaction_did_not_count(user: UserId, sentence: str) -> None:
    log = a_voting_council()
    close(log, **{user: frozenset({NO})})

    assert of(log, user).not_counted == (NotCounted("no", Why.NO_SEAT),)
    assert sentence in words(log, user)
    assert "you held no seat" in words(log, user)


def test_whoever_came_after_the_opening_has_no_vote_and_reads_so() -> None:
    log = a_voting_council(filled=9)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(32))
    close(log, **{player(77): frozenset({YES})})

    assert of(log, player(77)).not_counted == (NotCounted("yes", Why.NEWCOMER),)
    assert "vacant when the vote opened" in words(log, player(77))


def test_another_emoji_is_on_the_receipt_beside_the_vote_that_counts() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    close(log, (player(3), "heavy_check_mark"), (player(3), "tada"))

    assert of(log, player(3)).not_counted == (
        NotCounted("heavy_check_mark", Why.OTHER_EMOJI),
        NotCounted("tada", Why.OTHER_EMOJI),
    )
    assert "*:tada:*: it is an emoji that is not one of the three" in words(log, player(3))


def test_a_leaver_reads_that_the_vote_stays_and_is_not_counted_among_strangers() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.do(cc.HandOverSeat(player(3), player(77)), MOOT, at(33))
    close(log, **{player(3): frozenset({YES})})

    assert of(log, player(3)) == Receipt(False, True, None, ())
    assert "Any vote you had cast stays with the seat" in words(log, player(3))
    assert of(log, player(77)).counted == Counted(YES, How.INHERITED, at(32))
    assert "before the seat, or the ballot's message, changed" in words(log, player(77))
    assert log.council.ballot is not None
    assert uncounted(log.council.ballot) == {}


def test_a_proxys_entry_is_on_the_receipt_of_whoever_made_it_and_of_a_later_holder() -> None:
    # given somebody on paper whose vote a facilitator entered twice, and who then handed over
    log = a_council_with_policies(filled=9)
    zoe = paper_id("Zoe")
    log.do(cc.FillSeat(zoe, open_hand=False), MOOT, at(30))
    log.do(cc.OpenBallot(), MOOT, at(31))
    log.do(cc.CastProxyVote(zoe, NO), FACILITATOR, at(32))
    log.do(cc.CastProxyVote(zoe, YES), FACILITATOR, at(33))
    entered = words(log, FACILITATOR)

    log.do(cc.HandOverSeat(zoe, player(77)), MOOT, at(34))
    found = of(log, player(77))

    assert "Zoe (on paper): yes" in entered
    assert found.counted == Counted(YES, How.ENTERED, at(33), FACILITATOR)
    assert found.not_counted == (NotCounted("no", Why.REPLACED, at(32)),)


def test_a_receipt_shows_nobody_elses_vote() -> None:
    # given a vote in which everybody else says no, each in another way
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    for role in (1, 2, 4, 5, 6):
        log.vote(NO, role, at(33, role))
    log.take_back(NO, 6, at(34))
    close(log, (player(5), "tada"), **{STRANGER: frozenset({ABSTAIN})})

    # when they read their receipts, and the council its own
    mine, everybodys = words(log, player(3)), receipts.public(log.council).text

    # then no other choice, name or emoji is in them
    assert not re.search(r"\b(no|abstain)\b[^t]*:", mine)
    for other in (1, 2, 4, 5, 6):
        assert player(other) not in mine + everybodys
    assert "tada" not in mine + everybodys
    assert not re.search(r"\b(yes|abstain|for|against)\b", everybodys)


# --- everybody's


def test_the_council_reads_how_many_reactions_did_not_count_and_why() -> None:
    log = a_voting_council(filled=9)
    log.do(cc.FillSeat(player(77), open_hand=False), MOOT, at(31, 30))
    log.vote(YES, 1, at(32))
    log.vote(NO, 1, at(32, 1))
    log.vote(YES, 3, at(32, 2))
    log.take_back(YES, 3, at(32, 3))
    log.reach(PRESENTING)
    log.vote(YES, 5, at(35, 1))
    late = {player(5): frozenset({YES})}
    strangers = {OBSERVER: frozenset({NO, YES}), player(77): frozenset({YES})}
    others = ((player(1), "tada"), (STRANGER, "wave"), (STRANGER, "eyes"))
    log.do(cc.CloseBallot(nameless({**log.shown(), **late, **strangers}), others), MOOT, at(36))

    card = receipts.public(log.council).text

    assert "*1 vote counted*, of 9 seats" in card
    assert "*9 reactions did not count:*" in card
    for line in (
        "1 replaced by a later one",
        "1 taken back",
        "1 made after the close",
        "3 with an emoji",
        "2 by people without a seat",
        "1 by people whose seat was vacant",
    ):
        assert f"• {line}" in card


def test_a_vote_without_trouble_says_so() -> None:
    log = a_voting_council()
    log.vote(YES, 1, at(32))
    close(log)

    assert "Every reaction from a seat counted." in receipts.public(log.council).text
    assert not any(isinstance(event, ce.UncountedNoted) for event in log.events)


def test_the_close_posts_the_outcome_with_the_way_to_ones_receipt_and_then_the_receipt() -> None:
    log = a_voting_council()
    close(log)
    counted = log.events[-1]

    cards = [type(one.intent) for one in of_council(log.council, counted, 9)]

    assert cards == [BallotCard, OutcomeCard, ReceiptCard, ClaimsOpenCard, BookFiles, BookCanvas, StepsCard]
    assert "My receipt" in json.dumps(ballot_cards.outcome(rainbow_road(), log.council).as_kwargs()["blocks"])


def test_facilitators_are_told_of_a_vote_that_could_not_be_read_back() -> None:
    log = a_voting_council()
    log.vote(YES, 1, at(32))
    log.reach(PRESENTING)
    log.close(None)

    told = [one for one in of_council(log.council, log.events[-1], 9) if one.room == f"dm:{FACILITATOR}"]

    assert [type(one.intent) for one in told] == [UnreadCard, StepsCard]
    assert "counted from what I heard" in receipts.unread(log.council).text


def test_replaying_the_log_makes_the_same_receipts() -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    log.do(cc.HandOverSeat(player(3), player(77)), MOOT, at(33))
    close(log, (player(1), "tada"), **{STRANGER: frozenset({NO})})

    state: Council | None = None
    for event in log.events:
        state = evolve(state, event)

    assert state == log.council


# --- what reactions.get shows


def a_message(**reactions: list[str]) -> dict[str, Any]:
    """The ballot as Slack returns it; Moot wrote it and seeded it."""
    seeds = {"white_check_mark": [BOT], "x": [BOT], "shrug": [BOT]}
    users = {name: [*seeds.get(name, []), *reactions.get(name, [])] for name in {**seeds, **reactions}}
    return {"user": BOT, "reactions": [{"name": name, "users": who} for name, who in users.items()]}


def test_seeds_are_nobodys_and_skin_tones_and_variants_are_what_they_are_a_tone_of() -> None:
    shown = shown_on(
        a_message(
            **{
                "white_check_mark": ["U1"],
                "white_check_mark::skin-tone-3": ["U2"],
                "shrug::skin-tone-5": ["U3"],
                "woman-shrugging::skin-tone-2": ["U4"],
                "heavy_check_mark": ["U5"],
                "+1::skin-tone-3": ["U5"],
            }
        )
    )

    assert shown.standing == {
        UserId("U1"): frozenset({Reaction(YES, "white_check_mark")}),
        UserId("U2"): frozenset({Reaction(YES, "white_check_mark::skin-tone-3")}),
        UserId("U3"): frozenset({Reaction(ABSTAIN, "shrug::skin-tone-5")}),
        UserId("U4"): frozenset({Reaction(ABSTAIN, "woman-shrugging::skin-tone-2")}),
    }
    assert sorted(shown.others) == [("U5", "+1"), ("U5", "heavy_check_mark")]


def test_what_is_noted_at_the_close_is_sorted_and_each_thing_once() -> None:
    log = a_voting_council()
    tada = (player(1), "tada")
    close(log, tada, tada, **{STRANGER: frozenset({NO, ABSTAIN})})

    noted = next(event for event in log.events if isinstance(event, ce.UncountedNoted))

    assert noted.uncounted == (
        Uncounted(STRANGER, "abstain", Why.NO_SEAT),
        Uncounted(STRANGER, "no", Why.NO_SEAT),
        Uncounted(player(1), "tada", Why.OTHER_EMOJI),
    )
    assert RoleNumber(1) in log.council.seats
