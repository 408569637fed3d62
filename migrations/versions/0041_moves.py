"""Moves from one community to another."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

STATUSES = "status IN ('asked', 'confirmed', 'refused', 'taken_back')"


def upgrade() -> None:
    op.create_table(
        "moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("members.id"), nullable=False),
        sa.Column("from_id", sa.Integer(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("community_id", sa.Integer(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("grid_id", sa.Integer(), sa.ForeignKey("grids.id"), nullable=False),
        sa.Column("keeps_promises", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATUSES, name=op.f("move_status_is_known")),
        sa.CheckConstraint("community_id <> from_id", name=op.f("move_leads_elsewhere")),
        sa.CheckConstraint(
            "(status = 'asked') = (decided_at IS NULL)", name=op.f("move_says_when")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_member_id", "moves", ["member_id"])
    op.create_index("ix_moves_community_id", "moves", ["community_id"])
    op.create_index(
        "one_move_at_a_time",
        "moves",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("status = 'asked'"),
        postgresql_where=sa.text("status = 'asked'"),
    )


def downgrade() -> None:
    op.drop_table("moves")
