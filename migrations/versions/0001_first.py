"""Events, projections and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("stream", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.UniqueConstraint("stream", "version"),
    )
    op.create_index("ix_events_stream", "events", ["stream"])
    op.create_table(
        "games",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("enterprise_id", sa.String(40), nullable=False),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("plenary", sa.String(40), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    for column in ("team_id", "plenary", "stage", "due_at"):
        op.create_index(f"ix_games_{column}", "games", [column])
    op.create_table(
        "people",
        sa.Column("game_id", sa.String(40), sa.ForeignKey("games.id"), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("facilitator", sa.Boolean(), nullable=False),
        sa.Column("signed_up", sa.Boolean(), nullable=False),
        sa.Column("council_id", sa.String(60), nullable=True),
        sa.Column("role", sa.Integer(), nullable=True),
    )
    op.create_index("ix_people_user_id", "people", ["user_id"])
    op.create_index("ix_people_council_id", "people", ["council_id"])
    op.create_table(
        "rooms",
        sa.Column("game_id", sa.String(40), sa.ForeignKey("games.id"), primary_key=True),
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_rooms_channel", "rooms", ["channel"])
    op.create_table(
        "posts",
        sa.Column("game_id", sa.String(40), sa.ForeignKey("games.id"), primary_key=True),
        sa.Column("key", sa.String(120), primary_key=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("ts", sa.String(40), nullable=False),
    )
    op.create_index("ix_posts_where", "posts", ["channel", "ts"])
    op.create_table(
        "outbox",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("game_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("lane", sa.String(80), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("coalesce", sa.String(160), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("error", sa.String(300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
    )
    op.create_index("ix_outbox_open", "outbox", ["status", "priority", "id"])
    op.create_index("ix_outbox_game_id", "outbox", ["game_id"])
    op.create_index("ix_outbox_coalesce", "outbox", ["coalesce"])
    op.create_table(
        "homes",
        sa.Column("team_id", sa.String(40), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
    )


def downgrade() -> None:
    for table in ("homes", "outbox", "posts", "rooms", "people", "games", "events"):
        op.drop_table(table)
