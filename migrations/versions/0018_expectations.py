"""What a community hopes its members will give."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expectations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("metric IN ('times', 'hours')", name=op.f("metric_is_known")),
        sa.CheckConstraint("period IN ('quarter', 'half', 'year')", name=op.f("period_is_known")),
        sa.CheckConstraint("minimum > 0", name=op.f("expectation_is_something")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("expectation_ends_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_expectations_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_expectations_said_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name=op.f("fk_expectations_ended_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectations")),
    )
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "one_expectation_at_a_time",
        "expectations",
        ["community_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )


def downgrade() -> None:
    op.drop_table("expectations")
