"""Codes that change, pairs on paper, who leads a group; each way is recorded as it was.

The one code of a need is no more: codes are worked out from the secret of the link.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ON_PAPER = "SELECT order_id FROM records WHERE entered_by_id IS NOT NULL"
BEFORE = {
    "service_code": ("card", "group_code"),
    "staff": ("leader", "paper"),
}


def upgrade() -> None:
    for name in ("came_step", "card_pair"):
        op.add_column("orders", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("leaving", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("vouched_at", sa.DateTime(timezone=True), nullable=True))
    where = sa.text("card_pair IS NOT NULL")
    op.create_index(
        "one_use_of_a_pair",
        "orders",
        ["need_id", "attempt", "card_pair"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    op.execute(
        "ALTER TABLE needs ADD COLUMN leader_id INTEGER"
        " CONSTRAINT fk_needs_leader_id_people REFERENCES people (id)"
    )
    op.drop_column("needs", "service_code")
    op.execute(f"UPDATE orders SET presence = 'paper' WHERE id IN ({ON_PAPER})")


def downgrade() -> None:
    for known, later in BEFORE.items():
        of = ", ".join(f"'{one}'" for one in later)
        op.execute(f"UPDATE orders SET presence = '{known}' WHERE presence IN ({of})")
    op.add_column(
        "needs", sa.Column("service_code", sa.String(), nullable=False, server_default="000000")
    )
    op.drop_column("needs", "leader_id")
    op.drop_index("one_use_of_a_pair", "orders")
    for name in ("vouched_at", "leaving", "card_pair", "came_step"):
        op.drop_column("orders", name)
