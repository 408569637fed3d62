"""A need may say where its helpers meet; of those that are there nobody has said so."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE needs ADD COLUMN meeting_point VARCHAR NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.drop_column("needs", "meeting_point")
