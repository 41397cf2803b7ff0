"""Accounts of people and bots: made, changed and ended. Callers have checked who may do what."""

import zlib
from typing import TypedDict, Unpack

from bot.workspace.state import membership
from bot.workspace.state.happenings import PersonCame, PersonChanged
from bot.workspace.state.records import App, Person
from bot.workspace.state.team import Team

_COLORS = ("4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "9f69e7", "684b6c", "5b89d5", "de5f24", "235e5b")


class Details(TypedDict, total=False):
    """What may be said of a new person. `tz` is an IANA zone. A guest is `is_restricted`; one of a single
    channel is `is_ultra_restricted`, too."""

    real_name: str
    display_name: str
    tz: str
    email: str
    is_restricted: bool
    is_ultra_restricted: bool
    is_stranger: bool
    is_admin: bool


def add(team: Team, name: str, **details: Unpack[Details]) -> Person:
    """A human member, in #general unless a guest or stranger. `name` is the handle."""
    person = Person(
        id=team.ids.new("U"),
        name=name,
        real_name=details.get("real_name") or name.replace(".", " ").title(),
        display_name=details.get("display_name", name),
        tz=details.get("tz", "Etc/UTC"),
        email=details.get("email") or f"{name}@{team.domain}.example",
        color=_COLORS[zlib.crc32(name.encode()) % len(_COLORS)],
        is_restricted=details.get("is_restricted", False) or details.get("is_ultra_restricted", False),
        is_ultra_restricted=details.get("is_ultra_restricted", False),
        is_stranger=details.get("is_stranger", False),
        is_admin=details.get("is_admin", False),
        updated=int(team.clock()),
    )
    team.people[person.id] = person
    team.happened(PersonCame(person))
    if not (person.is_restricted or person.is_stranger):
        membership.join(team, team.general, [person.id])
    return person


def add_bot(team: Team, app: App, name: str) -> Person:
    """The bot user of an app."""
    bot = team.people[app.bot_user_id] = Person(
        id=app.bot_user_id,
        name=name.lower().replace(" ", "_"),
        real_name=name,
        display_name="",
        tz="America/Los_Angeles",
        email="",
        color=_COLORS[0],
        is_bot=True,
        app_id=app.id,
        bot_id=app.bot_id,
        updated=int(team.clock()),
    )
    return bot


def changed(team: Team, person: Person) -> None:
    """To be called after a change of somebody's name, zone or flags."""
    person.updated = int(team.clock())
    team.happened(PersonChanged(person))


def deactivate(team: Team, person: Person) -> None:
    """Ends somebody's account: they keep their messages and lose their channels."""
    person.deleted = True
    for channel in list(team.channels.values()):
        if channel.kind != "dm":
            membership.leave(team, channel, person.id, quiet=True)
    team.modals.close_all(person.id)
    changed(team, person)


def reactivate(team: Team, person: Person) -> None:
    """Gives somebody their account back: they are in no channel until somebody invites them."""
    person.deleted = False
    changed(team, person)
