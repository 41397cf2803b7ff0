"""The whole report: who won and what was decided comes first, and no secret comes before the reveal."""

from dataclasses import replace

import pytest

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.feedback import Feedback
from bot.domain.game import commands as gc
from bot.domain.ids import CouncilId
from bot.domain.log import Log
from bot.domain.scenario import Reveal
from bot.gallery.cast import NOON
from bot.gallery.worlds import World
from bot.reports.marked import unmarked
from bot.reports.story.played import Played
from bot.reports.story.report import report_of
from bot.scenarios.load import load_pack
from bot.services.games import layout_of
from tests.builders import (
    PACKS,
    a_council,
    a_dealt_game,
    a_game,
    a_running_game,
    at,
    player,
    rainbow_road,
)
from tests.unit.reports.story.told import (
    THREE,
    a_judged_council,
    an_ended_game,
    lines,
    part,
    played,
    said,
)

WHY = "Who won individually, and why"


def test_the_first_lines_say_who_won_and_what_was_decided() -> None:
    report = report_of(played(an_ended_game(), a_judged_council()))

    assert report.headline == (
        "The council won together, with 2 policies, and 1 person won individually; 1 claim is undecided."
    )
    assert report.about[1] == "Sunday 22 November 2026, 12:00 to 12:50 (UTC); 50 min"
    [who] = report.lead
    assert [*lines(who)][1:] == [
        "Council 1 | won | 10 to 0 | 2 | Pipeline Engineer, Grants Controller (undecided)"
    ]
    [decided] = report.decided
    assert [line for block in decided.blocks for line in lines(block)][1:] == [
        "Policy 1 (Pipeline Engineer, 0 to 0)",
        "Policy 0 (Pipeline Engineer, 0 to 0)",
    ]


def test_a_win_stands_with_its_missions_its_evidence_and_what_others_said() -> None:
    told = part(played(an_ended_game(), a_judged_council()), WHY)

    assert "Pipeline Engineer (Data Platform) of Council 1: by both secret missions" in told
    assert f"Own mission: {unmarked(rainbow_road().role(THREE).sheet.mission)}" in told
    assert "Shown by: policy 1, “Policy 0”" in told
    assert "Confirmed by nobody, disputed by nobody." in told
    assert "Grants Controller, Council 1 | 0 | 2 | No ruling. | undecided" in told


def test_before_the_reveal_a_report_holds_no_secret_and_says_so() -> None:
    # given a game that runs, in which people have claimed their missions word for word
    council = a_judged_council()
    council.state = replace(council.council, ended_at=None)
    before = played(a_running_game(), council)

    # then nothing of that is in its report
    told = said(before)
    for _, secret in rainbow_road().private_texts():
        assert secret not in told
        assert unmarked(secret) not in told
    assert "Individual wins, with their missions, appear here after the reveal" in told
    assert "so this report has no missions and no individual wins yet" in report_of(before).standing
    assert "Won individually" not in told
    assert "Feedback" not in told


def test_where_holders_are_asked_a_mission_is_quoted_only_if_all_who_had_it_agree() -> None:
    # given two councils whose holders of role 3 have the same sheet, and only one agrees
    mission = unmarked(rainbow_road().role(THREE).sheet.mission)
    one, other = (a_judged_council(reveal=Reveal.CONSENT) for _ in range(2))
    assert one.state is not None
    assert other.state is not None
    agreed = dict.fromkeys(one.state.seats, True)
    one.state = replace(one.state, revealed=agreed)
    other.state = replace(
        other.state, id=CouncilId("g1-2"), number=2, name="Council 2", revealed=agreed | {THREE: False}
    )

    # then the mission is quoted if both agree, and otherwise only mentioned
    told = said(played(an_ended_game(), one, other))
    assert mission not in told
    assert "Own mission: kept secret" in told
    other.state = replace(other.state, revealed=agreed)
    assert mission in said(played(an_ended_game(), one, other))


def test_what_people_said_as_feedback_is_for_facilitators_only() -> None:
    game = an_ended_game()
    for number, words in ((1, "The quarrel"), (2, "")):
        game.do(gc.GiveFeedback(Feedback(3 + number, words, "More time")), player(number), at(55))

    everybody, facilitators = (
        part(played(game, a_judged_council(), for_facilitators=them), "Feedback on the game")
        for them in (False, True)
    )

    assert "2 people gave feedback. Only the facilitators read it" in everybody
    assert "quarrel" not in everybody
    assert "2 people gave feedback: 4.5 of 5 on average." in facilitators
    assert "The quarrel" in facilitators
    assert "4 of 5 | 1" in facilitators


def test_a_game_at_any_point_has_a_report() -> None:
    never = a_dealt_game()
    never.do(gc.EndGame(), at=at(5))
    headlines = [
        report_of(one).headline
        for one in (played(a_game()), played(a_dealt_game()), played(a_running_game()), played(never))
    ]

    assert headlines == [
        "The game has not begun.",
        "The game has not begun.",
        "The game is running: “The setup”. The council adopted 0 policies.",
        "The game ended before it began.",
    ]


@pytest.mark.parametrize("pack", [one.parent.name for one in sorted(PACKS.glob("*/pack.yaml"))])
def test_whatever_a_pack_leaves_out_its_games_have_a_report(pack: str) -> None:
    world = World(load_pack(PACKS / pack))
    councils: tuple[Council, ...] = tuple(world.councils.values())

    for state in ("sign-up", "dealt", world.nearly_over, "ended"):
        game = world.games[state]
        told = said(Played(game, world.pack, councils if game.deal else (), Log((), {}), NOON))
        if not world.pack.ballot.held:
            assert "final vote" not in told.lower()
        if not world.pack.takes_claims:
            assert "won individually" not in told.lower()


def test_a_title_in_a_script_from_right_to_left_leaves_the_words_beside_it_in_their_order() -> None:
    council = a_council(layout=layout_of(rainbow_road()))
    council.do(cc.RecordDecision(council.propose("سياسة البيانات")), at=at(6))

    [decided] = report_of(played(an_ended_game(), council)).decided

    assert [line for block in decided.blocks for line in lines(block)][1:] == [
        "\u200eسياسة البيانات (Pipeline Engineer, 0 to 0)"
    ]


def test_a_council_that_adopted_nothing_is_told_no_rule_by_which_it_did() -> None:
    [decided] = report_of(played(an_ended_game(), a_council(layout=layout_of(rainbow_road())))).decided

    assert [line for block in decided.blocks for line in lines(block)] == ["No policy was adopted."]
