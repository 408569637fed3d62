"""A community keeps the answers of triage that it gives again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = sa.Column("canned_texts", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("communities", texts)


def downgrade() -> None:
    op.drop_column("communities", "canned_texts")
