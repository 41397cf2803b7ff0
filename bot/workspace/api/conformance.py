"""Which parts of Slack this workspace simulates. `python -m bot.workspace.api.conformance` prints the page.

It is made from the workspace's own tables, so it is always true.
"""

import html
import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk import WebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.workspace.api import event_names, limits, web_api  # noqa: F401 - importing it declares the methods
from bot.workspace.api.block_kit import blocks, elements
from bot.workspace.api.method import METHODS, Method
from bot.workspace.state import rates

_INTRO = """Which parts of Slack this workspace simulates, and which it does not. It refuses methods,
arguments, blocks and elements that are not listed here as covered, with the error that Slack would give.
README.md says where it guesses or is stricter than Slack."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a title and a sentence."""

    title: str
    text: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sections() -> list[Section]:
    """All sections, in order."""
    return [
        _methods(),
        _missing_methods(),
        _events(),
        _missing_events(),
        _blocks(),
        _elements(),
        _limits(),
        _apart(),
    ]


def _methods() -> Section:
    rows = tuple(_method(one) for _, one in sorted(METHODS.items()))
    text = (
        "`Rate` is a tier, or calls per minute. Required arguments are in bold. "
        "Scopes that depend on the kind of channel are not shown."
    )
    return Section("Web API methods", text, ("Method", "Rate", "Scope", "Arguments"), rows)


def _method(one: Method) -> tuple[str, ...]:
    rate = (
        f"tier {one.tier}, {rates.PER_MINUTE[one.tier]}+"
        if isinstance(one.tier, int)
        else _rate(str(one.tier))
    )
    arguments = [*(f"**{name}**" for name in one.required), *sorted(one.optional)]
    return f"`{one.name}`", rate, one.scope or "", ", ".join(arguments)


def _rate(tier: str) -> str:
    each = f", and 1 a second per channel after {rates.CHANNEL_BANK} at once" if tier == "posting" else ""
    return f"{rates.PER_MINUTE[tier]} a minute{each}"


def _missing_methods() -> Section:
    """By family, from slack_sdk: everything it can call and this workspace cannot answer."""
    called = set(re.findall(r'api_call\(\s*"([\w.]+)"', inspect.getsource(WebClient)))
    families: dict[str, list[str]] = {}
    for name in sorted(called - METHODS.keys() - {"api.test"}):
        families.setdefault(name.split(".")[0], []).append(name.partition(".")[2])
    rows = tuple((f"`{family}.*`", ", ".join(names)) for family, names in families.items())
    return Section("Missing methods", "They answer `unknown_method`.", ("Family", "Methods"), rows)


def _events() -> Section:
    rows = tuple((f"`{name}`", when) for name, when in event_names.SENT.items())
    text = "By Socket Mode and signed HTTP; retried at once, after one minute and after five; else sent once."
    return Section("Events", text, ("Event", "When"), rows)


def _missing_events() -> Section:
    text = "An app may subscribe to these, but nothing triggers them. A manifest with other names is refused."
    return Section(
        "Events that never happen", text, ("Events",), ((", ".join(sorted(event_names.NEVER_SENT)),),)
    )


def _blocks() -> Section:
    everywhere = set(blocks.EVERYWHERE)
    rows = tuple(
        (f"`{name}`", "messages, modals, Home" if name in everywhere else "messages")
        for name in blocks.IN_MESSAGES
    )
    text = (
        "Missing: the blocks of canvases, and newer ones: "
        "`card`, `carousel`, `alert`, `plan`, `task_card`, `context_actions`."
    )
    return Section("Blocks", text, ("Block", "Where"), rows)


def _elements() -> Section:
    places = {"actions": elements.IN_ACTIONS, "section": elements.IN_SECTION, "input": elements.IN_INPUT}
    names = dict.fromkeys(name for place in places.values() for name in place)
    rows = tuple(
        (f"`{name}`", ", ".join(place for place, inside in places.items() if name in inside))
        for name in names
    )
    text = (
        "Missing: `external_select`, `multi_external_select`, `file_input`, `rich_text_input`, "
        "`workflow_button`."
    )
    return Section("Elements", text, ("Element", "In"), rows)


def _limits() -> Section:
    rows = (
        ("Acknowledgement of a delivery", f"{limits.ACK_SECONDS:g} s"),
        ("Retries of an event", ", ".join(f"after {seconds:g} s" for seconds in limits.EVENT_RETRY_SECONDS)),
        ("Life of a trigger_id", f"{limits.TRIGGER_SECONDS:g} s, once"),
        (
            "Life of a response_url",
            f"{limits.RESPONSE_URL_SECONDS / 60:g} min, {limits.RESPONSE_URL_USES} times",
        ),
        ("Socket Mode connections of an app", str(limits.SOCKETS_PER_APP)),
        ("Blocks of a message; of a view", f"{limits.MESSAGE_BLOCKS}; {limits.VIEW_BLOCKS}"),
        ("Text in all blocks of a message (?)", f"{limits.MESSAGE_BLOCKS_TEXT:,} characters"),
        (
            "Text posted; updated; markdown_text",
            f"{limits.POSTED_TEXT:,}; {limits.UPDATED_TEXT:,}; {limits.MARKDOWN_TEXT:,}",
        ),
        (
            "A view's payload; views in a stack",
            f"{limits.VIEW_BYTES:,} bytes; {limits.VIEW_STACK}",
        ),
        ("Channel name; topic and purpose", f"{limits.CHANNEL_NAME}; {limits.TOPIC} characters"),
        ("People in one invitation", str(limits.INVITED_AT_ONCE)),
        (
            "Reactions of a person; kinds on a message (?)",
            f"{limits.REACTIONS_PER_PERSON}; {limits.REACTIONS_PER_MESSAGE}",
        ),
        ("Metadata of a message (?)", f"{limits.METADATA_BYTES:,} bytes"),
        (
            "Text of a canvas, a call; cells of a table in it; levels of headings",
            f"{limits.CANVAS_BYTES:,} bytes; {limits.CANVAS_TABLE_CELLS}; 3",
        ),
    )
    text = (
        "Lengths of texts, labels, options and ids follow the Block Kit reference. "
        "(?) marks what Slack does not publish."
    )
    return Section("Limits", text, ("What", "How much"), rows)


def _apart() -> Section:
    rows = (
        (
            "Installation by OAuth",
            "`/oauth/v2/authorize` asks for permission, and `oauth.v2.access` gives a token for the "
            "code, which works once, for ten minutes. Or an app is installed from its manifest, and nobody "
            "is asked",
        ),
        (
            "Token rotation",
            "tokens expire after twelve hours; a refresh token works once, and the token before works "
            "until it expires (?). A token that was exchanged no longer works (?)",
        ),
        (
            "Several workspaces",
            "on one server, each at an address of its own; an app's deliveries from all of them go to "
            "its one request URL. A Socket Mode connection belongs to one workspace",
        ),
        (
            "Enterprise Grid",
            "workspaces of an organization, with an app in each or in all of them by one token; which it "
            "means is said by `team_id`, or by an id that it names. Nobody approves an app for single "
            "workspaces; events of its removal come from each of them (?). No channels of several workspaces",
        ),
        ("Slack Connect", "no; strangers and guests are people with a flag"),
        ("User tokens", "no; `tokens_revoked` may say that a person's was revoked"),
        ("Group direct messages (mpim)", "no: `method_not_supported_for_channel_type`"),
        ("Scheduled messages, reminders, calls, lists, workflows", "no: `unknown_method`"),
        (
            "Canvases",
            "one a channel: made by an app, and replaced, continued or renamed by it; people read it. "
            "Its text can be looked for. No changes of a section, no access of its own, none elsewhere",
        ),
        ("Unfurling of links", "no; the arguments are accepted"),
        ("Custom emoji", "no; only Slack's standard ones, with their skin tones"),
    )
    return Section("Other features", "What else a workspace has.", ("What", "Here"), rows)


def as_markdown() -> str:
    """The whole page, as CONFORMANCE.md holds it."""
    parts = ["# Conformance", "", _INTRO, "", "<!-- Made by `python -m bot.workspace.api.conformance`. -->"]
    for section in sections():
        parts += ["", f"## {section.title}", "", section.text, ""]
        parts += [_line(section.head), _line("---" for _ in section.head), *map(_line, section.rows)]
    return "\n".join(parts) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


_STYLE = """body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 0 auto; padding: 24px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 8px;
border-bottom: 1px solid #8886; overflow-wrap: anywhere; } :root { color-scheme: light dark; }"""


def as_html() -> str:
    """The table as a page for a browser."""
    parts = [f"<h1>Conformance</h1><p>{_marked(_INTRO)}</p>"]
    for section in sections():
        head = "".join(f'<th scope="col">{_marked(cell)}</th>' for cell in section.head)
        rows = "".join(
            f"<tr>{''.join(f'<td>{_marked(cell)}</td>' for cell in row)}</tr>" for row in section.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        parts.append(f"<h2>{html.escape(section.title)}</h2><p>{_marked(section.text)}</p>{table}")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Conformance</title>'
        '<link rel="icon" href="/page/static/icon.svg" type="image/svg+xml">'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<main>{''.join(parts)}</main></html>"
    )


def _marked(text: str) -> str:
    bold = re.sub(r"\*\*(\w+)\*\*", r"<b>\1</b>", html.escape(text))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", bold)


async def page(_: Request) -> Response:
    """GET /conformance"""
    return HTMLResponse(as_html())


if __name__ == "__main__":
    print(as_markdown(), end="")
