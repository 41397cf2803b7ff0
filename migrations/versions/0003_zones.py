"""People's time zones, for games that are played over days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("timezone", sa.String(60), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "timezone")
