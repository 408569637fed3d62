"""One row for each time that somebody's phone or address was shown; added to, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

REASONS = "'arrange', 'call_back', 'check', 'going', 'other', 'own', 'result', 'urgent'"


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("community_id", sa.Integer(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("need_id", sa.Integer(), sa.ForeignKey("needs.id"), nullable=True),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("members.id"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.CheckConstraint(f"reason IN ({REASONS})", name=op.f("look_has_a_known_reason")),
        sa.CheckConstraint(
            "reason <> 'other' OR words <> ''", name=op.f("other_reason_is_explained")
        ),
        sa.CheckConstraint(
            "need_id IS NOT NULL OR member_id IS NOT NULL", name=op.f("look_is_at_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
        sa.UniqueConstraint("request", name=op.f("one_look_per_request")),
    )
    op.create_index("ix_looks_need_id", "looks", ["need_id"])
    op.create_index("ix_looks_member_id", "looks", ["member_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER looks_append_only_{verb.lower()} BEFORE {verb} ON looks BEGIN"
                " SELECT RAISE(ABORT, 'append_only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER looks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON looks"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.drop_table("looks")
