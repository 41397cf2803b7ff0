"""Cues look at the council's state: none tells a council of what it has settled."""

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.cues import Cue, CueKind, Unless
from bot.domain.settled import has_nothing_to_say, settled
from bot.gallery.worlds import World
from tests.builders import a_council, a_council_with_policies, a_voting_council, at, player, rainbow_road

PACK = rainbow_road()
FINISHED = World(PACK).councils["at the end"]  # chartered, with a response, a vote and a presentation
NOT_AT_THE_END = {Unless.COVERED, Unless.RESPONSE, Unless.CLAIMED}


@pytest.mark.parametrize("what", [one for one in Unless if one not in NOT_AT_THE_END])
def test_what_a_council_has_done_is_settled_and_before_that_it_is_not(what: Unless) -> None:
    before = a_voting_council().council if what is Unless.VOTED else a_council().council

    assert settled(what, PACK, FINISHED)
    assert not settled(what, PACK, before)


def test_the_questions_are_covered_when_each_has_a_policy() -> None:
    covered = World(PACK, policies=4).councils["in session-3"]

    assert settled(Unless.COVERED, PACK, covered)
    assert not settled(Unless.COVERED, PACK, a_council_with_policies().council)


def test_a_response_settles_its_own_emergency_only() -> None:
    councils = World(PACK).councils

    assert not settled(Unless.RESPONSE, PACK, councils["in emergency"])
    assert not settled(Unless.RESPONSE, PACK, councils["in session-2"])


def test_nobody_has_to_vote_when_all_have_or_nothing_is_open() -> None:
    log = a_voting_council()
    for seat in log.council.filled:
        assert not settled(Unless.VOTED, PACK, log.council)
        log.do(cc.CastVote(Choice.YES), seat.holder or player(1), at(32))

    assert settled(Unless.VOTED, PACK, log.council)
    assert settled(Unless.VOTED, PACK, a_council().council)


def test_a_cue_that_opens_the_vote_is_silent_where_there_is_none() -> None:
    opens = Cue(kind=CueKind.BALLOT, share=0.5, text="The vote is open.")

    assert has_nothing_to_say(opens, PACK, a_council().council)
    assert has_nothing_to_say(opens, PACK, FINISHED)
    assert not has_nothing_to_say(opens, PACK, a_council_with_policies().council)
    assert not has_nothing_to_say(opens, PACK, a_voting_council().council)


def test_a_cue_without_a_condition_is_heard_by_everybody() -> None:
    always = Cue(share=0.5, text="Half time.")

    assert not has_nothing_to_say(always, PACK, FINISHED)


@pytest.mark.parametrize(
    ("state", "key", "unwanted"),
    [
        ("in session-2", "session-1", ("charter", "charter is not saved")),
        ("at the end", "session-3", ("call the vote", "left to vote", "Amend or withdraw", "vote is open")),
    ],
)
def test_rainbow_road_asks_nobody_for_what_is_done(state: str, key: str, unwanted: tuple[str, ...]) -> None:
    council: Council = World(PACK).councils[state]

    heard = [one.text for one in PACK.phase(key).cues if not has_nothing_to_say(one, PACK, council)]

    assert len(heard) < len(PACK.phase(key).cues)
    assert not [text for text in heard for words in unwanted if words in text]
