"""Needs that come again every week or month, and the dates about which something is settled."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("skips_holidays", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('running', 'ended')", name=op.f("series_status_is_known")),
        sa.CheckConstraint(
            "rhythm IN ('weekly', 'monthly_weekday', 'monthly_day')", name=op.f("rhythm_is_known")
        ),
        sa.CheckConstraint("minutes BETWEEN 15 AND 480", name=op.f("series_length_is_sane")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("series_ends_after_it_starts")),
        sa.CheckConstraint(
            "(member_id IS NULL) = (adopted_at IS NULL)", name=op.f("adoption_says_who_and_when")
        ),
        sa.CheckConstraint(
            "status = 'running' OR member_id IS NULL", name=op.f("ended_binds_nobody")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_series_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["needs.id"], name=op.f("fk_series_pattern_id_needs")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_series_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("pattern_id", name=op.f("uq_series_pattern_id")),
    )
    op.create_index("ix_series_member_id", "series", ["member_id"])
    op.create_index("ix_series_running", "series", ["status", "community_id"])
    op.create_table(
        "occurrences",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "need_id IS NOT NULL OR skipped_at IS NOT NULL OR absent_id IS NOT NULL",
            name=op.f("occurrence_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_occurrences_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs.id"], name=op.f("fk_occurrences_need_id_needs")
        ),
        sa.ForeignKeyConstraint(
            ["absent_id"], ["members.id"], name=op.f("fk_occurrences_absent_id_members")
        ),
        sa.PrimaryKeyConstraint("series_id", "day", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("need_id", name=op.f("uq_occurrences_need_id")),
    )


def downgrade() -> None:
    op.drop_table("occurrences")
    op.drop_table("series")
