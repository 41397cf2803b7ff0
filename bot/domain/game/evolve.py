"""How an event changes a game. Never refuses: what is stored has happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar, assert_never

from bot.domain.asks.surveys import SurveyAnswered, SurveyEvent, SurveyShown
from bot.domain.calls import Calls
from bot.domain.floor import NOBODY, after
from bot.domain.game import events as e
from bot.domain.game.calendar import kept
from bot.domain.game.injected import bell_told, cue_told, injected
from bot.domain.game.state import Calendar, Clock, Game, Lost, SignUp, Stage
from bot.domain.game.turns import FROM_THE_START
from bot.domain.ids import UserId

K = TypeVar("K")
V = TypeVar("V")


def evolve(game: Game | None, event: e.GameEvent) -> Game:
    """The game after the event. Never refuses: what is stored has happened."""
    after = _evolved(game, event)
    return after if game is None else replace(after, calendar=kept(game, after, event))


def _evolved(game: Game | None, event: e.GameEvent) -> Game:
    if isinstance(event, e.GameCreated):
        return _created(event)
    if game is None:
        raise ValueError("a game's first event is its creation")
    if isinstance(event, e.TickEvent):
        return replace(_waited(game, event), clock=_ticked(game.clock, event), telling=cue_told(game, event))
    if isinstance(event, e.InjectEvent):
        return injected(game, event)
    if isinstance(event, e.FloorEvent):
        return replace(game, floor=after(game.floor, event))
    if isinstance(event, e.SignUpEvent):
        return _signed_up(game, event)
    if isinstance(event, e.FacilitatorEvent | e.StartEvent | e.CallChanged):
        return _arranged(game, event)
    if isinstance(event, e.AccountEvent):
        return _accounted(game, event)
    if isinstance(event, SurveyEvent):
        return _surveyed(game, event)
    return _went_on(game, event)


def _went_on(game: Game, event: e.CourseEvent) -> Game:
    match event:
        case e.SeatingPlanned(seating):
            return replace(game, plan=seating)
        case e.SeatsDealt(seating):
            return replace(game, stage=Stage.DEALT, plan=None, deal=seating)
        case e.GameStarted():
            return replace(game, stage=Stage.RUNNING)
        case e.PhaseStarted():
            return _rung(game, event)
        case e.Replanned():
            return _replanned(game, event)
        case e.CouncilsDone(_, councils):
            return replace(game, done=councils)
        case e.Announced(_, more):
            return replace(game, last_word=game.closed_at is not None and not more)
        case e.TurnsMissed():
            return game
        case e.GameEnded(at):
            return replace(game, stage=Stage.ENDED, ended_at=at)
        case e.GameClosed(at):
            return replace(game, closed_at=at)
        case e.FeedbackGiven(by, feedback):
            return replace(game, feedback=_with(game.feedback, by, feedback))
        case _:
            assert_never(event)


def _surveyed(game: Game, event: SurveyEvent) -> Game:
    match event:
        case SurveyAnswered(key, by, answer):
            said = _with(game.survey_answers.get(key, {}), by, answer)
            return replace(game, survey_answers=_with(game.survey_answers, key, said))
        case SurveyShown(key):
            return replace(game, surveys_shown=game.surveys_shown | {key})
        case _:
            assert_never(event)


def _signed_up(game: Game, event: e.SignUpEvent) -> Game:
    match event:
        case e.PlayerJoined(player, chair, open_hand):
            return _listed(game, SignUp(player, chair=chair, open_hand=open_hand))
        case e.ObserverJoined(player):
            return _listed(game, SignUp(player, observer=True))
        case e.PlayerLeft(player):
            left = _copied(game.sign_ups)
            left.pop(player, None)
            return replace(game, sign_ups=MappingProxyType(left), floor=game.floor.without(player))
        case e.PlayerReplaced(player, to):
            others = {key: one for key, one in game.sign_ups.items() if key not in (player, to)}
            return _listed(replace(game, sign_ups=others, floor=game.floor.instead(player, to)), SignUp(to))
        case _:
            assert_never(event)


def _arranged(game: Game, event: e.FacilitatorEvent | e.StartEvent | e.CallChanged) -> Game:
    """Who runs the game, its planned start, and where people talk."""
    match event:
        case e.FacilitatorAdded(user):
            return _run_by(game, user)
        case e.FacilitatorRemoved(user):
            lost = {key: replace(one, ran_it=one.ran_it and key != user) for key, one in game.lost.items()}
            return replace(game, facilitators=game.facilitators - {user}, lost=MappingProxyType(lost))
        case e.StartPlanned(starts_at, by_itself):
            return replace(game, starts_at=starts_at, by_itself=by_itself, reminded=frozenset())
        case e.CallChanged(link, council):
            return replace(game, calls=game.calls.changed(link, council))
        case e.StartNear():
            return replace(game, reminded=game.reminded | {"near"})
        case e.StartCame():
            return replace(game, reminded=game.reminded | {"near", "came"}, by_itself=False)
        case _:
            assert_never(event)


def _run_by(game: Game, user: UserId) -> Game:
    """It is offered to nobody any more."""
    return replace(game, facilitators=game.facilitators | {user}, offered=(), offered_at=None)


def _accounted(game: Game, event: e.AccountEvent) -> Game:
    """Who is on the list stays on it; who runs the game runs it again when their account is back."""
    match event:
        case e.AccountLost(user, at, since):
            lost = {**game.lost, user: Lost(at, since, user in game.facilitators)}
            game = replace(game, floor=game.floor.without(user))
            return replace(game, facilitators=game.facilitators - {user}, lost=MappingProxyType(lost))
        case e.AccountReturned(user):
            others = {key: one for key, one in game.lost.items() if key != user}
            ran_it, game = game.lost[user].ran_it, replace(game, lost=MappingProxyType(others))
            return _run_by(game, user) if ran_it else game
        case e.GameOffered(to, at):
            asked = game.once_offered.union(to)
            return replace(game, offered=(*game.offered, *to), offered_at=at, once_offered=asked)
        case _:
            assert_never(event)


def _created(event: e.GameCreated) -> Game:
    return Game(
        id=event.game,
        name=event.name,
        scenario=event.scenario,
        scenario_version=event.scenario_version,
        layout=event.layout,
        agenda=event.agenda,
        plenary=event.plenary,
        facilitators=frozenset(event.facilitators),
        starts_at=event.starts_at,
        timezone=event.timezone,
        speed=event.speed,
        seed=event.seed,
        working=event.working,
        by_itself=event.by_itself,
        host=event.host,
        ballot_by=event.ballot_by,
        surveys=event.surveys,
        edition=event.edition,
        calls=Calls(event.call),
        calendar=Calendar(start=event.starts_at),
        length=sum((phase.lasts for phase in event.agenda), timedelta()),
    )


def _listed(game: Game, sign_up: SignUp) -> Game:
    return replace(game, sign_ups=_with(game.sign_ups, sign_up.player, sign_up))


def _with(known: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    copy = _copied(known)
    copy[key] = value
    return MappingProxyType(copy)


def _copied(known: Mapping[K, V]) -> dict[K, V]:
    """Of thousands of people: what stands behind a proxy is copied in one piece, not entry by entry."""
    return known.copy() if isinstance(known, MappingProxyType) else dict(known)


def _rung(game: Game, event: e.PhaseStarted) -> Game:
    before, ahead = game.interrupted, game.ahead
    goes_on = before if event.starts is not None else None
    clock = Clock(
        event.phase,
        event.starts or event.at,
        event.ends,
        bell=event.at,
        known=event.at,
        run=event.run,
        why=event.why,
        rung=goes_on.rung if goes_on else frozenset(),
        turns=goes_on.turns if goes_on else frozenset(),
        counted=goes_on.counted if goes_on else FROM_THE_START,
        paused_at=event.at if event.paused else None,
    )
    if event.why is e.Bell.INJECTED:
        assert game.clock is not None
        stopped = game.clock.paused_at or event.at
        before = replace(game.clock, paused_at=stopped, away_until=None, cut_off=False)
        ahead = ahead | {event.phase}
    elif event.why is e.Bell.BACK and before is not None and game.clock is not None:
        before, ahead = None, ahead - {game.clock.phase}  # it comes in its place after all
    else:
        before = None
    if event.agenda is not None:
        length = sum((phase.lasts for phase in event.agenda), timedelta())
        game = replace(game, agenda=event.agenda, length=game.length if game.clock else length)
    return replace(
        game,
        clock=clock,
        interrupted=before,
        ahead=ahead,
        first_bell=game.first_bell or event.at,
        runs=MappingProxyType({**game.runs, event.phase: event.run + 1}),
        late=game.late | {(event.phase, event.run)} if event.late else game.late,
        done=frozenset(),
        telling=bell_told(game, event),
        floor=NOBODY,
    )


def _replanned(game: Game, event: e.Replanned) -> Game:
    if game.clock is None:
        raise ValueError("a clock is changed after the first bell")
    waiting = game.interrupted
    if waiting is not None and event.rest is not None:
        waiting = replace(waiting, ends=event.rest)
    changed = game.clock.changed if event.at is None else (event.by, event.at)
    clock = replace(game.clock, ends=event.ends, changed=changed)
    game = replace(game, agenda=event.agenda, clock=clock, interrupted=waiting)
    return replace(game, new_end=game.expected_end)


def _waited(game: Game, event: e.TickEvent) -> Game:
    """While the clock stood still, the speaker's time did so, too."""
    since, clock = game.floor.since, game.clock
    if not isinstance(event, e.GameResumed) or event.caught_up or since is None or clock is None:
        return game
    stopped, at = clock.paused_at, event.at
    if stopped is None or at is None:
        return game
    since = game.time.before(at, game.time.between(since, stopped)) if since < stopped else at
    return replace(game, floor=replace(game.floor, since=since))


def _ticked(clock: Clock | None, event: e.TickEvent) -> Clock:
    if clock is None:
        raise ValueError("a clock is changed after the first bell")
    match event:
        case e.CueRung(cue=cue, at=at):
            return replace(clock, rung=clock.rung | {cue}, known=max(clock.known, at))
        case e.CueMissed(cue=cue):
            return replace(clock, rung=clock.rung | {cue})
        case e.TurnBegan(turn=turn, gone=gone):
            counted = clock.counted if gone is None else (turn, gone)
            return replace(clock, turns=clock.turns | {turn}, counted=counted)
        case e.GamePaused(at, until, cut_off):
            return replace(clock, paused_at=at, away_until=until, cut_off=cut_off)
        case e.GameResumed(starts, ends, at, caught_up):
            resumed_at = at or (clock.paused_at and clock.paused_at + (starts - clock.starts))
            if caught_up:
                resumed_at = clock.paused_at  # as if it had never stood still
            clock = replace(clock, known=max(clock.known, at or clock.known), resumed_at=resumed_at)
            return replace(clock, starts=starts, ends=ends, paused_at=None, away_until=None, cut_off=False)
        case e.TimeChanged(by, ends, at):
            return replace(clock, ends=ends, changed=clock.changed if at is None else (by, at))
        case _:
            assert_never(event)
