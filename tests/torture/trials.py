"""Trials: a game under some trouble, and whether it came to the same as the undisturbed one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.slack.edge.manifest import OPTIONAL
from tests.torture.kills import Kills, killing
from tests.torture.network import Network, misbehaving
from tests.torture.runs import Result, difference, play
from tests.torture.stage import Nursery, Stage

BLIND = "without history scopes"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a game goes through. `every` is how much is said between two kills on average, 0 for none; `rough`
    how bad the network is, 0 for a good one."""

    name: str
    seed: int
    every: int = 0
    most: int = 10_000
    rough: float = 0.0
    sees_history: bool = True
    replicas: int = 1


@dataclass
class Verdict:
    """What came of a trial; `fault` in words where it failed."""

    trial: Trial
    result: Result | None = None
    fault: str | None = None
    kills: list[str] = field(default_factory=list)
    happened: int = 0

    @property
    def doubles(self) -> tuple[str, ...]:
        """The cards that stood twice, each once for each copy too many."""
        return self.result.seen.doubles if self.result else ()


async def undisturbed(nursery: Nursery, folder: Path, seed: int, database_url: str = "") -> Result:
    """The game as it should be."""
    return await play(nursery, folder / "undisturbed", seed, database_url=database_url)


async def tried(
    nursery: Nursery,
    folder: Path,
    seed: int,
    trial: Trial,
    expected: Awaitable[Result],
    *,
    database_url: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Verdict:
    """Plays the game with this seed through the trial, and judges it."""
    verdict, said = Verdict(trial), list[str]()

    def heard(what: str) -> None:
        said.append(what)
        tell(what)

    @asynccontextmanager
    async def trouble(stage: Stage) -> AsyncIterator[None]:
        kills: Kills | None = None
        network: Network | None = None
        async with AsyncExitStack() as stack:
            if trial.rough:
                network = await stack.enter_async_context(misbehaving(stage, trial.seed, trial.rough))
            if trial.every:
                kills = await stack.enter_async_context(killing(stage, trial.seed, trial.every, trial.most))
            try:
                yield
            finally:
                verdict.kills = kills.points if kills else []
                verdict.happened = network.happened.total() if network else 0

    scopes = OPTIONAL if trial.sees_history else ()
    where = folder / trial.name.replace(" ", "-")
    try:
        verdict.result = await play(
            nursery,
            where,
            seed,
            trouble,
            database_url=database_url,
            optional_scopes=scopes,
            replicas=trial.replicas,
            tell=heard,
        )
    except AssertionError as fault:
        verdict.fault = f"{fault} (while: {', '.join(said[-2:])})"
    else:
        should = (await expected).seen
        verdict.fault = difference(should, verdict.result.seen) or _doubled(trial, verdict.result)
    return verdict


def _doubled(trial: Trial, result: Result) -> str | None:
    """Doubles are only where nobody could know, and the bot has counted each of them."""
    seen = result.seen
    if trial.sees_history and seen.doubles:
        return f"doubled, although it could be known: {', '.join(seen.doubles)}"
    if unknown := set(seen.doubles) - seen.doubtful:
        return f"doubled, and the bot does not know it: {', '.join(sorted(unknown))}"
    return None
