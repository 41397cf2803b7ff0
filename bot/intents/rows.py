"""Intents as rows of the outbox, and back.

What a row holds is a schema: one that an older Moot has written is read for ever, and while a newer one takes
its place, both read what the other writes. So a field may come with a default, and a class keeps its name.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.causes import cause
from bot.db import outbox
from bot.db.codec import adapter
from bot.db.tables import OutboxRow
from bot.db.types import Garbled
from bot.domain.former import PREFIX, in_slack
from bot.domain.ids import GameId, Moment, UserId
from bot.domain.paper import PREFIX as PAPER
from bot.intents import (
    accounts,
    aside,
    asks,
    ballot,
    book,
    calendar,
    calls,
    care,
    channels,
    claims,
    clock,
    ending,
    floor,
    injects,
    keeping,
    membership,
    news,
    people,
    pictures,
    presentations,
    printing,
    privacy,
    proposals,
    rooms,
    seats,
    sessions,
    sheets,
    sign_up,
    steps,
    surveys,
    trouble,
)
from bot.intents.intent import CARD, Card, Delivery, Intent, Kind, Seed, Whisper, name_of
from bot.intents.rooms import Invite, Remove
from bot.intents.trouble import person_in

TOPICS = [
    accounts,
    asks,
    aside,
    ballot,
    book,
    calendar,
    calls,
    care,
    channels,
    claims,
    clock,
    ending,
    floor,
    injects,
    keeping,
    membership,
    news,
    people,
]
TOPICS += [
    pictures,
    presentations,
    printing,
    privacy,
    proposals,
    rooms,
    seats,
    sessions,
    sheets,
    sign_up,
    steps,
    surveys,
    trouble,
]
AnyIntent: TypeAlias = (
    Card
    | Whisper
    | Seed
    | rooms.OpenRoom
    | rooms.Invite
    | rooms.Remove
    | rooms.CloseRoom
    | rooms.Topic
    | people.Home
    | people.Zone
    | people.Delete
    | sign_up.LookUp
    | ballot.ReadVotes
    | ballot.CatchUpVotes
    | proposals.CatchUpSides
    | keeping.BookFiles
    | keeping.AllBooks
    | keeping.ReportFiles
    | keeping.PinBook
    | keeping.BookCanvas
    | pictures.Pictures
    | printing.PrintFiles
    | privacy.PersonFiles
    | calendar.AgendaFile
    | news.EventNews
    | news.ResultNews
    | news.VoteNews
)


CLASSES = [one for topic in TOPICS for one in vars(topic).values() if isinstance(one, type)]
INTENTS = {
    name_of(one): one for one in (Seed, *CLASSES) if issubclass(one, Intent) and not one.__subclasses__()
}
NAMES = {intent: name for name, intent in INTENTS.items()}
SAID_IN = {CARD.name: "card", Whisper.kind.name: "what"}  # where a row says which of its kind it is


class Unreadable(Exception):
    """A row that this Moot cannot read: a newer one wrote it."""


async def enqueue(
    session: AsyncSession,
    work: Iterable[Delivery],
    team_id: str,
    game: GameId,
    at: Moment,
    not_before: Moment | None = None,
) -> None:
    """Adds the work to the outbox, in the transaction of the events that made it.

    Here, and so everywhere, people on paper and pseudonyms are kept from Slack: it knows nobody of that name.
    """
    known = [known for one in work if (known := _known_to_slack(one)) is not None]
    about = team_id, game
    made = [(_coalesce(one, *about), partial(_values, one, *about, at, not_before)) for one in known]
    await outbox.add_new(session, made)


def intent_of(row: OutboxRow) -> AnyIntent:
    """What a row asks for. Raises Unreadable."""
    try:
        if not isinstance(row.subject, dict) or isinstance(row.subject, Garbled):
            raise KeyError("subject")
        intent: AnyIntent = adapter(INTENTS[_name_in(row)]).validate_python(row.subject)
    except (KeyError, ValidationError) as fault:
        raise Unreadable(row.kind) from fault
    return intent


def kind_of(row: OutboxRow) -> Kind:
    """What is known of its kind of work, also where nothing else can be read."""
    return INTENTS.get(_name_in(row), Intent).kind


def person_of(intent: AnyIntent) -> UserId | None:
    """The one person whom a piece of work is for, if it is for one."""
    if isinstance(intent, Remove | Whisper):
        return UserId(intent.user)
    person = person_in(intent.room)
    return UserId(person) if person else None


def written(intent: Intent) -> dict[str, Any]:
    """The intent as a row's subject."""
    data: dict[str, Any] = adapter(type(intent)).dump_python(intent, mode="json", exclude_defaults=True)
    if (said_in := SAID_IN.get(intent.kind.name)) is not None:
        data[said_in] = NAMES[type(intent)]
    return data


def _name_in(row: OutboxRow) -> str:
    """As far as it can be read."""
    if row.kind not in SAID_IN or not isinstance(row.subject, dict):
        return row.kind
    return str(row.subject.get(SAID_IN[row.kind]))


def _known_to_slack(delivery: Delivery) -> Delivery | None:
    intent = delivery.intent
    if intent.room.partition(":")[2].startswith((PAPER, PREFIX)):
        return None
    if isinstance(intent, Remove | Whisper) and not in_slack(intent.user):
        return None
    if not isinstance(intent, Invite) or all(map(in_slack, intent.users)):
        return delivery
    people = tuple(user for user in intent.users if in_slack(user))
    return replace(delivery, intent=replace(intent, users=people)) if people else None


def _coalesce(delivery: Delivery, team_id: str, game: GameId) -> str | None:
    return f"{game or team_id}/{delivery.coalesce}" if delivery.coalesce else None


def _values(
    delivery: Delivery, team_id: str, game: GameId, at: Moment, not_before: Moment | None
) -> outbox.Values:
    whose = game or team_id  # two workspaces may have one user id
    return {
        "team_id": team_id,
        "game_id": game,
        "kind": delivery.intent.kind.name,
        "lane": f"{whose}/{delivery.lane or delivery.room}",
        "subject": written(delivery.intent),
        "priority": delivery.urgency,
        "coalesce": _coalesce(delivery, team_id, game),
        "created_at": at,
        "not_before": not_before,
        "cause": cause(),
    }
