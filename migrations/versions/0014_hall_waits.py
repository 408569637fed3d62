"""How many rounds have looked for people for a need: the hall may wait for that."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "needs", sa.Column("rounds_seen", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("needs", "rounds_seen")
