"""A Home knows in which organization its workspace is."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("homes", sa.Column("enterprise_id", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("homes", "enterprise_id")
