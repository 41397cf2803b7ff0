"""Invitations of many at once, entry by entry."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitees",
        sa.Column("game_id", sa.String(40), sa.ForeignKey("games.id"), primary_key=True),
        sa.Column("invitation", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("named", sa.String(20), nullable=False),
        sa.Column("given", sa.String(300), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=True),
        sa.Column("finding", sa.String(20), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("invitees")
