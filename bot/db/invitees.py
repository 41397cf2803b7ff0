"""Invitations of many at once."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import InviteeRow
from bot.domain.ids import GameId, UserId
from bot.domain.inviting import Finding, Invitation, Invitee, Named


async def add(
    session: AsyncSession, game: GameId, by: UserId, invitees: Sequence[Invitee], number: int | None = None
) -> int:
    """Keeps a new invitation, or more of a known one behind what it holds; returns its number."""
    if number is None:
        latest = await session.scalar(
            select(func.max(col(InviteeRow.invitation))).where(col(InviteeRow.game_id) == game)
        )
        number = (latest or 0) + 1
    before = await session.scalar(select(func.max(col(InviteeRow.place))).where(*_of(game, number)))
    for place, one in enumerate(invitees, start=(before or 0) + 1):
        session.add(
            InviteeRow(
                game_id=game,
                invitation=number,
                place=place,
                by=by,
                named=one.named,
                given=one.given,
                user_id=one.user,
                finding=one.finding,
            )
        )
    await session.flush()
    return number


async def load(session: AsyncSession, game: GameId, number: int) -> Invitation:
    """An invitation with everybody in it, in the order in which they were named."""
    found = await session.scalars(
        select(InviteeRow).where(*_of(game, number)).order_by(col(InviteeRow.place))
    )
    rows = found.all()
    by = UserId(rows[0].by) if rows else UserId("")
    return Invitation(number, by, tuple(map(_invitee, rows)))


async def open_count(session: AsyncSession, game: GameId, number: int) -> int:
    """How many of an invitation are still to be looked up."""
    found: int | None = await session.scalar(
        select(func.count()).where(*_of(game, number), col(InviteeRow.finding).is_(None))
    )
    return found or 0


async def is_named_elsewhere(
    session: AsyncSession, game: GameId, number: int, place: int, user: UserId
) -> bool:
    """Whether this person was found already, under another entry of the same invitation."""
    found = await session.scalar(
        select(func.count()).where(
            *_of(game, number),
            col(InviteeRow.user_id) == user,
            col(InviteeRow.place) != place,
            col(InviteeRow.finding).is_not(None),
        )
    )
    return bool(found)


async def settle(
    session: AsyncSession, game: GameId, number: int, place: int, user: UserId | None, finding: Finding
) -> None:
    """What became of somebody. The address is forgotten where the person is known now."""
    row = await session.get(InviteeRow, (game, number, place))
    if row is None:
        return
    row.finding, row.user_id = finding, user
    row.given = "" if user is not None else row.given
    session.add(row)
    await session.flush()


async def forget_addresses(session: AsyncSession, game: GameId) -> None:
    """The game is over: what was pasted is nobody's business any more."""
    await session.execute(update(InviteeRow).where(col(InviteeRow.game_id) == game).values(given=""))


def _of(game: GameId, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(InviteeRow.game_id) == game, col(InviteeRow.invitation) == number


def _invitee(row: InviteeRow) -> Invitee:
    return Invitee(
        row.place,
        Named(row.named),
        row.given,
        UserId(row.user_id) if row.user_id else None,
        Finding(row.finding) if row.finding else None,
    )
