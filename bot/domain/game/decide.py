"""What happens to a game when a command arrives: events, or a refusal."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias, assert_never

from bot.domain.asks.surveys import AnswerSurvey, ShowSurvey
from bot.domain.errors.authority import FacilitatorsOnly, MootOnly, NoGame
from bot.domain.errors.clock import EndTooFar, GameOver, NoStartPlanned, NoWorkingTime, StartHasPassed
from bot.domain.errors.results import CloseTooEarly, FeedbackTooEarly, LastWordSaid, NoScore
from bot.domain.errors.seating import (
    AlreadyDealt,
    HandsToThemselves,
    LastFacilitator,
    NoSeatToHandOver,
    NothingPlanned,
    NotInThePlan,
    NotSignedUp,
    PaperCannotFacilitate,
    PaperNameTaken,
    PlanIsStale,
    SwapsWhoLeft,
)
from bot.domain.feedback import SCORES, Feedback
from bot.domain.floor import FloorCommand
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.accounts import back, decide_account, offer_further, offered_anew, returned
from bot.domain.game.calling import set_call
from bot.domain.game.driving import Drives, drive, furthest
from bot.domain.game.floor import on_the_floor
from bot.domain.game.injecting import decide_inject
from bot.domain.game.noticing import hear_done, lose_reach, note_absence, regain_reach
from bot.domain.game.ringing import ended, ring
from bot.domain.game.starting import plan_start, ring_start, start
from bot.domain.game.state import Game, SignUp, Stage
from bot.domain.game.surveys import decide_survey
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.paper import is_paper, paper_name, same_name
from bot.domain.seating import plan_seating
from bot.domain.times.working_time import OutOfTime

Runs: TypeAlias = (
    c.PlanSeating
    | c.SwapSeats
    | c.DealSeats
    | c.StartGame
    | c.PlanStart
    | c.EndGame
    | Drives
    | c.InjectCommand
)

Notices: TypeAlias = c.HearDone | c.NoteAbsence | c.LoseReach | c.RegainReach


def decide(game: Game | None, command: c.GameCommand, *, at: Moment, actor: UserId) -> list[e.GameEvent]:
    """What happens if `actor` sends this command at `at`: events, or a Refusal.

    A repeated command yields no events, or a refusal that says that nothing changed.
    """
    if isinstance(command, c.CreateGame):
        return [] if game is not None else [_create(command, at, actor)]
    if game is None:
        raise NoGame
    if isinstance(command, FloorCommand):
        return list(on_the_floor(game, command, at, actor))
    match command:  # all others are for facilitators: below
        case c.RingBells():
            return [*(ring(game, at) if game.clock else ring_start(game, at)), *offer_further(game, at)]
        case c.LoseAccount() | c.ReturnAccount() | c.TakeOver():
            return list(decide_account(game, command, at, actor))
        case c.HearDone() | c.NoteAbsence() | c.LoseReach() | c.RegainReach():
            if actor != MOOT:
                raise MootOnly
            return list(_notice(game, command, at))
        case c.Join() | c.Observe() | c.Leave():
            return _signed_up(game, command, at, actor)
        case AnswerSurvey() | ShowSurvey():
            return list(decide_survey(game, command, at, actor))
        case c.SetCall():
            return [*set_call(game, command, actor)]
        case c.GiveFeedback(feedback):
            return _feedback(game, feedback, actor)
        case c.AddFacilitator() | c.RemoveFacilitator():
            return _facilitate(game, command, actor)
        case c.Broadcast() | c.CloseGame():
            _only_facilitators(game, actor)
            return _closing(game, command, at)
        case c.HandOver(player, to, offered):
            _only_oneself_or_facilitators(game, actor, to if offered else player)
            replaced = _hand_over(game, player, to, offered=offered)
            return [*replaced, *offered_anew(game, replaced, at)]
    _only_facilitators(game, actor)
    return _facilitated(game, command, at, actor)


def _signed_up(
    game: Game, command: c.Join | c.Observe | c.Leave, at: Moment, actor: UserId
) -> list[e.GameEvent]:
    _only_oneself_or_facilitators(game, actor, command.player)
    by = None if actor in (command.player, MOOT) else actor
    changes = [*returned(game, command, actor), *_sign_up(game, command, by)]
    return [*changes, *offered_anew(game, changes, at)]


def _facilitated(game: Game, command: Runs, at: Moment, actor: UserId) -> list[e.GameEvent]:
    """What only facilitators may do, while the game is not over."""
    if game.stage is Stage.ENDED:
        raise GameOver
    if isinstance(command, Drives):
        return _driven(game, command, at)
    match command:
        case c.PlanSeating() | c.SwapSeats() | c.DealSeats():
            return _seating(game, command)
        case c.StartGame():
            return list(start(game, at, at))
        case c.PlanStart():
            return list(plan_start(game, command, at))
        case c.EndGame():
            return [*ended(game), e.GameEnded(at, early=True)]
        case c.TellInject() | c.CancelInject():
            return [*decide_inject(game, command, at, actor)]
        case _:
            assert_never(command)


def _driven(game: Game, command: Drives, at: Moment) -> list[e.GameEvent]:
    try:
        return list(drive(game, command, at))
    except OutOfTime:
        raise EndTooFar(most=furthest(game)[1]) from None


def _notice(game: Game, command: Notices, at: Moment) -> Iterator[e.GameEvent]:
    match command:
        case c.HearDone():
            return hear_done(game, command, at)
        case c.NoteAbsence(since):
            return note_absence(game, since, at)
        case c.LoseReach(since):
            return lose_reach(game, since)
        case c.RegainReach():
            return regain_reach(game, at)
        case _:
            assert_never(command)


def _only_facilitators(game: Game, actor: UserId) -> None:
    if actor not in game.facilitators and actor != MOOT:
        raise FacilitatorsOnly


def _only_oneself_or_facilitators(game: Game, actor: UserId, player: UserId) -> None:
    if actor != player:
        _only_facilitators(game, actor)


def _create(command: c.CreateGame, at: Moment, actor: UserId) -> e.GameCreated:
    if command.by_itself and command.starts_at is None:
        raise NoStartPlanned
    if command.by_itself and command.starts_at is not None and command.starts_at <= at:
        raise StartHasPassed
    if command.working is not None and command.working.empty:
        raise NoWorkingTime
    facilitators = dict.fromkeys((actor, *command.facilitators))
    return e.GameCreated(
        game=command.game,
        name=command.name,
        scenario=command.scenario,
        scenario_version=command.scenario_version,
        layout=command.layout,
        agenda=command.agenda,
        plenary=command.plenary,
        facilitators=tuple(facilitators),
        starts_at=command.starts_at,
        timezone=command.timezone,
        speed=command.speed,
        seed=command.seed,
        working=command.working,
        by_itself=command.by_itself,
        host=replace(command.host, user=actor) if command.host else command.host,
        ballot_by=command.ballot_by,
        surveys=command.surveys,
        edition=command.edition,
        call=command.call,
    )


# --- sign-up and seating


def _sign_up(
    game: Game, command: c.Join | c.Observe | c.Leave, by: UserId | None = None
) -> list[e.GameEvent]:
    if game.stage is Stage.ENDED:
        raise GameOver
    before = game.sign_ups.get(command.player)
    match command:
        case c.Leave(player):
            if before is None:
                raise NotSignedUp
            return [e.PlayerLeft(player, by)]
        case c.Observe(player):
            wish = SignUp(player, observer=True)
            return [] if before == wish else [e.ObserverJoined(player)]
        case c.Join(player, chair, open_hand):
            wish = SignUp(player, chair=chair, open_hand=open_hand)
            if before is None and is_paper(player) and same_name(paper_name(player), game.sign_ups):
                raise PaperNameTaken(name=paper_name(player))
            return [] if before == wish else [e.PlayerJoined(player, chair, open_hand, by)]
        case _:
            assert_never(command)


def _hand_over(game: Game, player: UserId, to: UserId, *, offered: bool) -> list[e.GameEvent]:
    if game.stage is Stage.ENDED:
        raise GameOver
    if offered and to not in game.sign_ups:
        raise NotSignedUp
    if player == to:
        raise HandsToThemselves
    before = game.sign_ups.get(player)
    if game.deal is None or before is None or before.observer:
        raise NoSeatToHandOver
    return [e.PlayerReplaced(player, to, offered)]


def _facilitate(
    game: Game, command: c.AddFacilitator | c.RemoveFacilitator, actor: UserId
) -> list[e.GameEvent]:
    user, runs_it = command.user, command.user in game.facilitators
    lost = game.lost.get(user)
    match command:
        case c.AddFacilitator():
            _only_facilitators(game, actor)
            if is_paper(user):
                raise PaperCannotFacilitate
            return [] if runs_it else [*back(game, user), e.FacilitatorAdded(user, actor)]
        case c.RemoveFacilitator():
            _only_oneself_or_facilitators(game, actor, user)
            would_again = lost is not None and lost.ran_it
            others = game.facilitators or {key for key, one in game.lost.items() if one.ran_it}
            if (runs_it or would_again) and others == {user}:
                raise LastFacilitator
            return [e.FacilitatorRemoved(user, actor)] if runs_it or would_again else []
        case _:
            assert_never(command)


def _seating(game: Game, command: c.PlanSeating | c.SwapSeats | c.DealSeats) -> list[e.GameEvent]:
    if game.stage is not Stage.SIGN_UP:
        raise AlreadyDealt
    match command:
        case c.PlanSeating(seed, councils):
            planned = len(game.plan.councils) if game.plan is not None and game.plan_stands else None
            if seed is None and planned is not None and councils in (None, planned):
                return []  # to look at it again takes back no swap
            asked = game.councils_asked if councils is None else councils
            seating = plan_seating(game.candidates, game.layout, game.seed if seed is None else seed, asked)
            return [] if seating == game.plan else [e.SeatingPlanned(seating)]
        case c.SwapSeats(one, other):
            plan = game.plan
            if plan is None:
                raise NothingPlanned
            if not {one, other} <= plan.players():
                raise NotInThePlan
            if not {one, other} <= {player.player for player in game.players}:
                raise SwapsWhoLeft
            return [] if one == other else [e.SeatingPlanned(plan.swapped(one, other))]
        case c.DealSeats():
            if game.plan is None:
                raise NothingPlanned
            if not game.plan_stands:
                raise PlanIsStale
            return [e.SeatsDealt(game.plan)]
        case _:
            assert_never(command)


# --- afterwards


def _closing(game: Game, command: c.Broadcast | c.CloseGame, at: Moment) -> list[e.GameEvent]:
    """The facilitators' words, which go on after the end, and the close after which one more is heard."""
    match command:
        case c.Broadcast(text, more):
            if game.last_word:
                raise LastWordSaid
            return [e.Announced(text, more)]
        case c.CloseGame():
            if game.stage is not Stage.ENDED:
                raise CloseTooEarly
            return [] if game.closed_at else [e.GameClosed(at)]
        case _:
            assert_never(command)


def _feedback(game: Game, feedback: Feedback, actor: UserId) -> list[e.GameEvent]:
    if actor not in game.sign_ups and actor not in game.facilitators:
        raise NotSignedUp
    if game.stage is not Stage.ENDED:
        raise FeedbackTooEarly
    if feedback.score not in SCORES:
        raise NoScore
    return [] if game.feedback.get(actor) == feedback else [e.FeedbackGiven(actor, feedback)]
