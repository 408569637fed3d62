"""Whoever holds the link of a need says whether they may be called about it afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("needs", sa.Column("no_call_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("needs", "no_call_since")
