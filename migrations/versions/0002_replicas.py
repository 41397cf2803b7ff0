"""Leases of replicas, who claimed a piece of work, and room for names that Moot composes itself."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("team_id", sa.String(40), primary_key=True),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("claimed_by", sa.String(120), nullable=True))
        outbox.alter_column("lane", type_=sa.String(), existing_nullable=False)
        outbox.alter_column("coalesce", type_=sa.String(), existing_nullable=True)
    with op.batch_alter_table("posts") as posts:
        posts.alter_column("key", type_=sa.String(), existing_nullable=False)


def downgrade() -> None:
    op.drop_table("leases")
    # A name that is longer than there was room: its lane goes by its beginning, and nothing joins its work.
    op.execute("UPDATE outbox SET lane = substr(lane, 1, 80) WHERE length(lane) > 80")
    op.execute("UPDATE outbox SET coalesce = NULL WHERE length(coalesce) > 160")
    op.execute("DELETE FROM posts WHERE length(key) > 120")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("claimed_by")
        outbox.alter_column("lane", type_=sa.String(80), existing_nullable=False)
        outbox.alter_column("coalesce", type_=sa.String(160), existing_nullable=True)
    with op.batch_alter_table("posts") as posts:
        posts.alter_column("key", type_=sa.String(120), existing_nullable=False)
