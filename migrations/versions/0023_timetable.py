"""When a community releases rounds by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    days = sa.Column("round_days", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("communities", days)
    op.add_column("communities", sa.Column("round_hour", sa.Time(), nullable=True))


def downgrade() -> None:
    op.drop_column("communities", "round_hour")
    op.drop_column("communities", "round_days")
