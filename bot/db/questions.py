"""Commands that wait until their person has said which game they mean."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from bot.db.tables import QuestionRow
from bot.domain.ids import Moment


async def add(session: AsyncSession, row: QuestionRow, forget_before: Moment) -> int:
    """Keeps a command; its id. What was asked before that moment is forgotten."""
    await session.execute(delete(QuestionRow).where(col(QuestionRow.asked_at) < forget_before))
    session.add(row)
    await session.flush()
    assert row.id is not None
    return row.id


async def take(
    session: AsyncSession, key: int, team_id: str, user: str, since: Moment
) -> tuple[str, str] | None:
    """The command and its text, if it is this person's, was asked since then, and nobody has taken it; it is
    taken now."""
    row = QuestionRow.__table__  # type: ignore[attr-defined]
    found = await session.execute(
        delete(QuestionRow)
        .where(
            col(QuestionRow.id) == key,
            col(QuestionRow.team_id) == team_id,
            col(QuestionRow.user_id) == user,
            col(QuestionRow.asked_at) >= since,
        )
        .returning(row.c.command, row.c.text)
    )
    taken = found.first()
    return (taken[0], taken[1]) if taken else None
