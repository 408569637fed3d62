"""Consents, letters to work units, and a row for each time that somebody was told of; letters and
rows are added to, never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

PURPOSES = "purpose IN ('to_unit')"


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("purpose", "version")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(PURPOSES, name=op.f("purpose_is_known")),
        sa.CheckConstraint("withdrawn_at >= given_at", name=op.f("consent_ends_after_it_begins")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(
        "one_consent_at_a_time",
        "consents",
        ["person_id", "purpose"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    _create_letters()
    _create_disclosures()
    for table in ("unit_letters", "disclosures"):
        _keep(table)


def downgrade() -> None:
    for table in ("disclosures", "unit_letters", "consents"):
        op.drop_table(table)


def _create_letters() -> None:
    op.create_table(
        "unit_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), sa.ForeignKey("communities.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("receiver", "quarter")),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_letters")),
        sa.UniqueConstraint(
            "community_id", "receiver", "quarter", name=op.f("one_letter_a_quarter")
        ),
    )


def _create_disclosures() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), sa.ForeignKey("unit_letters.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("consent_id", sa.Integer(), sa.ForeignKey("consents.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("purpose", "receiver")),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(PURPOSES, name=op.f("told_for_a_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index("ix_disclosures_letter_id", "disclosures", ["letter_id"])
    op.create_index("ix_disclosures_person_id", "disclosures", ["person_id"])


def _keep(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_append_only_{verb.lower()} BEFORE {verb} ON {table} BEGIN"
                " SELECT RAISE(ABORT, 'append_only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
