"""The end: the result in a sentence, the book to read, another game, and how to run one in a real Slack."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot import clock
from bot.domain.amounts import digits
from bot.domain.claims import Verdict
from bot.domain.council import Council
from bot.domain.council.verdicts import verdict
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.scenario import Scenario
from bot.rehearsal.stage import Running, outcome, report
from bot.rehearsal.table import Table
from bot.reports import book_files, pdf
from bot.workspace.state.records import Control, Link, Notice, Paper

AGAIN, OWN_SLACK = "again", "own-slack.md"
GUIDE = Path(__file__).resolve().parents[2] / "deploy" / "README.md"
STEPS = """Run it in your Slack

1. In your Slack workspace, create an app from the manifest that `.venv/bin/moot manifest` prints.
2. Copy .env.example to .env, and put the app's two tokens there.
3. `.venv/bin/moot check` says what is missing.
4. `make run` connects it. Invite it to a channel, and type /moot new there.
"""
_KINDS = {".md": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8", ".pdf": "application/pdf"}


async def ending(running: Running, game: Game, visitor: str, again: asyncio.Event) -> Notice:
    """Puts what there is to read where the page finds it, and one button in place of the game's."""
    _, scenario, councils = await outcome(running, game.id)
    mine = next((one for one in councils if one.seat_of(UserId(visitor)) is not None), councils[0])
    files = await asyncio.to_thread(
        book_files.write_books, running.plan.folder / "books", game, scenario, councils, clock.now()
    )
    told, *_ = await report(running, game.id)
    running.workspace.papers = {OWN_SLACK: Paper(_how_to_run(), _KINDS[".md"])}
    books = [_readable(file) for file in files]
    for file in (*books, told):
        running.workspace.papers[file.name] = Paper(file.read_bytes(), _KINDS[file.suffix])
    book = books[councils.index(mine)]

    async def play() -> str:
        again.set()
        return "Another game begins."

    button = Control(AGAIN, "Play again", "A new game, with other people at the table", play)
    running.workspace.controls = {AGAIN: button}
    seated = mine.seat_of(UserId(visitor)) is not None
    mine_alone = [Link("My own result", Table(running, visitor).messages())] if seated else []
    return Notice(
        f"{game.name} is over: {_together(scenario, councils)}",
        tuple(_lines(scenario, mine, visitor)),
        (
            *mine_alone,
            Link(f"The policy book of {mine.name}", f"/papers/{book.name}"),
            Link("What happened, and who won: the report", f"/papers/{told.name}"),
            Link("Run it in your Slack", f"/papers/{OWN_SLACK}"),
        ),
        (AGAIN,),
    )


def _readable(markdown: Path) -> Path:
    made = markdown.with_suffix(".pdf")
    return made if pdf.can_make() and made.exists() else markdown


def _how_to_run() -> bytes:
    guide = GUIDE.read_text(encoding="utf-8") if GUIDE.exists() else ""
    return f"{STEPS}\n{guide and 'Step by step, from deploy/README.md:'}\n\n{guide}".encode()


def _together(scenario: Scenario, councils: Sequence[Council]) -> str:
    if not scenario.ballot.held:
        adopted = sum(len(one.order) for one in councils)
        who = "your council" if len(councils) == 1 else f"{len(councils)} councils"
        return f"{who} adopted {'1 policy' if adopted == 1 else f'{adopted} policies'}"
    won = sum(one.won for one in councils)
    if len(councils) == 1:
        return "your council won" if won else "your council did not win"
    return f"{won} of {len(councils)} councils won"


def _lines(scenario: Scenario, council: Council, visitor: str) -> Iterator[str]:
    yield sentence(council)
    if not scenario.takes_claims:
        return
    seat = council.seat_of(UserId(visitor))
    winners = [
        scenario.role(claim.seat).name
        for claim in council.standing_claims()
        if verdict(scenario, council, claim) is Verdict.WON
    ]
    if seat is not None and scenario.role(seat.role).name in winners:
        yield "You won individually, too."
    elif seat is not None and council.aims.can_win(seat.role):
        yield "You did not win individually."
    others = [one for one in winners if seat is None or one != scenario.role(seat.role).name]
    if others:
        yield f"Individual wins in {council.name}: {', '.join(others)}."


def sentence(council: Council) -> str:
    """Whether a council won, and why; without a final vote, what it adopted."""
    policies = len(council.order)
    book = "1 policy" if policies == 1 else f"{policies} policies"
    if not council.ballot_rule.held:
        return f"{council.name}: {book} adopted."
    if council.outcome is None:
        return f"{council.name}: no win, with {book}: no final vote was held."
    verdict = "won" if council.won else "no win"
    tally = f"{digits(council.outcome.yes)} to {digits(council.outcome.no)}"
    return f"{council.name}: {verdict}, with {book}: {tally} in the final vote, {council.outcome.reason}."
