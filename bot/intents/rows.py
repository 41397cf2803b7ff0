"""Intents as rows of the outbox, and back.

What a row holds is a schema: one that an older Moot has written is read for ever, and while a newer one takes
its place, both read what the other writes. So a field may come with a default, and a class keeps its name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias, get_args

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import outbox
from bot.db.codec import adapter
from bot.db.tables import OutboxRow
from bot.domain.ids import GameId, Moment
from bot.domain.paper import is_paper
from bot.intents.ballot import BallotCards, CameLateWhisper, CatchUpVotes, LatestCountsWhisper, ReadVotes
from bot.intents.book import BookCards
from bot.intents.care import CareCards
from bot.intents.claims import ClaimCards, ResultCards
from bot.intents.clock import ClockCards
from bot.intents.intent import CARD, Delivery, Intent, Kind, Seed, Whisper
from bot.intents.people import CopyGoneWhisper, PersonIntent, RefusalWhisper
from bot.intents.presentations import PresentationCards, TurnCard
from bot.intents.proposals import CatchUpSides, HowToObjectWhisper, ProposalCards
from bot.intents.rooms import Invite, Remove, RoomIntent
from bot.intents.seats import SeatCards
from bot.intents.sessions import SessionCards, SidebarCards
from bot.intents.sheets import SheetCards
from bot.intents.sign_up import LookUp, PersonCards, SignUpCards
from bot.intents.trouble import TroubleCard

GameCards: TypeAlias = SignUpCards | PersonCards | ClockCards | SidebarCards | TurnCard | ResultCards
CouncilCards: TypeAlias = (
    SeatCards
    | SheetCards
    | SessionCards
    | PresentationCards
    | ProposalCards
    | BookCards
    | BallotCards
    | ClaimCards
    | CareCards
)
AnyCard: TypeAlias = GameCards | CouncilCards | TroubleCard
AnyWhisper: TypeAlias = (
    LatestCountsWhisper | CameLateWhisper | HowToObjectWhisper | CopyGoneWhisper | RefusalWhisper
)
VoteIntent: TypeAlias = ReadVotes | CatchUpVotes | CatchUpSides
AnyIntent: TypeAlias = AnyCard | AnyWhisper | RoomIntent | PersonIntent | VoteIntent | Seed | LookUp


def _name(intent: type[Intent]) -> str:
    """`seat_news` for SeatNewsCard."""
    words = intent.__name__.removesuffix("Card").removesuffix("Whisper")
    return "_".join(re.findall("[A-Z][a-z]*", words)).lower()


INTENTS: Mapping[str, type[AnyIntent]] = {_name(one): one for one in get_args(AnyIntent)}
NAMES: Mapping[type[Intent], str] = {intent: name for name, intent in INTENTS.items()}
SAID_IN = {CARD.name: "card", Whisper.kind.name: "what"}  # where a row says which of its kind it is


class Unreadable(Exception):
    """A row that this Moot cannot read: a newer one wrote it."""


async def enqueue(
    session: AsyncSession, work: Iterable[Delivery], team_id: str, game: GameId, at: Moment
) -> None:
    """Adds the work to the outbox, in the transaction of the events that made it.

    Here, and so everywhere, paper players are kept from Slack: it knows nobody of that name.
    """
    known = (_known_to_slack(one) for one in work)
    await outbox.add(session, [_row(one, team_id, game, at) for one in known if one is not None])


def intent_of(row: OutboxRow) -> AnyIntent:
    """What a row asks for. Raises Unreadable."""
    try:
        intent: AnyIntent = adapter(INTENTS[_name_in(row)]).validate_python(row.subject)
    except (KeyError, ValidationError) as fault:
        raise Unreadable(row.kind) from fault
    return intent


def kind_of(row: OutboxRow) -> Kind:
    """What is known of its kind of work, also where nothing else can be read."""
    return INTENTS.get(_name_in(row), Intent).kind


def written(intent: Intent) -> dict[str, Any]:
    """The intent as a row's subject."""
    data: dict[str, Any] = adapter(type(intent)).dump_python(intent, mode="json", exclude_defaults=True)
    if (said_in := SAID_IN.get(intent.kind.name)) is not None:
        data[said_in] = NAMES[type(intent)]
    return data


def _name_in(row: OutboxRow) -> str:
    return str(row.subject.get(SAID_IN[row.kind]) if row.kind in SAID_IN else row.kind)


def _known_to_slack(delivery: Delivery) -> Delivery | None:
    intent = delivery.intent
    if is_paper(intent.room.partition(":")[2]):
        return None
    if isinstance(intent, Remove | Whisper) and is_paper(intent.user):
        return None
    if not isinstance(intent, Invite) or not any(map(is_paper, intent.users)):
        return delivery
    people = tuple(user for user in intent.users if not is_paper(user))
    return replace(delivery, intent=replace(intent, users=people)) if people else None


def _row(delivery: Delivery, team_id: str, game: GameId, at: Moment) -> OutboxRow:
    coalesce = delivery.coalesce
    return OutboxRow(
        team_id=team_id,
        game_id=game,
        kind=delivery.intent.kind.name,
        lane=f"{game}/{delivery.lane or delivery.room}",
        subject=written(delivery.intent),
        priority=delivery.urgency,
        coalesce=f"{game}/{coalesce}" if coalesce else None,
        created_at=at,
    )
