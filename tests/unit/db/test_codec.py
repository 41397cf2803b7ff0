"""Events as JSON and back, and logs of long ago that must fold for ever."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.db.codec import EVENTS, UPCASTERS, decode, encode
from bot.domain.ballot import Choice, Outcome
from bot.domain.charter import Conditions
from bot.domain.council import Council, ProposalStatus
from bot.domain.council import evolve as evolve_council
from bot.domain.council.events import CharterAdopted, ClaimMade, SideTaken
from bot.domain.evidence import NOT_CLAIMED
from bot.domain.game import Game, Stage
from bot.domain.game import evolve as evolve_game
from bot.domain.ids import ProposalNumber, RoleNumber
from bot.domain.offer import BallotRule
from bot.domain.rules import DecisionRuleKind
from bot.domain.thresholds import CountedOf
from tests.builders import at, by_policies, player

OLD = json.loads((Path(__file__).parent / "old_logs.json").read_text(encoding="utf-8"))

st.register_type_strategy(
    datetime, st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
)
st.register_type_strategy(timedelta, st.timedeltas(timedelta(days=-400), timedelta(days=400)))
st.register_type_strategy(float, st.floats(0, 1))
st.register_type_strategy(
    BallotRule,
    st.builds(
        BallotRule,
        of=st.sampled_from(CountedOf),
        more_than=st.floats(0, 1, exclude_max=True),
        at_least=st.none() | st.sampled_from(["2/3", "3/4", 1]),
        quorum=st.floats(0, 1),
    ),
)


@pytest.mark.parametrize("kind", sorted(EVENTS))
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_event_comes_back_from_json_as_it_went(kind: str, data: st.DataObject) -> None:
    event = data.draw(st.from_type(EVENTS[kind]))

    name, stored = encode(event)
    read = decode(name, json.loads(json.dumps(stored)))

    assert name == kind
    assert read == event
    assert type(read) is type(event)


def test_seconders_are_stored_under_the_name_that_they_have_in_a_pack() -> None:
    conditions = Conditions(seconders=2)
    adopted = CharterAdopted(1, DecisionRuleKind.MAJORITY, 0.5, "", "", RoleNumber(1), conditions=conditions)

    kind, stored = encode(adopted)

    assert stored["conditions"]["seconds"] == 2
    assert "seconders" not in stored["conditions"]
    assert decode(kind, stored) == adopted


def test_no_two_events_share_a_name_and_every_upcaster_has_its_event() -> None:
    assert all(kind == event.__name__ for kind, event in EVENTS.items())
    assert set(UPCASTERS) <= set(EVENTS)


def test_a_kind_that_was_never_stored_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        decode("DogAdopted", {})


# --- old logs


def folded(log: list[dict[str, Any]], evolve: Any) -> Any:
    """The state that the stored events make."""
    state = None
    for row in log:
        state = evolve(state, decode(row["kind"], row["data"]))
    return state


def test_the_pinned_logs_hold_every_kind_that_was_ever_stored_before_they_were_pinned() -> None:
    pinned = {row["kind"] for log in OLD.values() for row in log}

    assert len(pinned) == 34
    assert pinned <= set(EVENTS), "an event that is stored somewhere has lost its name"


def test_an_old_game_still_folds_to_what_it_was() -> None:
    game: Game = folded(OLD["game"], evolve_game)

    assert (game.name, game.stage, game.seed) == ("Tuesday's game", Stage.ENDED, 7)
    assert [one.player for one in game.players] == [player(number) for number in (1, 3, 4, 5, 2)]
    assert len(game.observers) == 1
    assert game.deal is not None
    assert len(game.deal.councils[0]) == 5
    assert game.clock is not None
    assert (game.clock.phase, game.clock.ends) == (1, at(16))
    assert game.agenda[2].holds_ballot


def test_an_old_council_still_folds_to_what_it_was() -> None:
    council: Council = folded(OLD["council"], evolve_council)

    assert [one.status for one in council.proposals.values()] == [
        ProposalStatus.ADOPTED,
        ProposalStatus.WITHDRAWN,
    ]
    assert council.charter is not None
    assert council.policies[0].tally.support == 5
    assert [one.text for one in council.responses] == ["First the road."]
    assert council.outcome == Outcome(5, 0, 1, 9, True, "5 of 5 votes cast were in favour")
    assert council.ballot is not None
    assert council.ballot.vote_of(RoleNumber(7)) is Choice.ABSTAIN
    seat = council.seat_of(player(77))
    assert seat is not None
    assert seat.open_hand


def test_a_claim_that_was_stored_when_only_policies_were_evidence_rests_on_them_still() -> None:
    stored = {"seat": 3, "team_mission": [2, 1], "role_mission": [], "priorities": [["one", 4], ["two", 1]]}

    claim = decode("ClaimMade", stored)

    assert claim == ClaimMade(
        RoleNumber(3), by_policies(2, 1), NOT_CLAIMED, (("one", by_policies(4)), ("two", by_policies(1)))
    )
    assert decode(*encode(claim)) == claim


def test_a_side_that_was_stored_before_sides_had_a_moment_still_counts() -> None:
    stored = {"number": 2, "seat": 5, "support": True}

    assert decode("SideTaken", stored) == SideTaken(ProposalNumber(2), RoleNumber(5), True)
    assert stored in [row["data"] for row in OLD["council"] if row["kind"] == "SideTaken"]
