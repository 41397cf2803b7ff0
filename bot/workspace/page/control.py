"""The control API: what a test, an administrator or the director's strip can do to a workspace, over HTTP.

`POST /control/do` with JSON `{"do": name, …}` does one of DEEDS; `GET /control/state`, `/control/traffic` and
`/control/messages` show what there is. README.md lists the fields.
"""

import inspect
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.workspace.api import payloads
from bot.workspace.api.manifest import BadManifest
from bot.workspace.api.method import METHODS
from bot.workspace.api.web_api import Answer
from bot.workspace.delivery.shown import fields
from bot.workspace.page.asked import BadRequest, asked_for
from bot.workspace.state import traffic
from bot.workspace.state.records import App, Channel, Json, Person
from bot.workspace.state.refusals import ApiError, CannotDo
from bot.workspace.workspace import Workspace

Deed = Callable[[Workspace, Json], Json | Awaitable[Json | None] | None]


# -- finding ------------------------------------------------------------------------------------------------


def _person(workspace: Workspace, given: Json, name: str = "person") -> Person:
    wanted = given[name]
    for person in workspace.people.values():
        if wanted in (person.id, person.name):
            return person
    raise CannotDo(f"There is nobody called {wanted!r}.")


def _channel(workspace: Workspace, given: Json) -> Channel:
    wanted = given["channel"]
    channel = workspace.channels.get(wanted) or workspace.names.get(wanted.removeprefix("#"))
    if channel is None:
        raise CannotDo(f"There is no channel {wanted!r}.")
    return channel


def _app(workspace: Workspace, given: Json) -> App:
    """The named app; the only one if none is named."""
    wanted = given.get("app")
    found = [app for app in workspace.apps.values() if wanted in (None, app.id, app.name)]
    if len(found) != 1:
        raise CannotDo("Say which app." if found else f"There is no app {wanted!r}.")
    return found[0]


# -- making things ------------------------------------------------------------------------------------------


def _add_person(workspace: Workspace, given: Json) -> Json:
    flags = ("real_name", "display_name", "tz", "email", "is_restricted", "is_stranger", "is_admin")
    person = workspace.add_person(given["name"], **{flag: given[flag] for flag in flags if flag in given})
    return {"person": payloads.user(workspace, person)}


def _add_channel(workspace: Workspace, given: Json) -> Json:
    if given["name"] in workspace.names:
        raise CannotDo("There is a channel of that name.")
    members = [_person(workspace, {"person": one}).id for one in given.get("members", [])]
    channel = workspace.add_channel(given["name"], private=bool(given.get("private")), members=members)
    return {"channel": payloads.channel(workspace, channel, next(iter(channel.members), ""))}


def _add_app(workspace: Workspace, given: Json) -> Json:
    scopes, url = given.get("optional_scopes", []), given.get("request_url")
    if "install_url" in given:
        app = workspace.offer_app(given["manifest"], install_url=str(given["install_url"]))
    else:
        app = workspace.add_app(given["manifest"], optional_scopes=scopes, request_url=url)
    return {
        "app": app.id,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "bot_user": app.bot_user_id,
        "bot_token": app.bot_token,
        "app_token": app.app_token,
        "signing_secret": app.signing_secret,
        "api_url": f"{workspace.web_url}api/",
    }


# -- people and channels ------------------------------------------------------------------------------------


def _kick(workspace: Workspace, given: Json) -> None:
    """Takes somebody out of a channel; without a person, the bot."""
    wanted = _person(workspace, given).id if given.get("person") else _app(workspace, given).bot_user_id
    workspace.kick(_channel(workspace, given).id, wanted)


def _delete_message(workspace: Workspace, given: Json) -> None:
    channel = _channel(workspace, given)
    if given["ts"] not in channel.messages:
        raise CannotDo("This message is gone.")
    workspace.delete_message(channel.id, given["ts"])


def _play(workspace: Workspace, given: Json) -> None:
    """Whether the program that plays this person does so, from now on."""
    person = _person(workspace, given)
    part = workspace.played.get(person.id)
    if part is None:
        raise CannotDo(f"No program plays {person.name}.")
    part.on = bool(given["on"])


# -- trouble ------------------------------------------------------------------------------------------------


def _revoke(workspace: Workspace, given: Json) -> None:
    if given.get("person"):
        workspace.revoke_of(_app(workspace, given), _person(workspace, given))
    else:
        workspace.revoke(_app(workspace, given))


def _reinstall(workspace: Workspace, given: Json) -> Json:
    app = _app(workspace, given)
    workspace.reinstall(app, same_token=bool(given.get("same_token")))
    return {"bot_token": app.bot_token}


def _method(given: Json) -> str:
    name = str(given["method"])
    if name != "*" and name not in METHODS:
        raise CannotDo(f"There is no method {name!r}.")
    return name


def _limit(workspace: Workspace, given: Json) -> None:
    workspace.faults.limit_next(
        _method(given), retry_after=int(given.get("retry_after", 5)), times=int(given.get("times", 1))
    )


def _fail(workspace: Workspace, given: Json) -> None:
    workspace.faults.fail_next(
        _method(given),
        str(given.get("error", "internal_error")),
        times=int(given.get("times", 1)),
        status=int(given.get("status", 200)),
        performed=bool(given.get("performed")),
    )


async def _control(workspace: Workspace, given: Json) -> Json:
    control = workspace.controls.get(given["key"])
    if control is None:
        raise CannotDo("There is no such control here.")
    return {"said": await control.run()}


DEEDS: dict[str, Deed] = {
    "add_person": _add_person,
    "add_channel": _add_channel,
    "add_app": _add_app,
    "deactivate": lambda here, given: here.deactivate(_person(here, given).id),
    "reactivate": lambda here, given: here.reactivate(_person(here, given).id),
    "invite": lambda here, given: here.invite(_channel(here, given).id, _person(here, given).id),
    "kick": _kick,
    "delete_message": _delete_message,
    "archive": lambda here, given: here.archive(_channel(here, given).id),
    "unarchive": lambda here, given: here.unarchive(_channel(here, given).id),
    "play": _play,
    "drop_sockets": lambda here, given: here.drop_sockets(_app(here, given), given.get("reason")),
    "uninstall": lambda here, given: here.uninstall(_app(here, given)),
    "revoke": _revoke,
    "reinstall": _reinstall,
    "limit": _limit,
    "fail": _fail,
    "slow": lambda here, given: here.faults.slow(_method(given), float(given["seconds"])),
    "clear_faults": lambda here, _: here.faults.clear(),
    "control": _control,
}


class ControlRoom:
    """Answers the control API's calls."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def do(self, request: Request) -> Response:
        """POST /control/do"""
        given = await asked_for(request)
        deed = DEEDS.get(given.get("do", ""))
        if deed is None:
            raise BadRequest(f"There is no such thing to do. There are: {', '.join(sorted(DEEDS))}.")
        try:
            done = deed(self._workspace, given)
            done = await done if inspect.isawaitable(done) else done
        except BadManifest as bad:
            raise CannotDo(str(bad)) from None
        except ApiError as refused:
            raise CannotDo(f"Slack would say: {refused.error}.") from None
        except KeyError as missing:
            raise BadRequest(f"The field {missing} is missing.") from None
        except (TypeError, ValueError) as wrong:
            raise BadRequest(f"A field is of the wrong kind: {wrong}.") from None
        return Answer({"ok": True} | (done or {}))

    async def state(self, _: Request) -> Response:
        """GET /control/state: what the strip shows."""
        workspace = self._workspace
        sockets = workspace.delivery.sockets
        return Answer(
            {
                "controls": [fields(one, "key label hint") for one in workspace.controls.values()],
                "played": [
                    {"id": who, "note": part.note, "on": part.on} for who, part in workspace.played.items()
                ],
                "apps": [
                    fields(app, "id name installed install_url") | {"connections": len(sockets.links(app))}
                    for app in workspace.apps.values()
                ],
                "faults": workspace.faults.waiting(),
                "methods": sorted(METHODS),
            }
        )

    async def traffic(self, request: Request) -> Response:
        """GET /control/traffic?after=N: what was said since, and what is used of each rate limit."""
        after = request.query_params.get("after", "0")
        tiers = {name: method.tier for name, method in METHODS.items()}
        exchanges = self._workspace.traffic.since(int(after) if after.isdigit() else 0)
        budgets = sorted(
            self._workspace.limits.budgets(tiers), key=lambda one: one.used / one.of, reverse=True
        )
        return Answer(
            {
                "exchanges": [traffic.shown(one) for one in exchanges],
                "budgets": [fields(b, "method used of") | {"left": round(b.left, 1)} for b in budgets],
                "lost_events": len(self._workspace.delivery.lost_events),
            }
        )

    async def messages(self, request: Request) -> Response:
        """GET /control/messages?channel=: every message of a channel, as the Web API shows it."""
        try:
            channel = _channel(self._workspace, {"channel": request.query_params.get("channel", "")})
        except CannotDo as cannot:
            raise BadRequest(str(cannot), 404) from None
        found = [payloads.message(self._workspace, one, metadata=True) for one in channel.messages.values()]
        return Answer({"ok": True, "messages": found})
