"""`moot check`: what an operator still needs to run Moot, one line for each finding with what to do, and the
next step.

It changes nothing: it sends no message in Slack, creates no table and prints no secret. A webhook gets a
test.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from importlib import import_module

import typer

from bot import clock, env_file
from bot.cli.checkup.findings import CheckupJson, Finding, Step, all_well, ok, warn
from bot.cli.checkup.slack import of_slack
from bot.clock import Clock
from bot.config import Settings, overruled


async def checkup(settings: Settings, now: Clock, *, http: bool = False) -> AsyncIterator[Finding | Step]:
    """All findings, in the order in which they matter, and last what to do next; with `http`, those of
    `moot run --http`."""
    yield _of_settings()
    slack = asyncio.create_task(of_slack(settings, now, http=http))
    await asyncio.to_thread(import_module, "bot.cli.checkup.here")  # it loads a lot while Slack is asked
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


def _of_settings() -> Finding:
    """Where the settings come from, and which of them may mislead."""
    file = env_file.found()
    said = f"read from {file}."
    if both := overruled():
        overridden = f"{said} The environment overrides {file.path} for {', '.join(both)}."
        return warn("settings", overridden, f"If {file.path} is right: `unset {' '.join(both)}`.")
    if odd := env_file.read_otherwise(file):
        differ = f"{said} Docker, compose and systemd read these lines differently: {', '.join(odd)}."
        return warn("settings", differ, f"{env_file.WRITE_PLAINLY}.")
    return ok("settings", said)


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
