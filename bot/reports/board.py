"""What a board shows: the clock, the councils' progress, whose turn it is, and in the end who has won.

Everybody in the room reads it, and whoever has its link. So it holds nothing of anybody's sheet, no count of
a vote before its close, and nobody's name: it speaks of roles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.domain.audience import only_some
from bot.domain.claims import Ground, Verdict
from bot.domain.council import Council, verdicts
from bot.domain.cues import Cue, CueKind
from bot.domain.game import Game, Stage
from bot.domain.game.state import Clock
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.reports import qr
from bot.reports.presentation import answered
from bot.reports.tallies import votes
from bot.reports.words import counted

WHERE_TO_JOIN = "Open the channel in Slack and press Join, or type /moot join there."


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """The phase that runs. `number` counts from 1; `paused` is since when the clock stands still, and then
    the bounds stand still, too. `task` is what its card says."""

    title: str
    kind: str
    number: int
    of: int
    starts: Moment
    ends: Moment
    paused: Moment | None
    task: str


@dataclass(frozen=True, slots=True)
class Next:
    """The phase after it, and how long that lasts; working time in a game over days."""

    title: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The quotation that was posted last."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class SignedUp:
    """How many have signed up to play, and how many it takes."""

    players: int
    minimum: int


@dataclass(frozen=True, slots=True)
class Join:
    """The way into the plenary; `qr` is the address as SVG."""

    address: str
    where: str
    qr: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A strategy question in a few words, and whether the book answers it."""

    question: str
    covered: bool


@dataclass(frozen=True, slots=True)
class Voting:
    """How many seats have voted, of how many; never how."""

    voted: int
    electorate: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a council's book. `passed` is None in a game without a final vote."""

    passed: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A council. `charter` is the name of its rule; `titles` are those of its policies, in the book's order;
    `covered` of the `of` strategy questions are answered."""

    number: int
    name: str
    charter: str | None
    policies: int
    titles: tuple[str, ...]
    covered: int
    of: int
    coverage: tuple[Covered, ...]
    voting: Voting | None
    result: Result | None
    done: bool
    speaking: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A debrief question with a council's answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Slide:
    """What a council presents."""

    rule: str
    policies: tuple[str, ...]
    vote: str | None
    coverage: str | None
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Which council has the floor, until when, and which is `then`; both by number. While the clock is
    stopped, `ends` stands still, too. There is a slide only in presentations."""

    council: int
    ends: Moment
    then: int | None
    slide: Slide | None


@dataclass(frozen=True, slots=True)
class CouncilResult:
    """A council's result."""

    number: int
    name: str
    passed: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Winner:
    """Somebody who has won individually, by role."""

    council: str
    role: str
    words: str


@dataclass(frozen=True, slots=True)
class Results:
    """Who has won; `undecided` is how many claims are."""

    councils: tuple[CouncilResult, ...]
    winners: tuple[Winner, ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class Board:
    """A game's board. `bells` grows with each bell, and `version` with each change."""

    game: str
    scenario: str
    language: str
    tempo: str
    timezone: str
    stage: str
    starts_at: Moment | None
    expected_end: Moment | None
    phase: ShownPhase | None
    next: Next | None
    quote: Quote | None
    signed_up: SignedUp
    join: Join | None
    councils: tuple[Tile, ...]
    turn: Turn | None
    debrief: tuple[str, ...]
    results: Results | None
    bells: int
    version: int

    def as_json(self) -> dict[str, Any]:
        """Under the same names. Moments are ISO 8601 in UTC."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def board_of(
    game: Game, scenario: Scenario, councils: Sequence[Council], *, plenary: str = "", version: int = 0
) -> Board:
    """The board as things stand. `plenary` is the address of the game's channel; without it nobody is told
    how to join."""
    over = game.stage is Stage.ENDED
    return Board(
        game=game.name,
        scenario=scenario.title,
        language=scenario.language,
        tempo=game.tempo.value,
        timezone=game.timezone,
        stage=game.stage.value,
        starts_at=game.first_bell or game.starts_at,
        expected_end=game.ended_at or game.expected_end,
        phase=_phase(game, scenario),
        next=_next(game),
        quote=None if over else _quote(game, scenario),
        signed_up=SignedUp(len(game.players), game.layout.minimum),
        join=_join(plenary) if plenary and not over else None,
        councils=tuple(_tile(game, scenario, one) for one in councils),
        turn=_turn(game, scenario, councils),
        debrief=_debrief(game, scenario),
        results=_results(game, scenario, councils) if over else None,
        bells=_bells(game),
        version=version,
    )


@lru_cache(maxsize=100)
def _join(plenary: str) -> Join:
    return Join(plenary, WHERE_TO_JOIN, qr.svg(plenary))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _bells(game: Game) -> int:
    """The second of the last bell, or of the end."""
    last = game.ended_at or (game.clock.bell if game.clock else None)
    return int(last.timestamp()) if last else 0


# --- the clock


def _phase(game: Game, scenario: Scenario) -> ShownPhase | None:
    clock, phase = game.clock, game.phase
    if clock is None or phase is None:
        return None
    task = scenario.phase(phase.key).told(game.tempo)
    number, of, starts, ends = clock.phase + 1, len(game.agenda), clock.starts, clock.ends
    return ShownPhase(phase.title, phase.kind.value, number, of, starts, ends, clock.paused_at, task)


def _next(game: Game) -> Next | None:
    """An emergency comes by surprise, so nobody reads of it beforehand."""
    if game.stage is Stage.ENDED:
        return None
    if (waiting := game.interrupted) is not None:
        left = game.time.between(waiting.paused_at or waiting.bell, waiting.ends)
        return Next(game.agenda[waiting.phase].title, round(left.total_seconds()))
    told = (game.agenda[phase] for phase in game.coming if not game.agenda[phase].kind.traits.breaks_in)
    return next((Next(one.title, round(one.lasts.total_seconds())) for one in told), None)


def _quote(game: Game, scenario: Scenario) -> Quote | None:
    """The last that was posted in this phase, else in an earlier one."""
    if (clock := game.clock) is None:
        return None
    before = (phase for phase in range(clock.phase - 1, -1, -1) if phase not in game.coming)
    rung = [*_rung(game, scenario, clock, CueKind.QUOTE)]
    for earlier in before:
        rung = rung or [*_cues(game, scenario, earlier, range(len(game.agenda[earlier].cues)), CueKind.QUOTE)]
    return Quote(rung[-1].text, rung[-1].by) if rung else None


def _debrief(game: Game, scenario: Scenario) -> tuple[str, ...]:
    """The questions of the step that was posted last."""
    if game.clock is None or game.phase is None:
        return ()
    steps = [*_rung(game, scenario, game.clock, CueKind.DEBRIEF)]
    return steps[-1].questions if steps else ()


def _rung(game: Game, scenario: Scenario, clock: Clock, kind: CueKind) -> Iterator[Cue]:
    """What was posted of a kind in the phase that runs, in order."""
    phase, bounds = game.agenda[clock.phase], (clock.starts, clock.ends, game.time)
    rung = sorted(clock.rung, key=lambda index: phase.cues[index].due(*bounds))
    return _cues(game, scenario, clock.phase, rung, kind)


def _cues(game: Game, scenario: Scenario, phase: int, indices: Sequence[int], kind: CueKind) -> Iterator[Cue]:
    """The ones that everybody gets."""
    planned = game.agenda[phase]
    for index in indices:
        cue = planned.cues[index]
        if cue.is_the_packs and not only_some(cue.to) and cue.kind is kind:
            yield scenario.phase(planned.key).cues[planned.place(index)]


# --- the councils


def _tile(game: Game, scenario: Scenario, council: Council) -> Tile:
    answered, vote = council.covered(), council.ballot
    coverage = tuple(Covered(one.short, one.key in answered) for one in scenario.strategy)
    titles = tuple(one.title for _, one in council.book())
    open_vote = vote is not None and council.outcome is None
    return Tile(
        number=council.number,
        name=council.name,
        charter=_rule(scenario, council),
        policies=len(titles),
        titles=titles,
        covered=sum(one.covered for one in coverage),
        of=len(coverage),
        coverage=coverage,
        voting=Voting(vote.turnout, len(vote.electorate)) if vote is not None and open_vote else None,
        result=_result(game, council),
        done=council.number in game.done,
        speaking=game.phase is not None and council.number == game.speaking,
    )


def _rule(scenario: Scenario, council: Council) -> str | None:
    now = council.charter
    return scenario.charter.rule(now.rule, now.threshold).name if now else None


def _result(game: Game, council: Council) -> Result | None:
    """None until it is known."""
    over = game.stage is Stage.ENDED
    book = counted(len(council.order), "policy", "policies") if council.order else "no policies"
    if not council.ballot_rule.held:
        return Result(None, f"{book} adopted") if council.decided or over else None
    if (o := council.outcome) is not None:
        return Result(council.won, votes(o) + (f": {o.reason}" if council.order else f"; {book} in the book"))
    why = "No final vote was held" if council.order else "No policy was adopted"
    return Result(passed=False, words=why) if over else None


def _turn(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Turn | None:
    clock, timing, speaking = game.clock, game.timing, game.speaking
    if clock is None or timing is None or speaking is None or game.phase is None:
        return None
    turn, order = max(clock.turns), game.presentation_order
    presents = game.phase.kind.traits.takes_turns
    council = next((one for one in councils if one.number == speaking), None)
    return Turn(
        council=speaking,
        ends=timing.due(turn + 1),
        then=order[turn + 1] if turn + 1 < len(order) else None,
        slide=_slide(game, scenario, council) if presents and council else None,
    )


def _slide(game: Game, scenario: Scenario, council: Council) -> Slide:
    result = _result(game, council)
    done, of = len(council.covered() & {one.key for one in scenario.strategy}), len(scenario.strategy)
    return Slide(
        rule=_rule(scenario, council) or "No charter was written.",
        policies=tuple(one.title for _, one in council.book()),
        vote=result.words if result else None,
        coverage=f"{done} of {counted(of, 'question')} answered" if of else None,
        answers=tuple(Answered(*said) for said in answered(scenario, council)),
    )


# --- the end


def _results(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Results:
    found = ((one, _result(game, one)) for one in councils)
    return Results(
        councils=tuple(CouncilResult(one.number, one.name, r.passed, r.words) for one, r in found if r),
        winners=tuple(winner for one in councils for winner in _winners(scenario, one)),
        undecided=sum(1 for one in councils for _ in verdicts.undecided(scenario, one)),
    )


def _winners(scenario: Scenario, council: Council) -> Iterator[Winner]:
    for claim in council.standing_claims():
        if verdicts.verdict(scenario, council, claim) is Verdict.WON:
            words = " and ".join(_GROUNDS[win.ground] for win in verdicts.wins(scenario, council, claim))
            yield Winner(council.name, scenario.role(claim.seat).name, words)


_GROUNDS = {Ground.MISSIONS: "by the missions", Ground.PRIORITIES: "by the team's priorities"}
