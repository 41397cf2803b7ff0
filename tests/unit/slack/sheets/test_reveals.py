"""The reveal of the missions: all of them, or only those whose holders agree."""

from dataclasses import replace

import pytest

from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.errors.results import NotYourSecret, RevealIsForAll
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, CouncilId, RoleNumber, UserId
from bot.domain.paper import paper_id
from bot.domain.phases import PhaseKind
from bot.domain.scenario import Reveal
from bot.intents.clock import of_clock
from bot.intents.councils import of_council
from bot.intents.intent import Card, Delivery
from bot.intents.sheets import RevealCard, RevealQuestionCard
from bot.services.games import layout_of
from bot.slack.sheets import reveals
from tests.builders import (
    FACILITATOR,
    PRESENTING,
    STRANGER,
    CouncilLog,
    a_council,
    a_running_game,
    at,
    harbour_town,
    player,
    rainbow_road,
)
from tests.cards import told

PACK = rainbow_road()
WRAP_UP = cc.EnterPhase("wrap-up", PhaseKind.WRAP_UP, at(50), charter=False, holds_ballot=False)
ZOE = paper_id("Zoe")


def a_table(reveal: Reveal = Reveal.CONSENT, filled: int = 10) -> CouncilLog:
    """A council of the shipped pack at its end."""
    return a_council(filled, layout=layout_of(PACK), until=PRESENTING, reveal=reveal)


def answer(log: CouncilLog, role: int, consents: bool, by: UserId | None = None) -> list[ce.CouncilEvent]:
    """Somebody says whether the mission of a seat may be shown."""
    return log.do(cc.AnswerReveal(RoleNumber(role), consents), by or player(role), at(51))


def card(log: CouncilLog) -> str:
    """The words of the reveal, as screen readers read them."""
    return told(reveals.reveal(PACK, log.council))


def mission(role: int) -> str:
    """A role's own mission, up to its first comma or stop."""
    return PACK.role(role).sheet.mission.split(".")[0].split(",")[0]


def team_mission(role: int) -> str:
    """Likewise its team's."""
    return PACK.team(PACK.role(role).team).mission.split(".")[0].split(",")[0]


def test_without_consent_asked_for_everything_is_shown() -> None:
    shown = card(a_table(Reveal.ALL))

    assert all(mission(role) in shown and team_mission(role) in shown for role in range(1, 11))


def test_silence_keeps_every_secret() -> None:
    shown = card(a_table())

    assert not any(mission(role) in shown or team_mission(role) in shown for role in range(1, 11))
    assert shown.count("keeps the mission secret") == 10
    assert shown.count("Kept secret.") == 5


def test_only_those_who_agree_are_shown_and_a_teams_mission_when_all_who_share_it_do() -> None:
    log = a_table()
    answer(log, 3, True)
    answer(log, 4, False)
    answer(log, 5, True)
    answer(log, 6, True)

    shown = card(log)

    assert [role for role in range(1, 11) if mission(role) in shown] == [3, 5, 6]
    assert [role for role in (1, 3, 5, 7, 9) if team_mission(role) in shown] == [5]


def test_a_mission_that_several_share_stands_once_and_is_the_secret_of_each_of_them() -> None:
    pack = harbour_town()
    log = a_council(24, layout=layout_of(pack), until=PRESENTING, reveal=Reveal.CONSENT)
    words = pack.role(3).sheet.mission
    for role in range(3, 22):
        answer(log, role, True)
    kept = told(reveals.reveal(pack, log.council))

    answer(log, 22, True)
    shown = told(reveals.reveal(pack, log.council))

    assert (kept.count(words), shown.count(words)) == (0, 1)
    assert "Citizen 1 to Citizen 20:* keep their mission secret." in kept
    assert "Citizen 1 to Citizen 20:* The book" in shown


def test_somebody_may_think_again_and_the_same_answer_twice_is_one() -> None:
    log = a_table()

    assert answer(log, 3, True) == [ce.RevealAnswered(RoleNumber(3), True)]
    assert answer(log, 3, True) == []
    answer(log, 3, False)

    assert mission(3) not in card(log)


def test_a_teammate_without_a_secret_keeps_nothing_from_being_shown() -> None:
    log = a_table(filled=9)
    last = next(seat.role for seat in log.council.seats.values() if seat.holder is None)
    log.do(cc.FillSeat(player(77), open_hand=True), MOOT)
    partner = next(
        seat.role for seat in log.council.filled if seat.role != last and _team(log, seat.role, last)
    )

    answer(log, partner, True)

    assert team_mission(partner) in card(log)
    assert mission(last) not in card(log)


def _team(log: CouncilLog, one: int, other: int) -> bool:
    seats = log.council.seats
    return seats[RoleNumber(one)].team == seats[RoleNumber(other)].team


def test_a_facilitator_answers_for_somebody_on_paper_and_for_nobody_else() -> None:
    log = a_table(filled=9)
    log.do(cc.FillSeat(ZOE, open_hand=False), MOOT)
    seat = log.council.seat_of(ZOE)
    assert seat is not None

    assert answer(log, seat.role, True, by=FACILITATOR)
    for by, role in ((FACILITATOR, 3), (player(4), 3), (STRANGER, 3), (player(1), seat.role)):
        with pytest.raises(NotYourSecret):
            answer(log, role, True, by=by)
    assert mission(seat.role) in card(log)


def test_a_vacant_or_unknown_seat_has_nobody_who_could_answer() -> None:
    log = a_table(filled=9)
    vacant = next(seat.role for seat in log.council.seats.values() if seat.holder is None)

    for role in (vacant, 99):
        with pytest.raises(NotYourSecret):
            answer(log, role, True, by=FACILITATOR)


def test_where_everything_is_shown_there_is_nothing_to_answer() -> None:
    with pytest.raises(RevealIsForAll):
        answer(a_table(Reveal.ALL), 3, False)


def test_an_answer_is_its_holders_own_and_goes_with_them() -> None:
    log = a_table()
    answer(log, 3, True)

    log.do(cc.HandOverSeat(player(3), player(77)), MOOT)

    assert log.council.revealed == {}
    assert mission(3) not in card(log)


# --- who is asked


def asked(work: list[Delivery]) -> list[str]:
    """To whom the question goes."""
    return [one.room for one in work if isinstance(one.intent, RevealQuestionCard)]


def test_the_wrap_up_asks_every_holder_of_a_secret_and_the_facilitator_for_those_on_paper() -> None:
    log = a_table(filled=8)
    log.do(cc.FillSeat(player(77), open_hand=True), MOOT)
    log.do(cc.FillSeat(ZOE, open_hand=False), MOOT)
    (entered,) = log.do(WRAP_UP, MOOT, at(50))

    rooms = asked(list(of_council(log.council, entered, 99)))

    in_slack = [seat.holder for seat in log.council.filled if seat.holder not in (ZOE, player(77))]
    assert sorted(rooms) == sorted([*(f"dm:{holder}" for holder in in_slack), f"dm:{FACILITATOR}"])


def test_a_pack_that_shows_everything_asks_nobody() -> None:
    log = a_table(Reveal.ALL)
    (entered,) = log.do(WRAP_UP, MOOT, at(50))

    assert asked(list(of_council(log.council, entered, 99))) == []


def test_a_game_that_ends_early_asks_as_well_and_with_the_same_message() -> None:
    log, game = a_table(), a_running_game()
    (ended,) = game.do(gc.EndGame(), at=at(9))
    (entered,) = CouncilLog(log.state).do(WRAP_UP, MOOT, at(50))
    council = replace(log.council, id=CouncilId("g1-1"))

    at_the_end = [one for one in of_clock(game.game, (council,), ended, 9) if asked([one])]
    at_the_wrap_up = [one for one in of_council(council, entered, 9) if asked([one])]

    assert [one.coalesce for one in at_the_end] == [one.coalesce for one in at_the_wrap_up]
    assert len(at_the_end) == 10


def test_an_answer_updates_the_question_and_the_reveal_where_they_stand() -> None:
    log = a_table()
    (answered,) = answer(log, 3, True)

    work = list(of_council(log.council, answered, 9))

    assert [(type(one.intent), one.room) for one in work] == [
        (RevealQuestionCard, f"dm:{player(3)}"),
        (RevealCard, "council:1"),
    ]
    assert all(isinstance(one.intent, Card) and one.intent.existing for one in work)
    assert "so far: yes" in reveals.question(PACK, log.council, RoleNumber(3)).text


def test_the_question_tells_no_mission() -> None:
    log = a_table(filled=9)
    log.do(cc.FillSeat(ZOE, open_hand=False), MOOT)

    for seat in log.council.filled:
        said = reveals.question(PACK, log.council, seat.role).text
        assert not any(mission(role) in said or team_mission(role) in said for role in range(1, 11))
