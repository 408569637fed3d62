"""Thanks that a resident wants passed on to whoever came."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "confirmations", sa.Column("thanks", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "confirmations",
        sa.Column("thanks_passed_on", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("confirmations", "thanks_passed_on")
    op.drop_column("confirmations", "thanks")
