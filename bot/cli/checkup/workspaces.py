"""For many workspaces: whether their tokens can be kept, and how many have installed Moot."""

from bot.cli.checkup.findings import Finding, fail, ok, warn
from bot.config import Settings
from bot.db.engine import make_engine, make_readers
from bot.db.installations import Installation, Installations
from bot.db.sealed import Sealer

NAMED = 5  # workspaces; `moot workspaces` lists all


def of_keys(settings: Settings) -> Finding:
    """The settings without which nobody can install Moot."""
    if not settings.token_keys:
        return fail(
            "keys", "MOOT_TOKEN_KEYS is missing.", "`moot keys new` prints one; keep a copy of it safe."
        )
    if not settings.moot_public_url:
        advice = (
            "It is the address at which Slack and browsers reach this bot, such as https://moot.example.org."
        )
        return fail("keys", "MOOT_PUBLIC_URL is missing.", advice)
    if not settings.moot_contact:
        said = f"people install Moot at {settings.moot_public_url}/slack/install, and nobody is named to ask."
        return warn("keys", said, "Set MOOT_CONTACT: the privacy page shows it.")
    return ok("keys", f"tokens are sealed; people install Moot at {settings.moot_public_url}/slack/install.")


async def of_workspaces(settings: Settings) -> Finding:
    """How many workspaces have Moot, how many have removed it, and whose token no key opens."""
    engine = make_engine(settings.database_url)
    try:
        async with make_readers(engine)() as session:
            found = await Installations(Sealer(settings.token_keys)).all(session)
    finally:
        await engine.dispose()
    standing = [one for one in found if one.stands]
    said = f"installed in {len(standing)}, gone from {len(found) - len(standing)}."
    if shut := [one for one in standing if not one.opens]:
        advice = "Add the key that sealed them to MOOT_TOKEN_KEYS, or have Moot installed there again."
        return warn("workspaces", f"{said} No key opens the tokens of {_named(shut)}.", advice)
    return ok("workspaces", said)


def _named(some: list[Installation]) -> str:
    more = f" and {len(some) - NAMED} more" if len(some) > NAMED else ""
    return ", ".join(one.whose for one in some[:NAMED]) + more
