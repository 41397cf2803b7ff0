"""Who is in which room, channels in which nothing can be done, and cards that have their choices."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("game_id", sa.String(40), sa.ForeignKey("games.id"), primary_key=True),
        sa.Column("room", sa.String(80), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("out", sa.String(60), nullable=False, server_default=""),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("rooms", sa.Column("gone", sa.String(20), nullable=False, server_default=""))
    op.add_column("rooms", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("posts", sa.Column("seeded", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("posts", "seeded")
    op.drop_column("rooms", "gone_at")
    op.drop_column("rooms", "gone")
    op.drop_table("members")
