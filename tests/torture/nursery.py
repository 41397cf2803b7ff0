"""Starts bots fast: everything is loaded once, and each bot is a fork of this process that runs `moot run`.

For each line on stdin, a JSON object of environment variables, it prints the id of a new process. The bots
differ from real ones in one point: the game gets the id and the seed that are named, so that runs can be
compared.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache

from bot.cli.main import run
from bot.config import Settings
from bot.domain.ids import GameId
from bot.runtime import store
from bot.runtime.store import Store
from bot.scenarios.packs import Packs, packs_of
from bot.services import Services
from bot.web.health import Health

GAME = GameId("torture")
_open_store = store.open_store


@cache
def shipped() -> Packs:
    """The packs of the checkout: `main` checks them before it forks, so that no child has to."""
    return packs_of(Settings(_env_file=None))


@asynccontextmanager
async def _seeded(settings: Settings, health: Health) -> AsyncIterator[Store]:
    async with _open_store(settings, health=health) as store:
        yield replace(store, services=_chosen(store.services, int(os.environ["TORTURE_SEED"])))


def _chosen(services: Services, seed: int) -> Services:
    """With an id and a seed for the game, also in the one workspace that a bot looks after."""
    of = services.of
    return replace(
        services, new_game_id=lambda: GAME, new_seed=lambda: seed, of=lambda team: _chosen(of(team), seed)
    )


def _bot(environment: dict[str, str]) -> None:
    """A bot's whole life."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # Ctrl-C is for whoever started us
    os.environ.update(environment)
    log = os.open(environment["TORTURE_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    store.open_store = _seeded  # type: ignore[assignment]
    store.packs_of = lambda settings: shipped()  # type: ignore[attr-defined]
    run(http="MOOT_HTTP_ADDRESS" in environment)


def main() -> None:
    """Forks until stdin ends. What is there by then no child looks through for garbage."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the dead
    shipped()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _bot(json.loads(line))
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
