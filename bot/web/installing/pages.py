"""What these pages say and how they look. Everything on them is in the page itself; they run no script."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from slack_sdk.oauth.installation_store import Installation as Granted

from bot.slack.edge.manifest import OPTIONAL, SCOPES
from bot.slack.edge.oauth import NotGranted, Why

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "style.css").read_text("utf-8")
_SHA = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_SHA}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",  # the address holds a code
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
INSTALLED_PATH = "/slack/installed"
ID = re.compile(r"[A-Z0-9]{2,20}")
REQUIRED = tuple(one for one in SCOPES if one not in OPTIONAL)


@dataclass(frozen=True, slots=True)
class Failed:
    """Why Moot was not installed, and what to do; `again`: it can be tried at once."""

    status: HTTPStatus
    title: str
    said: str
    again: bool = True


IT_MAY_BE_THERE = "If you have just installed Moot, look for it under Apps in Slack: it may be there."
UNCONFIRMED = Failed(
    HTTPStatus.BAD_REQUEST,
    "Slack does not confirm this installation",
    "Its confirmation is missing, too old, or was used before. Nothing was changed.",
)
FAILURES: Mapping[Why, Failed] = {
    Why.CANCELLED: Failed(
        HTTPStatus.OK,
        "Moot was not installed",
        "You cancelled, or your workspace lets only some people install apps. In that case, Slack has "
        "offered to ask an admin for you: once they approve Moot, open this link again.",
    ),
    Why.OTHER_BROWSER: Failed(
        HTTPStatus.BAD_REQUEST,
        "This installation cannot be finished here",
        "An installation has to begin and end in the same browser, and this page cannot be reloaded. If "
        "you have begun in two tabs, only the last can be finished. "
        f"{IT_MAY_BE_THERE}",
    ),
    Why.TOO_LATE: Failed(
        HTTPStatus.BAD_REQUEST,
        "This link is used up",
        f"It works once, and for ten minutes. {IT_MAY_BE_THERE}",
    ),
    Why.NO_CODE: UNCONFIRMED,
    Why.USED_CODE: UNCONFIRMED,
    Why.SCOPES: Failed(
        HTTPStatus.BAD_REQUEST,
        "Moot needs more than it was given",
        "Moot cannot run a game without these permissions: {missing}. Begin again with the button, and do "
        "not change the address of Slack's page.",
    ),
    Why.NOT_PUBLIC: Failed(
        HTTPStatus.OK,
        "Moot can be installed only where it was made",
        "This Moot is not open to other workspaces yet. Ask the people who run it to activate public "
        "distribution in the app's settings.",
        again=False,
    ),
    Why.UNREACHABLE: Failed(
        HTTPStatus.BAD_GATEWAY,
        "Slack does not answer",
        "Moot could not fetch Slack's confirmation. Slack may list it under Apps already, but the "
        "installation is not complete. Try again in a few minutes.",
    ),
    Why.BUSY: Failed(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Moot is busy",
        "It could not finish the installation just now. Try again in a minute.",
    ),
    Why.SET_UP_WRONG: Failed(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "This Moot is not set up correctly",
        "Slack does not accept what Moot sends. Tell the people who run it; the log names the reason, and "
        "deploy/workspaces.md says what to do.",
        again=False,
    ),
    Why.OTHER: Failed(
        HTTPStatus.BAD_REQUEST,
        "Moot was not installed",
        "Slack refused for a reason that Moot does not know, or Moot itself failed. Try again; if it fails "
        "again, tell the people who run this Moot: its log names the reason.",
    ),
}


def failed(fault: NotGranted) -> Failed:
    """What somebody reads if their installation failed."""
    found = FAILURES[fault.why]
    return replace(found, said=found.said.format(missing=", ".join(sorted(fault.missing))))


class Pages:
    """Renders them, with links that begin with the public address of this Moot."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._pages = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
        )

    def first(self, url: str) -> str:
        """Before Slack asks: what Moot does, and what it will be allowed to do."""
        required, optional = _with_reasons(REQUIRED), _with_reasons(OPTIONAL)
        return self._page("install.html", url=url, required=required, optional=optional)

    def last(self, granted: Granted) -> str:
        """The address of the last page, which says what is next; it holds no secret."""
        without = [one for one in OPTIONAL if one not in (granted.bot_scopes or ())]
        told = {"team": granted.team_id, "app": granted.app_id, "without": ",".join(without)}
        if granted.is_enterprise_install:
            told["org"] = "1"
        known = {name: value for name, value in told.items() if value}
        return f"{self._home}{INSTALLED_PATH}?{urlencode(known, safe=',:')}"

    def installed(self, team: str, app: str, left_out: Iterable[str], *, everywhere: bool) -> str:
        """After the installation: what to do next, and what Moot cannot do without optional permissions.
        Anything that does not look like one of Slack's ids is left out."""
        leads = ID.fullmatch(team) and ID.fullmatch(app)
        url = f"https://slack.com/app_redirect?app={app}&team={team}" if leads else ""
        without = _with_reasons(one for one in OPTIONAL if one in set(left_out))
        return self._page("installed.html", url=url, without=without, everywhere=everywhere)

    def failed(self, fault: Failed) -> str:
        """Why it did not work, and what to do."""
        return self._page("failed.html", fault=fault)

    def _page(self, name: str, **shown: Any) -> str:
        style = Markup(STYLE)  # noqa: S704 - ours
        return self._pages.get_template(name).render(home=self._home, style=style, **shown)


def _with_reasons(scopes: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, SCOPES[one]) for one in scopes]
