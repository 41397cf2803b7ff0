"""What a board shows: the clock, the councils, turns and wins; and that it gives nothing away."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.agenda import plan_agenda
from bot.domain.audience import Addressees
from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.cues import CueKind
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.game.state import Clock
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.offer import BallotBy, BallotRule
from bot.domain.scenario import Scenario
from bot.gallery.worlds import World
from bot.reports.board import Board, Covered, Next, Quote, board_of
from bot.services.games import layout_of
from tests.builders import (
    EMERGENCY,
    GameLog,
    a_book_of_everything,
    a_council,
    a_dealt_game,
    a_game,
    a_voting_council,
    at,
    by_policies,
    creation,
    harbour,
    harbour_town,
    player,
    rainbow_road,
)

ADDRESS = "https://acme.slack.com/archives/C0PLENARY"


def a_played_game(*, players: int = 10) -> GameLog:
    """The shipped pack's game, dealt."""
    pack = rainbow_road()
    return a_dealt_game(creation(plan_agenda(pack), layout_of(pack)), players=players)


def reached(log: GameLog, phase: str) -> Clock:
    """Bell after bell until this phase; its clock."""
    log.do(gc.StartGame(), at=at(0))
    minute = 1
    while log.game.phase is not None and log.game.phase.key != phase:
        log.do(gc.SkipPhase(), at=at(minute))
        minute += 1
    assert log.game.clock is not None
    return log.game.clock


def shown(game: Game, *councils: Council, pack: Scenario | None = None) -> Board:
    """Its board."""
    return board_of(game, pack or rainbow_road(), councils, plenary=ADDRESS)


def test_sign_up_shows_how_many_there_are_and_how_to_join() -> None:
    pack = rainbow_road()
    board = shown(a_game(creation(plan_agenda(pack), layout_of(pack)), players=3).game)

    assert (board.stage, board.signed_up.players, board.signed_up.minimum) == ("sign_up", 3, 5)
    assert board.join is not None
    assert board.join.address == ADDRESS
    assert board.join.qr.startswith("<svg")
    assert board.next == Next("Simulation setup", 300)
    assert (board.phase, board.councils, board.results) == (None, (), None)


def test_nobody_is_told_how_to_join_while_the_address_is_unknown_or_the_game_over() -> None:
    log = a_played_game()
    assert board_of(log.game, rainbow_road(), ()).join is None

    log.do(gc.StartGame())
    log.do(gc.EndGame())

    assert shown(log.game).join is None


def test_the_phase_that_runs_stands_with_its_bounds_and_the_next_one() -> None:
    log = a_played_game()
    log.do(gc.StartGame(), at=at(0))

    board = shown(log.game)

    assert board.phase is not None
    assert (board.phase.number, board.phase.of) == (1, len(log.game.agenda))
    assert board.phase.starts == at(0)
    assert board.phase.ends == log.game.clock.ends if log.game.clock else None
    assert board.next == Next("First council session", 600)
    assert board.expected_end == log.game.expected_end


def test_while_the_clock_is_stopped_the_board_says_since_when() -> None:
    log = a_played_game()
    log.do(gc.StartGame(), at=at(0))
    log.do(gc.PauseGame(), at=at(1))

    phase = shown(log.game).phase

    assert phase is not None
    assert phase.paused == at(1)


def test_an_emergency_is_a_surprise_on_the_board_too() -> None:
    log, pack = a_played_game(), rainbow_road()
    log.do(gc.StartGame(), at=at(0))
    log.do(gc.SkipPhase(), at=at(1))
    assert log.game.phase is not None
    assert log.game.phase.key == "session-1"  # the emergency comes after it

    board = shown(log.game)
    log.do(gc.InjectEmergency(), at=at(5))
    meanwhile = shown(log.game)

    assert board.next is not None
    assert board.next.title == pack.phase("session-2").title
    assert meanwhile.phase is not None
    assert meanwhile.phase.kind == "emergency"
    assert meanwhile.next == Next(pack.phase("session-1").title, 360)


def test_each_bell_makes_the_count_of_bells_grow() -> None:
    log = a_played_game()
    seen = [shown(log.game).bells]
    log.do(gc.StartGame(), at=at(0))
    for minute in range(1, 9):
        seen.append(shown(log.game).bells)
        log.do(gc.SkipPhase(), at=at(minute))
    seen.append(shown(log.game).bells)

    assert seen == sorted(set(seen))
    assert seen[0] == 0


def test_the_last_quote_stays_until_the_next() -> None:
    log, pack = a_played_game(), rainbow_road()
    log.do(gc.StartGame(), at=at(0))
    before = shown(log.game).quote
    ends = log.game.clock.ends if log.game.clock else at(0)
    log.ring(ends - timedelta(seconds=5))

    assert before is None
    cue = next(cue for cue in pack.phase("setup").cues if cue.kind is CueKind.QUOTE)
    assert shown(log.game).quote == Quote(cue.text, cue.by)
    log.ring(ends)
    assert shown(log.game).quote == Quote(cue.text, cue.by)


def test_a_quote_for_some_people_is_not_on_the_board() -> None:
    log = a_played_game()
    log.do(gc.StartGame(), at=at(0))
    ends = log.game.clock.ends if log.game.clock else at(0)
    log.ring(ends - timedelta(seconds=5))
    private = [
        replace(
            phase, cues=tuple(replace(cue, to=Addressees(frozenset({RoleNumber(1)}))) for cue in phase.cues)
        )
        for phase in log.game.agenda
    ]

    assert shown(replace(log.game, agenda=tuple(private))).quote is None


def test_a_tile_has_charter_policies_and_coverage() -> None:
    council = World(rainbow_road()).councils["chartered by two_thirds"]
    log = a_played_game()
    log.do(gc.StartGame())

    (tile,) = shown(log.game, council).councils

    assert tile.charter == "Two thirds"
    assert tile.policies == len(tile.titles) == len(council.order)
    assert tile.of == len(tile.coverage) == 4
    assert tile.covered == len(council.covered())
    assert Covered("Project graph", covered=True) in tile.coverage


@pytest.mark.parametrize("how", list(BallotBy))
def test_an_open_vote_shows_turnout_and_nothing_of_what_was_said(how: BallotBy) -> None:
    # given seven of ten have voted, in either kind of vote
    log, game = a_voting_council(ballot_rule=BallotRule(by=how)), a_played_game()
    game.do(gc.StartGame())
    for role in range(1, 8):
        choice = Choice.YES if role < 5 else Choice.NO
        log.press(choice, role, at(32)) if how is BallotBy.SECRET else log.vote(choice, role, at(32))

    # when
    (before,) = shown(game.game, log.council).councils
    log.do(cc.CallBallot(), MOOT, at(35))
    (called,) = shown(game.game, log.council).councils
    log.do(cc.CloseBallot(None), MOOT, at(36))
    (after,) = shown(game.game, log.council).councils

    # then
    for tile in (before, called):
        assert tile.voting is not None
        assert (tile.voting.voted, tile.voting.electorate) == (7, 10)
        assert tile.result is None
    assert after.voting is None
    assert after.result is not None
    assert after.result.words.startswith("4 for, 3 against, 0 abstained")


def test_a_council_presents_on_its_slide_for_its_minute() -> None:
    pack, log, council = rainbow_road(), a_played_game(), a_book_of_everything()
    council.do(cc.PreparePresentation(((0, "By asking the owner."), (1, ""))), at=at(36))
    clock = reached(log, "presentations")
    log.ring(clock.starts)

    board = shown(log.game, council.council)

    assert board.turn is not None
    assert (board.turn.council, board.turn.then) == (1, None)
    assert board.turn.ends == clock.starts + timedelta(minutes=1)
    slide = board.turn.slide
    assert slide is not None
    assert slide.rule == "Majority"
    assert slide.policies == ("Policy 1", "Policy 0")
    assert [(one.question, one.answer) for one in slide.answers] == [
        (pack.debrief[0], "By asking the owner.")
    ]
    assert board.councils[0].speaking


def test_the_debrief_goes_step_by_step() -> None:
    pack, log = rainbow_road(), a_played_game()
    clock = reached(log, "wrap-up")
    steps = [cue.questions for cue in pack.phase("wrap-up").cues if cue.kind is CueKind.DEBRIEF]

    log.ring(clock.starts)
    first = shown(log.game).debrief
    log.ring(clock.starts + timedelta(minutes=2))
    second = shown(log.game).debrief

    assert (first, second) == (steps[0], steps[1])


def test_the_end_shows_councils_and_winners_by_role() -> None:
    log, council = a_played_game(), a_book_of_everything()
    council.do(cc.MakeClaim(by_policies(1), by_policies(2)), player(3), at=at(37))
    council.do(cc.MakeClaim(by_policies(1), by_policies(2)), player(4), at=at(37))
    for role in (5, 6):
        council.do(cc.JudgeClaim(RoleNumber(4), confirms=False), player(role), at=at(38))
    log.do(gc.StartGame(), at=at(0))
    assert shown(log.game, council.council).results is None
    log.do(gc.EndGame(), at=at(40))
    council.do(cc.EndCouncil(), MOOT, at(40))

    results = shown(log.game, council.council).results

    assert results is not None
    assert [(one.number, one.passed) for one in results.councils] == [(1, True)]
    winner = rainbow_road().role(3).name
    assert [(one.role, one.words) for one in results.winners] == [(winner, "by the missions")]
    assert results.undecided == 1


def test_a_council_that_never_voted_has_lost_in_the_end_and_not_before() -> None:
    log = a_played_game()
    log.do(gc.StartGame())
    council = a_council().council
    (before,) = shown(log.game, council).councils

    log.do(gc.EndGame())

    assert before.result is None
    (tile,) = shown(log.game, council).councils
    assert tile.result is not None
    assert (tile.result.passed, tile.result.words) == (False, "No policy was adopted")


def test_the_board_of_every_pack_in_every_state_is_json_and_gives_nothing_away() -> None:
    for pack in (rainbow_road(), harbour(), harbour_town()):
        world, private = World(pack), [text for _, text in pack.private_texts()]
        for game in world.games.values():
            board = shown(game, *world.councils.values(), pack=pack).as_json()
            text = json.dumps(board, ensure_ascii=False)
            assert not [one for one in private if json.dumps(one, ensure_ascii=False)[1:-1] in text]
            assert not [user for user in game.sign_ups if user in text]
            assert json.loads(text) == board


def test_moments_are_utc_and_names_are_as_in_the_dataclasses() -> None:
    log = a_played_game()
    log.do(gc.StartGame(), at=at(0))

    board = shown(log.game, a_council(until=EMERGENCY).council).as_json()

    assert set(board) == set(Board.__dataclass_fields__)
    assert datetime.fromisoformat(board["phase"]["starts"]) == at(0)
    assert board["phase"]["starts"].endswith("+00:00")
    assert board["councils"][0]["voting"] is None
