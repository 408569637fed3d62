"""Sessions know where they are, when they were used last, and how long they may be idle."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_ins") as sign_ins:
        # Which of the two it was is not known of older ones; they end within two weeks.
        sign_ins.add_column(sa.Column("face", sa.String(), nullable=False, server_default="pages"))
        sign_ins.add_column(
            sa.Column("idle_minutes", sa.Integer(), nullable=False, server_default="10080")
        )
        sign_ins.add_column(sa.Column("seen_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE sign_ins SET seen_at = created_at")
    with op.batch_alter_table("sign_ins") as sign_ins:
        sign_ins.alter_column("face", server_default=None)
        sign_ins.alter_column("idle_minutes", server_default=None)
        sign_ins.alter_column("seen_at", nullable=False)
        sign_ins.create_check_constraint(op.f("face_is_known"), "face IN ('api', 'pages')")


def downgrade() -> None:
    with op.batch_alter_table("sign_ins") as sign_ins:
        sign_ins.drop_constraint(op.f("face_is_known"), type_="check")
        for column in ("face", "idle_minutes", "seen_at"):
            sign_ins.drop_column(column)
