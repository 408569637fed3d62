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
    with op.batch_alter_table("members") as members:
        members.add_column(
            sa.Column("reminders", sa.String(), nullable=False, server_default="both")
        )
        members.add_column(
            sa.Column("wants_digest", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        members.create_check_constraint("reminders_are_known", KNOWN)


def downgrade() -> None:
    with op.batch_alter_table("members") as members:
        members.drop_constraint("reminders_are_known", type_="check")
        members.drop_column("wants_digest")
        members.drop_column("reminders")
    op.drop_table("alarms")
