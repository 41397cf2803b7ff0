"""The two that are compared, with the same words for the same things."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from bot.config import Settings
from bot.domain.council.proposal_commands import RecordDecision, SubmitProposal
from bot.domain.game import commands as c
from bot.domain.game.state import council_ids
from bot.domain.ids import ChannelId, ProposalNumber, RoleNumber, UserId
from bot.runtime.store import Store, open_store
from bot.services.games import NewGame
from bot.slack.edge.manifest import OPTIONAL, manifest
from tests.bench.peers import plain
from tests.bench.peers.world import COUNCILS, SEATS, World, a_world
from tests.bench.stage import GAME

CONTENT = Path(__file__).parent / "content"
PACK = "twenty-rounds"
SPEED = 25  # how many times faster a game's minutes pass
ROUNDS = 20
VOTE, SHOWING, END = "The vote", "Showing", "Going home"
PHASES = {  # and how many minutes each lasts: those of the pack, which a test compares
    "Arriving": 1,
    **{f"Round {number} of {ROUNDS}": 1 for number in range(1, ROUNDS + 1)},
    VOTE: 5,
    SHOWING: 3,
    END: 2,
}
FIRST = ProposalNumber(1)
RESULT = re.compile(r"The final vote is closed: (\d+) yes, (\d+) no")


class Player(Protocol):
    """Plays the same game."""

    name: str
    world: World

    async def open(self) -> None:
        """Asks for the channels, and for what opens a game."""
        ...

    async def start(self) -> None:
        """Asks for the first phase."""
        ...

    async def prepare(self) -> None:
        """Does what a vote needs, in the first round."""
        ...

    async def due(self) -> Mapping[str, float]:
        """When each phase is due, as far as that is known, by the machine's clock."""
        ...

    async def results(self) -> Mapping[str, tuple[int, int]]:
        """How many said yes and no, by the council's channel, as far as that was announced."""
        ...


class Plain:
    """The script in plain.py."""

    name = "the plain script"

    def __init__(self, world: World) -> None:
        self.world = world
        councils = {
            f"council-{one + 1}": world.crowd[one * SEATS : (one + 1) * SEATS] for one in range(COUNCILS)
        }
        at, phases = 0.0, list[dict[str, object]]()
        for title, minutes in PHASES.items():
            phases.append({"title": title, "card": "Agree on one thing.", "at": at})
            phases[-1] |= {"votes": title == VOTE, "after_vote": title == SHOWING}
            at += minutes * 60 / SPEED
        plan = json.dumps({"councils": councils, "phases": phases})
        (world.folder / "plan.json").write_text(plan, encoding="utf-8")
        world.words = (plain.__file__, str(world.folder))

    async def open(self) -> None:
        await self._types("open")

    async def start(self) -> None:
        await self._types("start")

    async def prepare(self) -> None:
        pass  # it asks for nothing

    async def _types(self, text: str) -> None:
        await self.world.people.command(self.world.director, self.world.plenary, "/plain", text)

    async def due(self) -> Mapping[str, float]:
        state = json.loads((self.world.folder / "state.json").read_text(encoding="utf-8"))
        plan = json.loads((self.world.folder / "plan.json").read_text(encoding="utf-8"))
        return {one["title"]: state["started"] + one["at"] for one in plan["phases"]}

    async def results(self) -> Mapping[str, tuple[int, int]]:
        found = [(one.channel, RESULT.match(one.text)) for one in self.world.seen.posts]
        return {channel: (int(said[1]), int(said[2])) for channel, said in found if said}


class Moot:
    """The real bot, and its database."""

    name = "Moot"

    def __init__(self, world: World, store: Store) -> None:
        self.world, self._store = world, store
        self._due: dict[str, float] = {}
        world.words = ("-m", "tests.bench.bots", "moot")

    async def sign_up(self) -> None:
        """Everybody joins, before the bot is started."""
        games, world = self._store.services.games, self.world
        new = NewGame(
            game=GAME,
            team=("", world.workspace.team_id),
            name="The bench game",
            scenario=PACK,
            plenary=ChannelId(world.plenary),
            facilitators=(),
            starts_at=None,
            timezone="UTC",
            speed=SPEED,
            seed=1,
        )
        await games.create(new, actor=UserId(world.director))
        for user in world.crowd:
            await games.handle(GAME, c.Join(UserId(user)), actor=UserId(user))

    async def open(self) -> None:
        await self._types("deal")

    async def start(self) -> None:
        await self._types("start")

    async def prepare(self) -> None:
        """Every council has a policy, as its steward says."""
        game = await self._store.services.games.load(GAME)
        assert game.deal is not None
        # each follows the game's bell by itself
        while not all(one.begun for one in await self._store.services.reader.councils(game)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        for council, seats in zip(council_ids(game), game.deal.councils, strict=True):
            steward = dict(seats)[RoleNumber(1)]
            for command in (SubmitProposal("The rope", "The keepers mend it."), RecordDecision(FIRST)):
                await self._store.services.councils.handle(council, command, actor=steward)

    async def _types(self, text: str) -> None:
        await self.world.people.command(self.world.director, self.world.plenary, "/moot", text)

    async def due(self) -> Mapping[str, float]:
        """The phase that runs, and the next."""
        game = await self._store.services.games.load(GAME)
        if game.clock is not None:
            after = game.clock.phase + 1
            for phase, moment in ((after - 1, game.clock.starts), (after, game.clock.ends)):
                if phase < len(game.agenda):
                    self._due[[*PHASES][phase]] = moment.timestamp()
        return self._due

    async def results(self) -> Mapping[str, tuple[int, int]]:
        reader, channels = self._store.services.reader, self.world.workspace.names
        game = await self._store.services.games.load(GAME)
        return {
            channels[f"council-{one.number}-{GAME}"].id: (
                int(one.outcome.yes),
                int(one.outcome.no),
            )
            for one in await reader.councils(game)
            if one.outcome is not None
        }


@asynccontextmanager
async def the_plain_script() -> AsyncIterator[Player]:
    """Started."""
    async with a_world(plain.MANIFEST) as world:
        player = Plain(world)
        await world.start()
        yield player


@asynccontextmanager
async def moot() -> AsyncIterator[Player]:
    """Started, with everybody signed up."""
    async with a_world(manifest(), OPTIONAL) as world:
        url = f"sqlite:///{world.folder / 'moot.db'}"
        world.environment |= {"DATABASE_URL": url, "MOOT_CONTENT": str(CONTENT)}
        settings = Settings(database_url=url, moot_content=CONTENT, _env_file=None)
        async with open_store(settings) as store:
            player = Moot(world, store)
            await player.sign_up()
            await world.start()
            await player._types("seat")
            yield player
