"""Signs of life and the inbox belong to a workspace: several bots may share a database."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulses",
        sa.Column("team_id", sa.String(40), primary_key=True),
        sa.Column("replica", sa.String(120), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("INSERT INTO pulses (team_id, replica, at) SELECT '', '', at FROM pulse")
    op.drop_table("pulse")
    op.add_column("inbox", sa.Column("team_id", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("inbox", "team_id")
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("INSERT INTO pulse (id, at) SELECT 1, max(at) FROM pulses HAVING count(*) > 0")
    op.drop_table("pulses")
