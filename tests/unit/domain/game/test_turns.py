"""The presentations: whose turn it is when, and what the stewards prepare for it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType

import pytest

from bot.config import Settings
from bot.db.codec import decode, encode
from bot.domain.agenda import PlannedPhase
from bot.domain.ballot import Outcome
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council import decide as decide_council
from bot.domain.council import events as ce
from bot.domain.council import evolve as evolve_council
from bot.domain.edition import AS_WRITTEN
from bot.domain.errors.authority import NotSeated, StewardsOnly
from bot.domain.errors.results import FeedbackTooEarly, NoScore
from bot.domain.errors.seating import NotSignedUp
from bot.domain.errors.sessions import (
    EmptyQuestion,
    NothingPrepared,
    PresentationTooEarly,
    QuestionTooLong,
    StrawTooEarly,
)
from bot.domain.feedback import Feedback
from bot.domain.game import Game, Stage, decide, evolve
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.turns import Timing
from bot.domain.ids import ChannelId, CouncilId, GameId, Moment, RoleNumber, TeamKey, UserId
from bot.domain.offer import BallotRule
from bot.domain.owed import owed
from bot.domain.phases import PhaseKind
from bot.domain.rules import DecisionRuleKind
from bot.domain.seating import Layout, Seat, Seating
from bot.domain.times.working_time import WorkingTime
from bot.intents.clock import of_clock
from bot.intents.councils import of_council
from bot.intents.presentations import PresentationCard, SlideCard, TurnCard
from bot.reports.presentation import questions
from bot.scenarios.packs import packs_of
from bot.slack.presentations import cards as presentations_cards
from bot.slack.presentations.forms import PresentationForm
from bot.slack.sessions import cards as sessions_cards

AT = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOSS, ADA, BEN = UserId("UBOSS"), UserId("UADA"), UserId("UBEN")
PRESENTATIONS = PlannedPhase("presentations", PhaseKind.PRESENTATIONS, "Presentations", 15 * MINUTE)
AFTER = PlannedPhase("wrap-up", PhaseKind.WRAP_UP, "Wrap-up", MINUTE)


def a_game(
    councils: int = 3, *, speed: int = 1, agenda: tuple[PlannedPhase, ...] = (PRESENTATIONS, AFTER)
) -> Game:
    """A game whose first bell has not rung."""
    deal = Seating(tuple(((RoleNumber(1), UserId(f"U{number}")),) for number in range(councils)), ())
    game = Game(
        id=GameId("g"),
        name="Game",
        scenario="rainbow-road",
        scenario_version=1,
        layout=Layout((), 1),
        agenda=agenda,
        plenary=ChannelId("C1"),
        facilitators=frozenset({BOSS}),
        starts_at=None,
        timezone="UTC",
        speed=speed,
        seed=7,
    )
    return replace(game, stage=Stage.DEALT, deal=deal)


def test_over_days_a_council_is_looked_at_for_an_hour_of_working_time() -> None:
    working = WorkingTime("Europe/Paris", time(9), time(17))
    friday = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)  # 16:30 in Paris
    monday = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)

    timing = Timing(friday, monday, 3, timedelta(hours=1), working)
    due = tuple(map(timing.due, range(3)))

    assert due == (
        friday,
        datetime(2026, 11, 30, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 9, 30, tzinfo=UTC),
    )


def a_council(number: int = 1, *, stewards: bool = True) -> Council:
    """A council with a steward (Ada) and somebody else (Ben) in a session."""
    seats = (
        Seat(RoleNumber(1), TeamKey("lead"), steward=True, holder=ADA if stewards else None),
        Seat(RoleNumber(2), TeamKey("finance-marketing"), steward=False, holder=BEN),
    )
    founded = ce.CouncilSeated(
        CouncilId(f"g-{number}"),
        GameId("g"),
        number,
        f"Council {number}",
        seats,
        "Lead",
        (DecisionRuleKind.MAJORITY,),
        BallotRule(),
        (BOSS,),
    )
    return entered(evolve_council(None, founded), PhaseKind.SESSION)


def entered(council: Council, kind: PhaseKind) -> Council:
    return evolve_council(council, ce.PhaseEntered(kind.value, kind, AT, False, False))


def counted(council: Council) -> Council:
    outcome = Outcome(yes=1, no=0, abstain=0, seats=2, passed=True, reason="", verified=True)
    return evolve_council(council, ce.BallotCounted(outcome))


def played(game: Game, events: Iterable[e.GameEvent]) -> Game:
    for event in events:
        game = evolve(game, event)
    return game


def does(game: Game, command: c.GameCommand, at: Moment) -> tuple[Game, list[e.GameEvent]]:
    events = decide(game, command, at=at, actor=BOSS)
    return played(game, events), events


def rings(game: Game, at: Moment) -> tuple[Game, list[tuple[int, Moment]]]:
    """The turns that ring at this moment: (council, planned second)."""
    game, events = does(game, c.RingBells(), at)
    return game, [(one.council, one.at) for one in events if isinstance(one, e.TurnBegan)]


# --- when


def test_each_council_has_a_minute_in_the_drawn_order_and_the_next_one_is_named() -> None:
    # given
    game, events = does(a_game(), c.StartGame(), AT)
    first, second, third = game.presentation_order

    # then the first begins with the phase
    began = [one for one in events if isinstance(one, e.TurnBegan)]
    assert began == [e.TurnBegan(0, 0, first, AT, AT + MINUTE, then=second)]

    # when the clock goes on, then each of the others has its minute, and the floor is open afterwards
    assert game.next_due() == AT + MINUTE
    game, events = does(game, c.RingBells(), AT + MINUTE)
    assert events == [e.TurnBegan(0, 1, second, AT + MINUTE, AT + 2 * MINUTE, then=third)]
    game, events = does(game, c.RingBells(), AT + 2 * MINUTE)
    assert events == [e.TurnBegan(0, 2, third, AT + 2 * MINUTE, AT + 3 * MINUTE, then=None)]
    assert game.next_due() == AT + 15 * MINUTE


def test_more_councils_than_minutes_share_the_phase_evenly() -> None:
    game, _ = does(a_game(30), c.StartGame(), AT)

    assert game.next_due() == AT + MINUTE / 2
    game, rung = rings(game, AT + 15 * MINUTE - timedelta(seconds=1))
    assert [at for _, at in rung] == [AT + turn * MINUTE / 2 for turn in range(1, 30)]
    assert [council for council, _ in rung] == list(game.presentation_order[1:])


def test_a_rehearsal_has_shorter_turns() -> None:
    lasts = replace(PRESENTATIONS, lasts=PRESENTATIONS.lasts / 60)

    game, _ = does(a_game(speed=60, agenda=(lasts, AFTER)), c.StartGame(), AT)

    assert game.next_due() == AT + timedelta(seconds=1)


def test_a_turn_rings_exactly_once() -> None:
    game, _ = does(a_game(), c.StartGame(), AT)

    game, rung = rings(game, AT + MINUTE)
    assert len(rung) == 1
    assert rings(game, AT + MINUTE)[1] == []
    assert rings(game, AT)[1] == []


def test_a_pause_freezes_the_turns() -> None:
    # given a pause half a minute into the first turn
    game, _ = does(a_game(), c.StartGame(), AT)
    game, _ = does(game, c.PauseGame(), AT + MINUTE / 2)

    # then nothing is due, however long it takes
    assert game.next_due() is None
    assert rings(game, AT + 10 * MINUTE)[1] == []

    # when it goes on after ten minutes, then the other half is still to come
    game, _ = does(game, c.ResumeGame(), AT + 10 * MINUTE)
    assert rings(game, AT + 10 * MINUTE)[1] == []
    assert game.next_due() == AT + 10 * MINUTE + MINUTE / 2


def test_added_time_moves_the_turns_that_are_left() -> None:
    game, _ = does(a_game(30), c.StartGame(), AT)

    game, _ = does(game, c.ChangeTime(15 * MINUTE), AT + timedelta(seconds=5))

    assert game.next_due() == AT + MINUTE
    assert rings(game, AT + MINUTE / 2)[1] == []


def test_taken_time_moves_them_up() -> None:
    game, _ = does(a_game(30), c.StartGame(), AT)

    game, _ = does(game, c.ChangeTime(-10 * MINUTE), AT + timedelta(seconds=5))

    assert game.next_due() == AT + timedelta(seconds=10)


def test_turns_that_are_called_late_come_in_order_and_say_so() -> None:
    game, _ = does(a_game(), c.StartGame(), AT)

    _, events = does(game, c.RingBells(), AT + 2 * MINUTE + timedelta(seconds=10))

    began = [one for one in events if isinstance(one, e.TurnBegan)]
    assert [(one.turn, one.late) for one in began] == [(1, True), (2, False)]


def test_no_turn_begins_after_its_phase_and_no_slide_is_lost() -> None:
    # given a game of which one council has presented
    game, _ = does(a_game(), c.StartGame(), AT)

    # when Moot was away until the wrap-up
    after, events = does(game, c.RingBells(), AT + 15 * MINUTE + timedelta(seconds=20))

    # then
    assert events[:2] == [
        e.TurnsMissed(0, game.presentation_order[1:]),
        e.PhaseStarted(1, AT + 15 * MINUTE, AT + 16 * MINUTE),
    ]
    assert not any(isinstance(one, e.TurnBegan) for one in events)
    councils = tuple(a_council(number) for number in (1, 2, 3))
    work = list(of_clock(after, councils, events[0], 5))
    assert {one.intent for one in work} == {
        SlideCard("plenary", f"slide:{number}", councils[number - 1].id)
        for number in game.presentation_order[1:]
    }


@pytest.mark.parametrize("command", [c.SkipPhase(), c.EndGame()])
def test_a_facilitator_who_goes_on_skips_turns_but_no_slide(command: c.GameCommand) -> None:
    game, _ = does(a_game(), c.StartGame(), AT)

    game, events = does(game, command, AT + MINUTE / 2)

    assert events[0] == e.TurnsMissed(0, game.presentation_order[1:])
    assert len(events) == 2


def test_a_turn_is_called_in_the_plenary_with_its_slide() -> None:
    game, events = does(a_game(2), c.StartGame(), AT)
    began = next(one for one in events if isinstance(one, e.TurnBegan))

    work = list(of_clock(game, (a_council(1), a_council(2)), began, 9))

    first = game.presentation_order[0]
    assert {one.lane for one in work} == {"stage"}
    assert [one.intent for one in work] == [
        TurnCard("plenary", "turn:9", 9),
        SlideCard("plenary", f"slide:{first}", a_council(first).id),
    ]


def test_what_the_turns_store_comes_back_as_it_was() -> None:
    stored = (
        e.TurnBegan(0, 1, 2, AT, AT + MINUTE, None, True),
        e.TurnsMissed(0, (2, 3)),
        e.FeedbackGiven(ADA, Feedback(5, "Much.")),
        ce.PresentationPrepared(((0, "So."),), RoleNumber(1), AT),
        ce.StrawPollAsked(1, "Tea?", RoleNumber(1), AT),
    )

    for event in stored:
        assert decode(*encode(event)) == event


# --- what is prepared


def prepared(council: Council, *answers: tuple[int, str], actor: UserId = ADA) -> Council:
    for event in decide_council(council, cc.PreparePresentation(answers), at=AT, actor=actor):
        council = evolve_council(council, event)
    return council


def test_the_stewards_prepare_from_the_close_of_the_vote() -> None:
    council = a_council()
    with pytest.raises(PresentationTooEarly):
        prepared(council, (0, "We vote."))

    assert dict(prepared(counted(council), (0, " We vote. ")).presentation) == {0: "We vote."}
    without_a_vote = entered(council, PhaseKind.PRESENTATIONS)
    assert dict(prepared(without_a_vote, (1, "None.")).presentation) == {1: "None."}


def test_only_stewards_prepare_unless_there_is_none() -> None:
    with pytest.raises(StewardsOnly):
        prepared(counted(a_council()), (0, "Mine."), actor=BEN)
    with pytest.raises(NotSeated):
        prepared(counted(a_council()), (0, "Mine."), actor=BOSS)

    assert prepared(counted(a_council(stewards=False)), (0, "Ours."), actor=BEN).presentation


def test_the_latest_answer_to_each_question_is_kept() -> None:
    council = prepared(counted(a_council()), (0, "One."), (2, "Three."))

    council = prepared(council, (2, "Third."), (1, "Two."))

    assert dict(council.presentation) == {0: "One.", 1: "Two.", 2: "Third."}
    assert decide_council(council, cc.PreparePresentation(((1, "Two."),)), at=AT, actor=ADA) == []
    assert dict(prepared(council, (1, " ")).presentation) == {0: "One.", 2: "Third."}


def test_an_empty_presentation_is_refused() -> None:
    with pytest.raises(NothingPrepared):
        prepared(counted(a_council()), (0, "  "))


def test_new_answers_change_the_slide_only_where_it_stands() -> None:
    council = counted(a_council())
    event = ce.PresentationPrepared(((0, "So."),), RoleNumber(1), AT)

    prepared, slide = of_council(council, event, 9)

    assert isinstance(slide.intent, SlideCard)
    assert slide.intent.existing
    assert ":existing" in str(slide.coalesce), "the first post must not be taken for this update"
    assert prepared.intent == PresentationCard("council:1", f"presentation:{council.id}", council.id)


def test_stewards_owe_the_presentation_from_the_count_until_their_turn() -> None:
    # given
    session = PlannedPhase("session", PhaseKind.SESSION, "Session", MINUTE)
    game, _ = does(a_game(2, agenda=(session, PRESENTATIONS, AFTER)), c.StartGame(), AT)
    first, second = (a_council(number) for number in game.presentation_order)

    def owes(council: Council, role: int = 1) -> bool:
        seat = council.seats[RoleNumber(role)]
        return "presentation" in {one.key for one in owed(game, council, seat, AT)}

    # then only stewards owe it, and only when the vote is counted
    assert not owes(second)
    assert owes(counted(second))
    assert not owes(counted(second), role=2)
    assert not owes(prepared(counted(second), (0, "So.")))

    # and in the presentations, until the council's own turn, with a vote or without
    game, _ = does(game, c.RingBells(), AT + MINUTE)
    assert not owes(counted(first))
    assert owes(second)
    game, _ = does(game, c.RingBells(), AT + 2 * MINUTE)
    assert not owes(second)


# --- straw polls and feedback


def asked(council: Council, question: str, actor: UserId = BEN) -> Council:
    for event in decide_council(council, cc.AskStraw(question), at=AT, actor=actor):
        council = evolve_council(council, event)
    return council


def test_whoever_holds_a_seat_may_ask_a_straw_poll() -> None:
    council = asked(a_council(), " Tea? ")

    assert [(one.number, one.question) for one in council.straw_polls] == [(1, "Tea?")]
    assert asked(council, "Tea?") == council, "a click too many"
    assert len(asked(council, "Coffee?").straw_polls) == 2
    with pytest.raises(NotSeated):
        asked(council, "Water?", actor=BOSS)


def test_a_straw_poll_needs_a_question_and_a_council_that_has_begun() -> None:
    with pytest.raises(EmptyQuestion, match="/moot straw"):
        asked(a_council(), "  ")
    with pytest.raises(QuestionTooLong, match="3001"):
        asked(a_council(), "x" * 3001)
    assert asked(a_council(), "x" * 3000).straw_polls
    with pytest.raises(StrawTooEarly):
        asked(replace(a_council(), begun=False), "Tea?")


def test_each_person_has_one_word_on_the_game_and_the_latest_counts() -> None:
    # given
    game = replace(a_game(), sign_ups=MappingProxyType({}))
    with pytest.raises(NotSignedUp):
        decide(game, c.GiveFeedback(Feedback(5)), at=AT, actor=ADA)
    game = evolve(game, e.PlayerJoined(ADA, chair=False, open_hand=False))
    with pytest.raises(FeedbackTooEarly):
        decide(game, c.GiveFeedback(Feedback(5)), at=AT, actor=ADA)

    # when
    game = replace(game, stage=Stage.ENDED)
    for said in (Feedback(2), Feedback(4, "The cues.")):
        game = played(game, decide(game, c.GiveFeedback(said), at=AT, actor=ADA))

    # then
    assert dict(game.feedback) == {ADA: Feedback(4, "The cues.")}
    assert decide(game, c.GiveFeedback(Feedback(4, "The cues.")), at=AT, actor=ADA) == []
    with pytest.raises(NoScore):
        decide(game, c.GiveFeedback(Feedback(6)), at=AT, actor=ADA)


# --- cards


def test_the_longest_presentation_fits_a_card_and_a_form() -> None:
    # given answers as long as they may be, of characters that are escaped
    scenario = packs_of(Settings()).scenario("rainbow-road", AS_WRITTEN)
    council = counted(a_council())
    council = prepared(council, *((number, "&" * 600) for number in range(len(questions(scenario)))))

    # then
    for card in (
        presentations_cards.presentation(scenario, council),
        presentations_cards.slide(scenario, council),
    ):
        assert [block.to_dict() for block in card.blocks]
    form = PresentationForm.view(council, questions(scenario)).to_dict()
    assert len(form["private_metadata"]) <= 3000
    inputs = [block for block in form["blocks"] if block["type"] == "input"]
    assert [block["label"]["text"] for block in inputs] == list(questions(scenario))
    assert all(block["optional"] for block in inputs)
    assert all(block["element"]["max_length"] == 600 for block in inputs)


def test_the_longest_straw_poll_is_shown_whole() -> None:
    scenario = packs_of(Settings()).scenario("rainbow-road", AS_WRITTEN)
    question = "why & how " * 300
    council = asked(a_council(), question.strip())

    card = sessions_cards.straw(scenario, council, council.straw_polls[0])

    said = "".join(str(block.to_dict().get("text", {}).get("text", "")) for block in card.blocks)
    assert [said.count(word) for word in ("why", "&amp;", "how")] == [300, 300, 300]
