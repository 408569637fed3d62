"""Hours given before the service, brought in from elsewhere.

An entry of the ledger is about a record or about one line of such hours (`entry_is_about_one_thing`);
what the database refuses of the one it refuses of the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

GROUPS = [
    "care",
    "culture",
    "digital",
    "environment",
    "family",
    "health",
    "law",
    "repair",
    "safety",
]
IMPORT_CHECKS = {
    "import_status_is_known": "status IN ('submitted', 'approved', 'rejected', 'undone')",
    "import_takes_two": "reviewer_id IS NULL OR reviewer_id <> brought_by_id",
    "decided_import_says_by_whom": "status NOT IN ('approved', 'rejected')"
    " OR (reviewer_id IS NOT NULL AND reviewed_at IS NOT NULL)",
    "import_brings_something": "hours_count > 0",
}
HOURS_CHECKS = {
    "earlier_kind_is_known": "kind IN ({})".format(", ".join(f"'{one}'" for one in GROUPS)),
    "earlier_hours_are_some": "minutes > 0",
    "earlier_hours_end_after_they_start": "(started_at IS NULL) = (ended_at IS NULL)"
    " AND ended_at >= started_at",
}
ONE_THING = "(record_id IS NULL) <> (earlier_id IS NULL)"


def standing(column: str) -> str:
    """How many credits stand for what the new row is about."""
    return f"""(SELECT coalesce(sum(CASE kind WHEN 'credit' THEN 1 ELSE -1 END), 0)
        FROM ledger WHERE {column} = NEW.{column})"""


# What a new row must not do, and the name of the refusal; as before, and with earlier hours.
RULES = {
    "one_credit_at_a_time": (
        """
        NEW.kind = 'credit' AND (SELECT count(*) FROM ledger WHERE record_id = NEW.record_id
            AND kind = 'credit') > (SELECT count(*) FROM ledger WHERE record_id = NEW.record_id
            AND kind = 'reversal')
        """,
        f"NEW.kind = 'credit' AND {standing('record_id')} + {standing('earlier_id')} > 0",
    ),
    "reversal_undoes_a_credit": (
        """
        NEW.kind = 'reversal' AND NOT EXISTS (SELECT 1 FROM ledger WHERE id = NEW.reverses_id
            AND kind = 'credit' AND minutes = -NEW.minutes AND record_id = NEW.record_id
            AND member_id = NEW.member_id AND community_id = NEW.community_id
            AND served_at = NEW.served_at)
        """,
        """
        NEW.kind = 'reversal' AND NOT EXISTS (SELECT 1 FROM ledger WHERE id = NEW.reverses_id
            AND kind = 'credit' AND minutes = -NEW.minutes
            AND coalesce(record_id, 0) = coalesce(NEW.record_id, 0)
            AND coalesce(earlier_id, 0) = coalesce(NEW.earlier_id, 0)
            AND member_id = NEW.member_id AND community_id = NEW.community_id
            AND served_at = NEW.served_at)
        """,
    ),
    "chain_is_whole": (
        """
        NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM ledger
            WHERE community_id = NEW.community_id)
        """,
    ),
}
REPLACES = """
    EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id OR reverses_id = NEW.reverses_id
        OR (community_id = NEW.community_id AND number = NEW.number))
"""


def upgrade() -> None:
    _create_imports()
    _create_earlier_hours()
    with _guards(now=-1), op.batch_alter_table("ledger") as ledger:
        ledger.add_column(sa.Column("earlier_id", sa.Integer(), nullable=True))
        ledger.alter_column("record_id", existing_type=sa.Integer(), nullable=True)
        ledger.create_check_constraint("entry_is_about_one_thing", ONE_THING)
        ledger.create_foreign_key(
            "fk_ledger_earlier_id_earlier_hours", "earlier_hours", ["earlier_id"], ["id"]
        )
    op.create_index("ix_ledger_earlier_id", "ledger", ["earlier_id"])


def downgrade() -> None:
    kept = op.get_bind().scalar(sa.text("SELECT count(*) FROM ledger WHERE earlier_id > 0"))
    if kept:
        raise RuntimeError(
            "The ledger holds hours from elsewhere, which the version before cannot."
        )
    op.drop_index("ix_ledger_earlier_id", "ledger")
    with _guards(now=0), op.batch_alter_table("ledger") as ledger:
        ledger.drop_constraint("fk_ledger_earlier_id_earlier_hours", type_="foreignkey")
        ledger.drop_constraint("entry_is_about_one_thing", type_="check")
        ledger.alter_column("record_id", existing_type=sa.Integer(), nullable=False)
        ledger.drop_column("earlier_id")
    op.drop_table("earlier_hours")
    op.drop_table("imports")


def _create_imports() -> None:
    people = ("brought_by_id", "reviewer_id")
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("layout", "source")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("file_name", "file_digest")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("hours_count", "minutes")),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(name)) for name, rule in IMPORT_CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_imports_community_id_communities")
        ),
        *(
            sa.ForeignKeyConstraint([one], ["people.id"], name=op.f(f"fk_imports_{one}_people"))
            for one in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_community_id", "imports", ["community_id"])


def _create_earlier_hours() -> None:
    kept = {"import_id": "imports", "member_id": "members", "community_id": "communities"}
    op.create_table(
        "earlier_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("place", "organiser", "in_charge")
        ),
        sa.Column("kind", sa.String(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(name)) for name, rule in HOURS_CHECKS.items()),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_earlier_hours_{column}_{table}")
            )
            for column, table in kept.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_hours")),
        sa.UniqueConstraint("import_id", "row", name=op.f("uq_earlier_hours_import_id_row")),
    )
    op.create_index("ix_earlier_hours_member", "earlier_hours", ["member_id", "day"])


@contextmanager
def _guards(*, now: int) -> Iterator[None]:
    """The rules of that time (the last, or the first) guard the table once it is rebuilt."""
    rules = {name: some[now] for name, some in RULES.items()}
    if op.get_bind().dialect.name == "postgresql":
        yield
        op.execute(_refusing(rules))
        return
    names = ["append_only_insert", "append_only_update", "append_only_delete", *RULES]
    for name in names:
        op.execute(f"DROP TRIGGER ledger_{name}")
    yield
    for name, rule in {"append_only_insert": REPLACES, **rules}.items():
        refusal = name.removesuffix("_insert")
        op.execute(
            f"CREATE TRIGGER ledger_{name} BEFORE INSERT ON ledger"
            f" WHEN {rule} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_append_only_{verb.lower()} BEFORE {verb} ON ledger"
            " BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )


def _refusing(rules: dict[str, str]) -> str:
    checks = "".join(
        f"""
        IF {rule} THEN
            RAISE EXCEPTION '{name}' USING ERRCODE = '23514', CONSTRAINT = '{name}';
        END IF;
        """
        for name, rule in rules.items()
    )
    return f"""
    CREATE OR REPLACE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {checks}
        RETURN NEW;
    END $$
    """
