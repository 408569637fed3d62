"""The ledger: credits and their reversals, appended only, one hash chain for each community.

The database itself refuses any change to a row (`append_only`), a second credit for a record
(`one_credit_at_a_time`), a reversal that is not the exact opposite of one credit
(`reversal_undoes_a_credit`) and a number out of turn (`chain_is_whole`). What had been approved
before is credited in the order of approval.
"""

import hashlib
import json
from collections import defaultdict
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What a new row must not do, and the name of the refusal. `NEW` is the row.
REFUSED = {
    "one_credit_at_a_time": """
        NEW.kind = 'credit' AND (SELECT count(*) FROM ledger WHERE record_id = NEW.record_id
            AND kind = 'credit') > (SELECT count(*) FROM ledger WHERE record_id = NEW.record_id
            AND kind = 'reversal')
    """,
    "reversal_undoes_a_credit": """
        NEW.kind = 'reversal' AND NOT EXISTS (SELECT 1 FROM ledger WHERE id = NEW.reverses_id
            AND kind = 'credit' AND minutes = -NEW.minutes AND record_id = NEW.record_id
            AND member_id = NEW.member_id AND community_id = NEW.community_id
            AND served_at = NEW.served_at)
    """,
    "chain_is_whole": """
        NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM ledger
            WHERE community_id = NEW.community_id)
    """,
}
# INSERT OR REPLACE removes rows without asking the triggers, unless a connection was told to.
REPLACES = """
    EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id OR reverses_id = NEW.reverses_id
        OR (community_id = NEW.community_id AND number = NEW.number))
"""
SQLITE = (
    *(
        f"""
        CREATE TRIGGER ledger_{name} BEFORE INSERT ON ledger
        WHEN {rule} BEGIN SELECT RAISE(ABORT, '{refusal}'); END
        """
        for name, rule, refusal in (
            ("append_only_insert", REPLACES, "append_only"),
            *((name, rule, name) for name, rule in REFUSED.items()),
        )
    ),
    *(
        f"""
        CREATE TRIGGER ledger_append_only_{verb.lower()} BEFORE {verb} ON ledger
        BEGIN SELECT RAISE(ABORT, 'append_only'); END
        """
        for verb in ("UPDATE", "DELETE")
    ),
)
CHECKS = "".join(
    f"""
    IF {rule} THEN
        RAISE EXCEPTION '{name}' USING ERRCODE = '23514', CONSTRAINT = '{name}';
    END IF;
    """
    for name, rule in REFUSED.items()
)
POSTGRES = (
    f"""
    CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {CHECKS}
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_entry BEFORE INSERT ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse_entry()
    """,
    """
    CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    op.create_table(
        "ledger_heads",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_ledger_heads_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_ledger_heads")),
    )
    _create_ledger()
    op.create_index("ix_ledger_record_id", "ledger", ["record_id"])
    op.create_index("ix_ledger_member", "ledger", ["member_id", "served_at"])
    _credit_what_was_approved()
    lite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if lite else POSTGRES:
        op.execute(statement)


def _create_ledger() -> None:
    kept = {"community_id": "communities", "record_id": "records", "member_id": "members"}
    kept |= {"reverses_id": "ledger", "by_person_id": "people"}
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('credit', 'reversal')", name=op.f("entry_kind_is_known")),
        sa.CheckConstraint(
            "(kind = 'credit' AND minutes >= 0) OR (kind = 'reversal' AND minutes <= 0)",
            name=op.f("credit_gives_reversal_takes"),
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)",
            name=op.f("reversal_says_what_it_undoes"),
        ),
        sa.CheckConstraint("kind = 'credit' OR why <> ''", name=op.f("reversal_says_why")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_ledger_{column}_{table}")
            )
            for column, table in kept.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_ledger_community_id_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_reverses_id")),
    )


def _credit_what_was_approved() -> None:
    connection = op.get_bind()
    instant = sa.DateTime(timezone=True)
    approved = connection.execute(
        sa.text(
            "SELECT id, community_id, member_id, minutes, started_at, reviewer_id, reviewed_at"
            " FROM records WHERE status = 'approved' AND counts ORDER BY reviewed_at, id"
        ).columns(started_at=instant, reviewed_at=instant)
    )
    ends: dict[int, tuple[int, str]] = defaultdict(lambda: (0, ""))
    rows = []
    for record in approved:
        number, previous = ends[record.community_id]
        row = {
            "community_id": record.community_id,
            "number": number + 1,
            "kind": "credit",
            "record_id": record.id,
            "member_id": record.member_id,
            "minutes": record.minutes,
            "served_at": _utc(record.started_at),
            "reverses_id": None,
            "why": "",
            "by_person_id": record.reviewer_id,
            "written_at": _utc(record.reviewed_at),
        }
        row["hash"] = _chained(row, previous)
        ends[record.community_id] = (row["number"], row["hash"])
        rows.append(row)
    # What is written is what is hashed, whichever way the engine likes its moments.
    columns = (
        [sa.column(name, instant if name.endswith("_at") else None) for name in rows[0]]
        if rows
        else []
    )
    if rows:
        connection.execute(sa.table("ledger", *columns).insert(), rows)
    for community_id, (number, last) in ends.items():
        connection.execute(
            sa.text("INSERT INTO ledger_heads VALUES (:community, :number, :hash)"),
            {"community": community_id, "number": number, "hash": last},
        )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _chained(row: dict, previous: str) -> str:
    said = {
        "by": row["by_person_id"],
        "community": row["community_id"],
        "kind": row["kind"],
        "member": row["member_id"],
        "minutes": row["minutes"],
        "number": row["number"],
        "previous": previous,
        "record": row["record_id"],
        "reverses": row["reverses_id"],
        "served_at": row["served_at"].isoformat(),
        "why": row["why"],
        "written_at": row["written_at"].isoformat(),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def downgrade() -> None:
    op.drop_table("ledger")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_entry")
    op.drop_table("ledger_heads")
