"""The service remembers when it last looked for people, and looks for orders by their need."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searches",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_searches_need_id_needs"),
        sa.PrimaryKeyConstraint("need_id", name="pk_searches"),
    )
    op.create_index("ix_orders_need", "orders", ["need_id", "attempt", "status"])
    op.create_index("ix_orders_expiring", "orders", ["status", "expires_at"])


def downgrade() -> None:
    op.drop_index("ix_orders_expiring", "orders")
    op.drop_index("ix_orders_need", "orders")
    op.drop_table("searches")
