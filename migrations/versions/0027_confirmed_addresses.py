"""A new e-mail address is used once its owner has confirmed it; those in use stay in use."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    # Letters have been going there, and each says how to end them.
    op.execute("UPDATE addresses SET confirmed_at = agreed_at")


def downgrade() -> None:
    op.drop_column("addresses", "confirmed_at")
