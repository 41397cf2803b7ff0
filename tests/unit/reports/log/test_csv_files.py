"""Tables that a spreadsheet opens without harm, and that give away nothing."""

import csv
from dataclasses import fields, replace
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game, Stage
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.offer import BallotBy, BallotRule
from bot.domain.participation import Participation
from bot.domain.roles import Missions
from bot.domain.scenario import Reveal, Scenario
from bot.reports.log.csv_files import cell, csv_files
from bot.reports.log.rows import ParticipationRow
from bot.services.games import layout_of
from tests.builders import (
    PRESENTING,
    CouncilLog,
    a_book_of_everything,
    a_running_game,
    a_voting_council,
    at,
    by_policies,
    player,
    rainbow_road,
)

PACK = rainbow_road()


def table(content: bytes) -> list[dict[str, str]]:
    """What a spreadsheet shows of a file."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def tables(*councils: Council, stage: Stage = Stage.ENDED, scenario: Scenario = PACK) -> dict[str, Any]:
    """All tables of a game by name."""
    game: Game = replace(a_running_game().game, stage=stage)
    made = csv_files(game, scenario, councils)
    return {one.name.removeprefix("g1-").removesuffix(".csv"): table(one.content) for one in made}


def after_claims() -> CouncilLog:
    """A council whose book passed, in which role 3 claims to have won by a mission and is doubted."""
    log = a_book_of_everything()
    log.do(cc.MakeClaim(team_mission=by_policies(1), role_mission=by_policies(2)), player(3), at(40))
    log.do(cc.JudgeClaim(RoleNumber(3), confirms=True), player(4), at(41))
    log.do(cc.EndCouncil(), MOOT, at(60))
    return log


def test_they_tell_what_was_proposed_adopted_voted_and_claimed() -> None:
    found = tables(after_claims().council)

    assert [*found] == ["councils", "proposals", "policies", "participation", "votes", "claims"]
    [council] = found["councils"]
    assert (council["council"], council["policies"], council["yes"], council["passed"]) == (
        "1",
        "2",
        "10",
        "yes",
    )
    assert council["individual_wins"] == "1"
    assert [(one["title"], one["policy"], one["status"]) for one in found["proposals"][:1]] == [
        ("Policy 0", "1", "adopted")
    ]
    assert [(one["policy"], one["place"], one["title"]) for one in found["policies"]] == [
        ("1", "2", "Policy 0"),
        ("2", "1", "Policy 1"),
    ]
    assert found["policies"][0]["adopted_at"] == "2026-11-22T12:06:00+00:00"
    assert [one["choice"] for one in found["votes"]] == ["yes"] * 10
    assert found["votes"][2]["role"] == PACK.role(RoleNumber(3)).name
    team, own = found["claims"]
    assert team["words"] == PACK.team(PACK.role(RoleNumber(3)).team).mission
    assert (team["evidence"], own["evidence"]) == ("policy 1, “Policy 0”", "policy 2, “Policy 1”")
    assert (own["claims"], own["confirmed"], own["verdict"], own["won_by"]) == (
        "role mission",
        "1",
        "won",
        "missions",
    )


def test_a_mission_that_its_holder_keeps_secret_stands_in_no_table_either() -> None:
    asks = PACK.model_copy(update={"missions": Missions.SECRET})
    log = after_claims()

    found = tables(replace(log.council, reveal=Reveal.CONSENT, revealed={}), scenario=asks)

    assert [one["words"] for one in found["claims"]] == ["kept secret", "kept secret"]
    assert [one["verdict"] for one in found["claims"]] == ["won", "won"]


def test_before_the_end_they_hold_no_claim_no_mission_and_no_point() -> None:
    log = a_book_of_everything()
    log.do(cc.MakeClaim(team_mission=by_policies(1), role_mission=by_policies(2)), player(3), at(40))

    found = tables(log.council, stage=Stage.RUNNING)

    assert not {"claims", "points"} & found.keys()
    assert found["councils"][0]["individual_wins"] == ""
    assert PACK.team(PACK.role(RoleNumber(3)).team).mission not in str(found)


def test_before_it_is_counted_a_vote_is_in_no_table() -> None:
    log = a_voting_council(layout=layout_of(PACK), ballot_rule=BallotRule(by=BallotBy.SECRET))
    log.press(Choice.NO, 3, at(32))

    found = tables(log.council, stage=Stage.RUNNING)

    assert found["votes"] == []
    assert found["councils"][0]["no"] == ""


def test_of_a_secret_ballot_they_tell_the_sums_and_never_who_voted_how() -> None:
    # given a secret ballot in which role 3 alone was against
    log = a_voting_council(layout=layout_of(PACK), ballot_rule=BallotRule(by=BallotBy.SECRET))
    for role in range(1, 11):
        log.press(Choice.NO if role == 3 else Choice.YES, role, at(32))
    log.reach(PRESENTING)
    log.close(None)

    found = tables(log.council)

    assert [(one["choice"], one["votes"], one["role"]) for one in found["votes"]] == [
        ("yes", "9", ""),
        ("no", "1", ""),
        ("abstain", "0", ""),
    ]
    assert {one["voted"] for one in found["participation"]} == {""}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("\t=1+1", "'\t'=1+1"),
        ("Owners;=1+1", "Owners;'=1+1"),
        ("Owners: yes = no\n- each - one", "Owners: yes = no\n- each - one"),
        ("a\x00b\x1bc", "abc"),
        ("日本語 “quoted”, and more", "日本語 “quoted”, and more"),
    ],
)
def test_what_people_wrote_is_never_a_formula(typed: str, shown: str) -> None:
    assert cell(typed) == shown


def test_numbers_stay_numbers_and_what_is_not_known_is_empty() -> None:
    assert [cell(one) for one in (3, -2, Fraction(1, 3), True, False, None)] == [
        3,
        -2,
        0.3333,
        "yes",
        "no",
        "",
    ]


def test_participation_has_a_column_for_each_way_to_take_part() -> None:
    columns = [one.name for one in fields(ParticipationRow)]

    assert columns[5:] == [one.name for one in fields(Participation)]
