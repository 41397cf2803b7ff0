"""What happens to a game when a command arrives: events, or a refusal."""

from collections.abc import Iterator
from datetime import timedelta
from html import escape
from typing import assert_never

from bot.domain import errors
from bot.domain.agenda import PlannedPhase
from bot.domain.feedback import SCORES, Feedback
from bot.domain.game import commands as c
from bot.domain.game import events as e
from bot.domain.game.state import Clock, Game, SignUp, Stage, evolve
from bot.domain.game.turns import turn_length
from bot.domain.ids import MOOT, Moment, UserId
from bot.domain.paper import is_paper, paper_name, same_name
from bot.domain.scenario import CueKind
from bot.domain.seating import plan_seating

LATE = timedelta(seconds=30)  # a bell that rings this long after its second is marked as late


def decide(game: Game | None, command: c.GameCommand, *, at: Moment, actor: UserId) -> list[e.GameEvent]:
    """What happens if `actor` sends this command at `at`: events, or a Refusal.

    A repeated command yields no events, or a refusal that says that nothing changed.
    """
    if isinstance(command, c.CreateGame):
        return [] if game is not None else [_create(command, actor)]
    if game is None:
        raise errors.NoGame
    match command:
        case c.RingBells():
            return list(_ring(game, at))
        case c.Join() | c.Observe() | c.Leave():
            _only_oneself_or_facilitators(game, actor, command.player)
            return _sign_up(game, command, None if actor in (command.player, MOOT) else actor)
        case c.GiveFeedback(feedback):
            return _feedback(game, feedback, actor)
        case c.HandOver(player, to):
            _only_oneself_or_facilitators(game, actor, player)
            return _hand_over(game, player, to)
        case c.AddFacilitator() | c.RemoveFacilitator():
            return _facilitate(game, command, actor)
    _only_facilitators(game, actor)
    if game.stage is Stage.ENDED:
        raise errors.GameOver
    match command:
        case c.PlanSeating() | c.SwapSeats() | c.DealSeats():
            return _seating(game, command)
        case c.StartGame():
            return _start(game, at)
        case c.Broadcast(text):
            return [e.Announced(text)]
        case c.EndGame():
            return [*_turns_missed(game), e.GameEnded(at, early=True)]
        case c.PauseGame() | c.ResumeGame() | c.ChangeTime() | c.SkipPhase():
            return list(_drive(game, command, at))
        case _:
            assert_never(command)


def _only_facilitators(game: Game, actor: UserId) -> None:
    if actor not in game.facilitators and actor != MOOT:
        raise errors.FacilitatorsOnly


def _only_oneself_or_facilitators(game: Game, actor: UserId, player: UserId) -> None:
    if actor != player:
        _only_facilitators(game, actor)


def _create(command: c.CreateGame, actor: UserId) -> e.GameCreated:
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
    )


# --- sign-up and seating


def _sign_up(
    game: Game, command: c.Join | c.Observe | c.Leave, by: UserId | None = None
) -> list[e.GameEvent]:
    if game.stage is Stage.ENDED:
        raise errors.GameOver
    before = game.sign_ups.get(command.player)
    match command:
        case c.Leave(player):
            if before is None:
                raise errors.NotSignedUp
            return [e.PlayerLeft(player, by)]
        case c.Observe(player):
            wish = SignUp(player, observer=True)
            return [] if before == wish else [e.ObserverJoined(player)]
        case c.Join(player, chair, open_hand):
            wish = SignUp(player, chair=chair, open_hand=open_hand)
            if before is None and is_paper(player) and same_name(paper_name(player), game.sign_ups):
                raise errors.PaperNameTaken(name=escape(paper_name(player), quote=False))
            return [] if before == wish else [e.PlayerJoined(player, chair, open_hand, by)]
        case _:
            assert_never(command)


def _hand_over(game: Game, player: UserId, to: UserId) -> list[e.GameEvent]:
    if game.stage is Stage.ENDED:
        raise errors.GameOver
    if player == to:
        raise errors.HandsToThemselves
    before = game.sign_ups.get(player)
    if game.deal is None or before is None or before.observer:
        raise errors.NoSeatToHandOver
    return [e.PlayerReplaced(player, to)]


def _facilitate(
    game: Game, command: c.AddFacilitator | c.RemoveFacilitator, actor: UserId
) -> list[e.GameEvent]:
    user, runs_it = command.user, command.user in game.facilitators
    match command:
        case c.AddFacilitator():
            _only_facilitators(game, actor)
            if is_paper(user):
                raise errors.PaperCannotFacilitate
            return [] if runs_it else [e.FacilitatorAdded(user, actor)]
        case c.RemoveFacilitator():
            _only_oneself_or_facilitators(game, actor, user)
            if runs_it and len(game.facilitators) == 1:
                raise errors.LastFacilitator
            return [e.FacilitatorRemoved(user, actor)] if runs_it else []
        case _:
            assert_never(command)


def _seating(game: Game, command: c.PlanSeating | c.SwapSeats | c.DealSeats) -> list[e.GameEvent]:
    if game.stage is not Stage.SIGN_UP:
        raise errors.AlreadyDealt
    match command:
        case c.PlanSeating(seed):
            seating = plan_seating(game.candidates, game.layout, game.seed if seed is None else seed)
            return [] if seating == game.plan else [e.SeatingPlanned(seating)]
        case c.SwapSeats(one, other):
            plan = game.plan
            if plan is None:
                raise errors.NothingPlanned
            if not {one, other} <= plan.players():
                raise errors.NotInThePlan
            return [] if one == other else [e.SeatingPlanned(plan.swapped(one, other))]
        case c.DealSeats():
            if game.plan is None:
                raise errors.NothingPlanned
            if game.plan.players() != {one.player for one in game.players}:
                raise errors.PlanIsStale
            return [e.SeatsDealt(game.plan)]
        case _:
            assert_never(command)


# --- afterwards


def _feedback(game: Game, feedback: Feedback, actor: UserId) -> list[e.GameEvent]:
    if actor not in game.sign_ups and actor not in game.facilitators:
        raise errors.NotSignedUp
    if game.stage is not Stage.ENDED:
        raise errors.FeedbackTooEarly
    if feedback.score not in SCORES:
        raise errors.NoScore
    return [] if game.feedback.get(actor) == feedback else [e.FeedbackGiven(actor, feedback)]


# --- the clock


def _start(game: Game, at: Moment) -> list[e.GameEvent]:
    match game.stage:
        case Stage.SIGN_UP:
            raise errors.NotDealt
        case Stage.RUNNING | Stage.ENDED:
            raise errors.AlreadyStarted
        case Stage.DEALT:
            started = evolve(game, e.GameStarted())
            return [e.GameStarted(), *_bells(started, 0, at, at)]
        case _:
            assert_never(game.stage)


def _drive(
    game: Game,
    command: c.PauseGame | c.ResumeGame | c.ChangeTime | c.SkipPhase,
    at: Moment,
) -> Iterator[e.GameEvent]:
    clock = _running(game)
    now = clock.paused_at or at
    match command:
        case c.PauseGame():
            if game.paused:
                raise errors.AlreadyPaused
            due = list(_ring(game, at))  # what comes before the pause is not delayed by it
            yield from due
            if not any(isinstance(event, e.GameEnded) for event in due):
                yield e.GamePaused(at)
        case c.ResumeGame():
            if clock.paused_at is None:
                raise errors.NotPaused
            away = at - clock.paused_at
            yield e.GameResumed(starts=clock.starts + away, ends=clock.ends + away)
        case c.ChangeTime(by, seen):
            if seen is not None and seen != clock.ends:
                return  # a second click
            if by < timedelta() and clock.ends + by < now:
                raise errors.TooMuchTimeTaken(left=_in_words(clock.ends - now), asked=_in_words(-by))
            if by:
                yield e.TimeChanged(by, clock.ends + by)
        case c.SkipPhase(seen):
            if seen is not None and seen != clock.phase:
                return  # a second click
            yield from _bells(game, clock.phase + 1, at, at)
        case _:
            assert_never(command)


def _running(game: Game) -> Clock:
    if game.stage is not Stage.RUNNING or game.clock is None:
        raise errors.NotRunning
    return game.clock


def _in_words(span: timedelta) -> str:
    minutes, seconds = divmod(max(0, round(span.total_seconds())), 60)
    parts = [f"{minutes} min" if minutes else "", f"{seconds} s" if seconds or not minutes else ""]
    return " ".join(part for part in parts if part)


def _ring(game: Game, at: Moment) -> Iterator[e.GameEvent]:
    """Every bell and cue that is due, in order; each phase starts at the second the last one ended."""
    clock, phase = game.clock, game.phase
    if clock is None or phase is None or game.paused:
        return
    missed = _missed_ballot(phase, clock) if clock.ends <= at else None
    if missed is not None:
        promised = phase.cues[missed].due(clock.starts, clock.ends)
        by = at - promised
        yield from (cue for cue in _cues(game, clock, promised) if cue.cue != missed)
        yield e.CueRung(clock.phase, missed, at)
        yield e.TimeChanged(by, clock.ends + by)
    elif clock.ends <= at:
        yield from _bells(game, clock.phase + 1, clock.ends, at)
    else:
        due: list[e.CueRung | e.TurnBegan] = [*_cues(game, clock, at), *_turns(game, clock, at)]
        yield from sorted(due, key=lambda event: event.at)


def _missed_ballot(phase: PlannedPhase, clock: Clock) -> int | None:
    """The cue that should have opened the vote while Moot was away: the vote gets its promised minutes."""
    for index, cue in enumerate(phase.cues):
        if cue.kind is CueKind.BALLOT and index not in clock.rung:
            return index
    return None


def _cues(game: Game, clock: Clock, at: Moment) -> Iterator[e.CueRung]:
    due = sorted(
        (cue.due(clock.starts, clock.ends), index)
        for index, cue in enumerate(game.agenda[clock.phase].cues)
        if index not in clock.rung
    )
    for when, index in due:
        if when <= at:
            yield e.CueRung(clock.phase, index, when)


def _turns(game: Game, clock: Clock, at: Moment) -> Iterator[e.TurnBegan]:
    """Every presentation whose time has come, each once."""
    order = game.presentation_order
    lasts = turn_length(clock.starts, clock.ends, len(order), game.speed)
    for when, turn in game.turns_left():
        if when <= at:
            then = order[turn + 1] if turn + 1 < len(order) else None
            late = at - when > LATE
            yield e.TurnBegan(clock.phase, turn, order[turn], when, when + lasts, then, late)


def _turns_missed(game: Game) -> Iterator[e.TurnsMissed]:
    """When a phase ends: who has not presented. A turn never begins after its phase."""
    missed = tuple(game.presentation_order[turn] for _, turn in game.turns_left())
    if missed and game.clock is not None:
        yield e.TurnsMissed(game.clock.phase, missed)


def _bells(game: Game, phase: int, starts: Moment, at: Moment) -> Iterator[e.GameEvent]:
    """The bell of `phase` at `starts`, and every later one up to `at`, each rung once and in order."""
    yield from _turns_missed(game)
    if phase >= len(game.agenda):
        yield e.GameEnded(starts)
        return
    ends = starts + game.agenda[phase].lasts
    bell = e.PhaseStarted(phase, starts, ends, late=at - starts > LATE)
    yield bell
    yield from _ring(evolve(game, bell), at)
