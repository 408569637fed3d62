"""Follow-up calls by another community, and the seeds by which some are drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("caller_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_try_on", sa.Date(), nullable=True),
        sa.Column("contacted", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("asked_for_money", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'unreachable')",
            name=op.f("follow_up_status_is_known"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('solved', 'partly', 'not')",
            name=op.f("follow_up_outcome_is_known"),
        ),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name=op.f("follow_up_has_five_steps")),
        sa.CheckConstraint("tries BETWEEN 0 AND 3", name=op.f("three_tries_at_most")),
        sa.CheckConstraint(
            "(status = 'answered') = (outcome IS NOT NULL)"
            " AND (status = 'answered' OR satisfaction IS NULL)",
            name=op.f("only_who_was_reached_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs.id"], name=op.f("fk_follow_ups_need_id_needs")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_follow_ups_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["caller_id"], ["communities.id"], name=op.f("fk_follow_ups_caller_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("need_id", "attempt", name="one_follow_up_per_attempt"),
    )
    op.create_index("ix_follow_ups_caller", "follow_ups", ["caller_id", "status"])
    op.create_table(
        "sampling_seeds",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_sampling_seeds")),
    )


def downgrade() -> None:
    op.drop_table("sampling_seeds")
    op.drop_table("follow_ups")
