"""Alembic's entry; bot/db/migrate.py hands over the connection."""

from alembic import context
from sqlmodel import SQLModel

import bot.db.tables

assert bot.db.tables
connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
