"""What the clock's events mean for Slack."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.domain.agenda import PlannedPhase
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game import events as ge
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.phases import PhaseKind
from bot.domain.rooms import RoomPlan, Unit
from bot.intents.clock import AllDoneCard, AwayCard, ChangeCard, CueCard, PhaseCard, of_clock
from bot.intents.intent import Card, Delivery, Intent
from bot.intents.rooms import CloseRoom, Invite, OpenRoom, Topic
from bot.intents.sessions import IdeasCard, SidebarCard, SidebarOverCard, SidebarSoonCard, late_sidebars
from bot.slack.clock import cards as clock_cards
from tests.builders import FACILITATOR, a_council, a_cue, a_phase, a_running_game, at

C = TypeVar("C", bound=Card)
ONE, TWO = a_council(number=1).council, a_council(number=2).council


def work(game: Game, event: ge.GameEvent, *councils: Council, version: int = 9) -> list[Delivery]:
    """What the event makes to do."""
    return list(of_clock(game, councils or (ONE, TWO), event, version))


def cards(deliveries: list[Delivery], kind: type[C]) -> list[C]:
    """The cards of this kind."""
    return [one.intent for one in deliveries if isinstance(one.intent, kind)]


def keys(deliveries: list[Delivery], kind: type[Card]) -> list[str]:
    """Their keys."""
    return [one.key for one in cards(deliveries, kind)]


def test_a_change_of_time_is_announced_once_in_each_room_and_makes_cards_and_topics_true() -> None:
    log = a_running_game(players=20)
    (changed,) = log.do(gc.ChangeTime(timedelta(minutes=2)), at=at(1))

    todo = work(log.game, changed)

    rooms = ["council:1", "council:2", "plenary"]
    assert keys(todo, ChangeCard) == [f"change:9:{room}" for room in rooms]
    assert keys(todo, PhaseCard) == [f"phase:0:{room}" for room in rooms]
    assert all(one.existing for one in cards(todo, PhaseCard))
    assert [one.room for one in todo if isinstance(one.intent, Topic)] == rooms[:2]


def test_a_change_that_is_read_after_the_next_bell_names_the_phase_that_it_was_about() -> None:
    # given a change in the first phase, whose card waits
    log = a_running_game(a_phase("a", 10), a_phase("b", 10))
    (changed,) = log.do(gc.ChangeTime(timedelta(minutes=-2)), at=at(1))
    waiting = cards(work(log.game, changed), ChangeCard)[0]

    # when the next bell has rung
    log.ring(at(8))

    # then
    first, second = (planned.title for planned in log.game.agenda)
    said = clock_cards.change(log.game, waiting.what, changed, waiting.phase).text
    assert f"less for {first}" in said
    assert second not in said


def test_a_phase_that_begins_once_more_gets_cards_and_cues_of_its_own() -> None:
    log = a_running_game(a_phase("a", 10, a_cue(before=2)), a_phase("b", 10))
    log.ring(at(10))
    (back,) = log.do(gc.StepBack(), at=at(12))
    (cue,) = log.ring(at(20))

    new = [one.key for one in cards(work(log.game, back, ONE), PhaseCard) if not one.existing]
    assert new == ["phase:0:council:1:1", "phase:0:plenary:1"]
    assert keys(work(log.game, cue, ONE), CueCard) == ["cue:0:0:council:1:1"]


def test_a_bell_that_rang_late_says_so_also_when_its_card_is_made_true_later() -> None:
    log = a_running_game(a_phase("a", 5), a_phase("b", 10), a_phase("c", 10))
    (late,) = log.ring(at(7))
    (changed,) = log.do(gc.ChangeTime(timedelta(minutes=2)), at=at(8))
    (in_time,) = log.ring(at(17))

    def marks(event: ge.GameEvent) -> dict[str, bool]:
        shown = cards(work(log.game, event, ONE), PhaseCard)
        return {one.key: one.late for one in shown if one.room == "council:1"}

    assert marks(late)["phase:1:council:1"]
    assert marks(in_time) == {"phase:2:council:1": False, "phase:1:council:1": True}
    assert set(marks(changed).values()) == {False}, "the card of the phase that runs by now"


def test_a_cue_that_rings_late_says_what_is_really_left() -> None:
    log = a_running_game(a_phase("a", 10, a_cue(before=5), a_cue(before=4)))

    missed, rung = log.ring(at(7))

    assert work(log.game, missed) == []
    assert {one.left for one in cards(work(log.game, rung), CueCard)} == {180}


def test_going_back_from_the_sidebars_closes_them_and_coming_again_opens_them_anew() -> None:
    log = a_running_game(
        a_phase("a", 10), a_phase("sidebar", 5, kind=PhaseKind.SIDEBAR), a_phase("b", 10), players=20
    )
    (open_,) = log.ring(at(10))
    (back,) = log.do(gc.StepBack(), at=at(12))
    (again,) = log.ring(at(22))

    def rooms(event: ge.GameEvent, kind: type[Intent]) -> set[str]:
        return {one.room for one in work(log.game, event) if isinstance(one.intent, kind)}

    assert rooms(open_, OpenRoom) == rooms(again, OpenRoom) != set()
    assert rooms(back, CloseRoom) == rooms(open_, OpenRoom)
    assert rooms(again, CloseRoom) == set()


HUDDLES = (a_phase("a", 10), a_phase("sidebar", 5, a_cue(before=2), kind=PhaseKind.SIDEBAR), a_phase("b", 10))


def test_with_one_council_huddles_open_and_close_with_their_bells_and_cues_reach_who_stays() -> None:
    log, alone = a_running_game(*HUDDLES), a_council(9).council  # role 10's teammate is alone
    (open_,) = log.ring(at(10))
    opened = work(log.game, open_, alone)
    (cue,) = log.ring(at(13))
    heard = {one.room for one in cards(work(log.game, cue, alone), CueCard)}
    (over,) = log.ring(at(15))
    closed = work(log.game, over, alone)

    huddles = {"sidebar:1+2", "sidebar:3+4", "sidebar:5+6", "sidebar:7+8"}
    assert {card.room for card in cards(opened, SidebarCard)} == huddles
    assert {one.room for one in opened if isinstance(one.intent, Invite)} == huddles
    assert heard == {*huddles, "council:1"}
    assert {one.room for one in closed if isinstance(one.intent, CloseRoom)} == huddles
    assert {card.room for card in cards(closed, SidebarOverCard)} == huddles


def test_a_channel_whose_people_have_gone_is_closed_all_the_same() -> None:
    log, left, rooms = a_running_game(*HUDDLES), a_council(2).council, ["sidebar:1+2", "sidebar:3+4"]

    def closed(event: ge.GameEvent) -> set[str]:
        todo = of_clock(log.game, (left,), event, 9, rooms)
        return {one.room for one in todo if isinstance(one.intent, CloseRoom)}

    assert closed(ge.GameEnded(at(9))) == {*rooms}
    (open_,) = log.ring(at(10))
    assert closed(open_) == {*rooms}, "each team has one person left"
    (over,) = log.ring(at(15))
    assert closed(over) == {*rooms}


def test_a_newcomer_opens_the_huddle_that_they_make_possible_while_huddles_are_open() -> None:
    log = a_running_game(*HUDDLES)
    council = a_council(10).council

    assert list(late_sidebars(log.game, (council,), ["sidebar:1+2"])) == [], "none is open yet"
    log.ring(at(10))
    known = ["sidebar:1+2", "sidebar:3+4", "sidebar:5+6", "sidebar:7+8"]
    late = list(late_sidebars(log.game, (council,), known))

    assert {one.room for one in late} == {"sidebar:9+10"}
    assert [type(one.intent) for one in late] == [OpenRoom, SidebarCard, Invite]


def with_rooms(phase: PlannedPhase, *units: str, observers: bool = False) -> PlannedPhase:
    """The phase, with a room in each council for the first four roles under each of these names."""
    roles = tuple(map(RoleNumber, range(1, 5)))
    plan = RoomPlan(tuple(Unit(unit, roles) for unit in units), across=False, observers=observers)
    return replace(phase, rooms=plan)


def rooms_of(deliveries: list[Delivery], kind: type[Intent]) -> list[str]:
    """Where such work is to be done."""
    return [one.room for one in deliveries if isinstance(one.intent, kind)]


def test_a_room_that_comes_again_stays_open_until_the_last_phase_that_has_it() -> None:
    log = a_running_game(
        a_phase("a", 10),
        with_rooms(a_phase("hearing", 5), "jury", "press"),
        a_phase("b", 10),
        with_rooms(a_phase("verdict", 5), "jury"),
        a_phase("c", 10),
        players=20,
    )
    rung = [log.ring(at(minute))[0] for minute in (10, 15, 25, 30)]
    hearing, debate, verdict, over = (work(log.game, bell) for bell in rung)  # as if all were rung late

    jury, press = (["sidebar:1/jury", "sidebar:2/jury"], ["sidebar:1/press", "sidebar:2/press"])
    assert sorted(rooms_of(hearing, SidebarCard)) == sorted(jury + press)
    assert rooms_of(debate, CloseRoom) == press
    assert sorted(rooms_of(debate, SidebarOverCard)) == sorted(jury + press)
    assert rooms_of(debate, SidebarSoonCard) == [], "they know it"
    assert rooms_of(verdict, SidebarCard) == jury
    assert rooms_of(over, CloseRoom) == jury
    assert rooms_of(over, IdeasCard) == [], "they met nobody from elsewhere"


def test_the_first_bell_makes_the_channels_of_all_rooms_to_come_in_the_order_of_their_phases() -> None:
    phases = [a_phase("a", 10), a_phase("b", 10), with_rooms(a_phase("c", 5), "jury")]
    log = a_running_game(*phases, with_rooms(a_phase("d", 5), "press"), players=20)

    made = rooms_of(work(log.game, ge.PhaseStarted(0, at(0), at(10))), OpenRoom)

    assert made == ["sidebar:1/jury", "sidebar:2/jury", "sidebar:1/press", "sidebar:2/press"]


def test_a_room_in_two_phases_in_a_row_is_neither_closed_nor_made_anew() -> None:
    rooms = [with_rooms(a_phase(key, 5), "jury") for key in ("a", "b")]
    log = a_running_game(*rooms, a_phase("c", 5), players=20)
    (second,) = log.ring(at(5))

    todo = work(log.game, second)

    assert rooms_of(todo, CloseRoom) == rooms_of(todo, SidebarOverCard) == []
    assert rooms_of(todo, SidebarCard) == ["sidebar:1/jury", "sidebar:2/jury"]


def test_an_emergency_that_breaks_in_leaves_the_sessions_rooms_open() -> None:
    emergency = a_phase("emergency", 5, kind=PhaseKind.EMERGENCY)
    log = a_running_game(with_rooms(a_phase("a", 10), "jury"), emergency, a_phase("b", 10), players=20)
    broke_in = log.do(gc.InjectEmergency(), at=at(3))

    todo = [one for event in broke_in for one in work(log.game, event)]
    assert rooms_of(todo, SidebarOverCard) == ["sidebar:1/jury", "sidebar:2/jury"]
    assert rooms_of(todo, CloseRoom) == []

    goes_on = log.ring(at(8))
    todo = [one for event in goes_on for one in work(log.game, event)]
    assert rooms_of(todo, SidebarCard) == ["sidebar:1/jury", "sidebar:2/jury"]


def test_cues_of_a_session_are_heard_in_the_councils_and_in_their_rooms() -> None:
    log = a_running_game(with_rooms(a_phase("a", 10, a_cue(before=2)), "jury"), players=20)
    (cue,) = log.ring(at(8))

    heard = rooms_of(work(log.game, cue), CueCard)

    assert heard == ["council:1", "council:2", "sidebar:1/jury", "sidebar:2/jury"]


def test_a_sidebar_before_an_emergency_that_came_early_is_closed_all_the_same() -> None:
    log = a_running_game(
        a_phase("a", 10),
        a_phase("sidebar", 5, kind=PhaseKind.SIDEBAR),
        a_phase("emergency", 5, kind=PhaseKind.EMERGENCY),
        a_phase("b", 10),
        players=20,
    )
    log.do(gc.InjectEmergency(), at=at(3))
    log.ring(at(8))
    log.ring(at(15))
    (after,) = log.ring(at(20))

    assert isinstance(after, ge.PhaseStarted)
    assert (after.phase, after.after) == (3, 1)
    assert any(isinstance(one.intent, CloseRoom) for one in work(log.game, after))


def test_an_absence_asks_the_facilitators_and_a_pause_does_not() -> None:
    log = a_running_game()
    (away,) = log.do(gc.NoteAbsence(at(1)), MOOT, at(9))

    assert keys(work(log.game, away), AwayCard) == [f"away:9:{FACILITATOR}"]
    assert keys(work(log.game, ge.GamePaused(at(1))), AwayCard) == []


def test_the_facilitators_hear_when_the_last_council_is_done_and_not_before() -> None:
    log = a_running_game(players=20)
    (one,) = log.do(gc.HearDone(0, frozenset({1})), MOOT, at(1))
    first = work(log.game, one)
    (both,) = log.do(gc.HearDone(0, frozenset({1, 2})), MOOT, at(2))

    assert all(one.existing for one in cards(first, AllDoneCard)), "where it was said, it is taken back"
    assert not any(one.existing for one in cards(work(log.game, both), AllDoneCard))
    assert keys(work(log.game, both), AllDoneCard) == [f"all_done:0:0:{FACILITATOR}"]
