"""Who is listed under which council, with which role; and which steps the tour has when."""

from bot.domain.ids import RoleNumber
from bot.domain.offer import Proposers
from bot.domain.scenario import Scenario
from bot.rehearsal.guide import FACILITATOR, labels_of
from bot.rehearsal.tour import after_the_end, before_the_end
from bot.slack.blocks.names import OPEN_SHEET
from bot.workspace.state.guide import Label
from tests.builders import a_council, a_running_game, rainbow_road


def test_people_stand_under_their_council_with_their_role_and_the_visitor_and_facilitator_above() -> None:
    game, council, pack = a_running_game().game, a_council().council, rainbow_road()
    first, second = (council.seats[RoleNumber(number)].holder for number in (1, 9))
    assert first is not None
    assert second is not None
    (boss,) = game.facilitators

    labels = labels_of(game, pack, [council], {council.number: "C1"}, visitor=second, console="A1")

    assert labels[first] == Label(council.name, f"{pack.role(1).name}, steward", opens="C1")
    assert labels[second] == Label(council.name, pack.role(9).name, pinned=True, opens="C1")
    assert labels[boss] == Label("", FACILITATOR, pinned=True, opens="A1")


def test_a_visitor_who_has_no_seat_yet_stands_above_all_too() -> None:
    labels = labels_of(a_running_game().game, rainbow_road(), [], {}, visitor="U9", console="A1")

    assert labels["U9"] == Label(pinned=True)


def test_the_tour_has_five_steps_and_after_the_end_those_that_are_still_about_something() -> None:
    before = before_the_end(rainbow_road(), "U1", "C1", "D1", "U2")
    after = after_the_end(rainbow_road(), "U1", "C1", "D1", "U2")

    assert [step.key for step in before] == ["watch", "secret", "propose", "vote", "run"]
    assert [step.key for step in after] == ["watch", "secret", "run"]
    assert before[1].target.actions == (OPEN_SHEET,)
    assert (before[1].place, before[2].place) == ("D1", "C1")
    assert before[4].done[0].fields == {"user": "U2"}


def test_where_only_those_who_chair_propose_the_tour_says_so() -> None:
    pack = rainbow_road()
    offer = pack.charter.model_copy(update={"proposers": (Proposers.STEWARDS,)})
    stewards = pack.model_copy(update={"charter": offer})

    def proposing(scenario: Scenario) -> str:
        return next(
            step.text for step in before_the_end(scenario, "U1", "C1", "D1", "U2") if step.key == "propose"
        )

    assert "only those who chair propose" in proposing(stewards)
    assert "just /propose for a form" in proposing(pack)
