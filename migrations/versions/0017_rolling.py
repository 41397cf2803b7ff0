"""Which older bots can work on this schema, and how new each bot is, so that both can run side by side."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
reads_from = "0014"


def upgrade() -> None:
    op.create_table(
        "readable",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("since", sa.String(32), nullable=False),
    )
    op.add_column("pulses", sa.Column("version", sa.String(60), nullable=True))


def downgrade() -> None:
    op.drop_column("pulses", "version")
    op.drop_table("readable")
