"""Everything besides Slack: database, content, PDF, boards, webhook, and games that cannot be run.

What only some settings need is loaded only for them, because it takes longer than all the rest.
"""

from bot.cli.checkup import boards
from bot.cli.checkup.database import UP_TO_DATE, Life, of_database
from bot.cli.checkup.findings import Finding, Verdict, fail, ok, warn
from bot.cli.checkup.workspaces import of_keys, of_workspaces
from bot.clock import Clock
from bot.config import Settings
from bot.domain.errors import MootError
from bot.domain.ids import Moment
from bot.reports import pdf
from bot.scenarios import packs


async def of_this_place(settings: Settings, now: Clock) -> tuple[list[Finding], Life]:
    """All findings, in the order in which they matter; and what goes on in the database."""
    database, life = await of_database(settings)
    found = [database]
    if settings.many:
        found += [of_keys(settings), *([await of_workspaces(settings)] if _is_up(database) else [])]
    found += [_content(settings), _pdf(), _board(settings)]
    if settings.moot_creators or settings.moot_channels:
        found.append(_rights(settings))
    if settings.webhook:
        found.append(await _webhook(settings, now()))
    if _is_up(database) and (aside := await _set_aside(settings)):
        found.append(aside)
    return found, life


def _is_up(database: Finding) -> bool:
    return database.said.endswith(UP_TO_DATE)


def _content(settings: Settings) -> Finding:
    try:
        found = packs.packs_of(settings)
    except MootError as error:
        return fail("content", str(error), "See .env.example.")
    if found.broken:
        broken = (fault.place for pack in found.broken.values() for fault in pack.faults)
        faults = "There are faults at " + ", ".join(dict.fromkeys(broken)) + "."  # they may quote secrets
        others = f"Until then, these can be played: {', '.join(found.keys()) or 'none'}."
        return fail("content", faults, f"`moot content check FOLDER` says what is wrong there. {others}")
    if not (keys := found.keys()):
        return fail("content", "There is no content pack.", "Set MOOT_CONTENT to a folder of packs.")
    return ok("content", f"{', '.join(keys)}: no faults.")


def _pdf() -> Finding:
    if pdf.can_make():
        return ok("PDF", "policy books come as Markdown and PDF.")
    return ok("PDF", "policy books come as Markdown only.", pdf.HOW_TO_ADD)


def _board(settings: Settings) -> Finding:
    well, said, advice = boards.found(settings)
    return Finding("board", Verdict.OK if well else Verdict.WARN, said, advice)


def _rights(settings: Settings) -> Finding:
    from bot.services.rights import Set
    from bot.slack.rights.cards import summary

    return ok("rights", summary(Set.of(settings).rights))


async def _webhook(settings: Settings, at: Moment) -> Finding:
    """Sends the webhook a test, without naming its address."""
    import aiohttp

    from bot.courier.webhook import Receiver, tell, why_not
    from bot.reports.news import Ping, as_body

    about, body = "webhook", as_body(Ping(), at)
    try:
        async with aiohttp.ClientSession() as session:
            receiver = Receiver(*settings.webhook or ("", ""))
            status, _ = await tell(session, receiver, f"ping-{int(at.timestamp())}", body, at)
    except (aiohttp.ClientError, OSError) as fault:
        said = f"the receiver cannot be reached ({type(fault).__name__})."
        advice = "Check MOOT_WEBHOOK_URL, and whether the receiver runs. Moot keeps trying for a day."
        return fail(about, said, advice)
    if why := why_not(status):
        advice = "It has to answer a signed moot.ping with 2xx. See its log, and deploy/README.md."
        return fail(about, f"the receiver did not take a test: it {why.removeprefix('webhook: ')}.", advice)
    return ok(about, f"the receiver took a test (moot.ping) and answered {status}.")


async def _set_aside(settings: Settings) -> Finding | None:
    """The games that cannot be run, and what to do about them."""
    from bot.queries.whole import listed
    from bot.runtime.store import open_reader

    try:
        async with open_reader(settings) as reader:
            causes = {one.row.id: one.aside.sentence async for one in listed(reader) if one.aside}
    except MootError:
        return None  # the content's own finding has said what is wrong
    said = f"{', '.join(causes)} cannot be run and will be set aside; all others go on."
    return warn("games", said, " ".join(dict.fromkeys(causes.values()))) if causes else None
