"""`moot check`: what an operator still needs to run Moot, a line each with what to do, and what comes next.

It changes nothing: it sends no message in Slack, makes no table and prints no secret. A webhook gets a test.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from importlib import import_module

import typer

from bot import clock
from bot.cli.checkup.findings import CheckupJson, Finding, Step, all_well, warn
from bot.cli.checkup.slack import of_slack
from bot.clock import Clock
from bot.config import ENV_FILE, Settings, overruled


async def checkup(settings: Settings, now: Clock, *, http: bool = False) -> AsyncIterator[Finding | Step]:
    """All findings, in the order in which they matter, and last what to do next; with `http`, those of
    `moot run --http`."""
    if both := overruled():
        said = f"the environment overrides {ENV_FILE} for {', '.join(both)}."
        yield warn("settings", said, f"If {ENV_FILE} is right: `unset {' '.join(both)}`.")
    slack = asyncio.create_task(of_slack(settings, now, http=http))
    await asyncio.to_thread(import_module, "bot.cli.checkup.here")  # it loads a lot, while Slack is asked
    from bot.cli.checkup.here import of_this_place
    from bot.cli.checkup.next_step import next_step

    here = asyncio.create_task(of_this_place(settings, now))
    found = await slack
    for finding in found:
        yield finding
    more, life = await here
    for finding in more:
        yield finding
    yield Step(next_step(settings, [*found, *more], life, now(), http=http))


def told(*, as_json: bool, http: bool) -> bool:
    """Prints each finding as soon as it is known, or all of them as JSON. Returns whether Moot can run."""
    findings, step = asyncio.run(_found(shows=not as_json, http=http))
    if as_json:
        typer.echo(json.dumps(for_machines(findings, step), indent=2))
    else:
        typer.echo(f"\nNext: {step}")
    return all_well(findings)


async def _found(*, shows: bool, http: bool) -> tuple[list[Finding], str]:
    findings, step = [], ""
    async for one in checkup(Settings(), clock.now, http=http):
        if isinstance(one, Step):
            step = one.said
            continue
        findings.append(one)
        if shows:
            typer.echo(one)
    return findings, step


def for_machines(findings: list[Finding], step: str) -> CheckupJson:
    """The whole checkup for machines."""
    return {"ok": all_well(findings), "checks": [one.as_json() for one in findings], "next": step}
