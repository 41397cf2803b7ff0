"""INSERT … ON CONFLICT, which SQLite and PostgreSQL have alike and SQLAlchemy in two places."""

from functools import cache
from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

Insert: TypeAlias = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: type[SQLModel]) -> Insert:
    """An INSERT into a table that can say what happens where the row is there already."""
    rows = SQLModel.metadata.tables[str(table.__tablename__)]
    return sqlite.insert(rows) if dialect == "sqlite" else postgresql.insert(rows)


@cache
def upsert(dialect: str, table: type[SQLModel], *changed: str) -> Insert:
    """An INSERT by which a row that is there already gets other values in these columns."""
    new = insert(dialect, table)
    keys = [column.name for column in new.table.primary_key]
    return new.on_conflict_do_update(index_elements=keys, set_={name: new.excluded[name] for name in changed})


def dialect_of(session: AsyncSession) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name
