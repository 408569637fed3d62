"""Alarms ring once; members say how they want to be reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KNOWN = "reminders IN ('both', 'day_before', 'none')"


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("alarm", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("alarm", "thing_id", "since", name="pk_alarms"),
    )
    # Written out: both databases take the check with the column, without building the table anew.
    op.execute(
        "ALTER TABLE members ADD COLUMN reminders VARCHAR NOT NULL DEFAULT 'both'"
        f" CONSTRAINT reminders_are_known CHECK ({KNOWN})"
    )
    op.add_column(
        "members",
        sa.Column("wants_digest", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("members", "wants_digest")
    op.drop_column("members", "reminders")
    op.drop_table("alarms")
