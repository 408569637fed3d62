"""What people wrote can be taken out of history, and the chains still verify.

`why` of a row of history is sealed as a salted digest: an erasure leaves the digest in `erased`, drops
the salt and the words. The database lets exactly that happen (and to `words` of a look, that they are
gone), once, and refuses any other change (`append_only`). The unit's name in the facts of a consent
goes to `why`; what the ledger says why becomes a code, the words stand in the history of the record.
Chains in which words stood are made anew: seals by the job, the ledger here.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

GONE = "已删除"
INSTANT = sa.DateTime(timezone=True)
EVENTS = (
    [
        "id",
        "at",
        "kind",
        "thing_id",
        "verb",
        "old",
        "new",
        "standing",
        "by_person_id",
        "community_id",
        "facts",
    ],
    f"OLD.erased = '' AND OLD.why <> '' AND NEW.erased <> '' AND NEW.salt = ''"
    f" AND NEW.why = '{GONE}'",
)
LOOKS = (
    [
        "id",
        "at",
        "by_person_id",
        "standing",
        "community_id",
        "need_id",
        "member_id",
        "reason",
        "request",
    ],
    f"OLD.words <> '' AND NEW.words = '{GONE}'",
)
ALLOWED = {"events": EVENTS, "looks": LOOKS}
PLAIN = "BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"


def upgrade() -> None:
    op.add_column("events", sa.Column("salt", sa.String(), nullable=False, server_default=""))
    op.add_column("events", sa.Column("erased", sa.String(), nullable=False, server_default=""))
    for table in ("events", "looks", "ledger", "seals"):
        _open(table)
    _salt_events()
    _chain_ledger()
    for table, (kept, change) in ALLOWED.items():
        _guard(table, kept, change)
    for table in ("ledger", "seals"):
        _refuse(table)


def downgrade() -> None:
    erased = op.get_bind().scalar(sa.text("SELECT count(*) FROM events WHERE erased <> ''"))
    if erased:
        raise RuntimeError("Somebody was erased, which the version before cannot tell of.")
    for table in ALLOWED:
        if _is_lite():
            op.execute(f"DROP TRIGGER {table}_append_only_update")
            op.execute(f"DROP TRIGGER {table}_append_only_delete")
        else:
            op.execute(f"DROP TRIGGER {table}_erased ON {table}")
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            op.execute(f"DROP FUNCTION refuse_change_of_{table}")
        _refuse(table)
    _open("seals")
    _forget_seals()
    _refuse("seals")
    op.drop_column("events", "erased")
    op.drop_column("events", "salt")


def _is_lite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _open(table: str) -> None:
    """Rows may be changed until it is guarded again."""
    if _is_lite():
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_append_only_{verb}")
    else:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def _refuse(table: str) -> None:
    """No row is changed or removed."""
    if _is_lite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_append_only_{verb.lower()} BEFORE {verb} ON {table} BEGIN"
                " SELECT RAISE(ABORT, 'append_only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_append_only {PLAIN.format(table=table)}"
            " EXECUTE FUNCTION refuse_change()"
        )


def _guard(table: str, kept: list[str], change: str) -> None:
    """No row is removed, none is changed but by the one change that erases words."""
    if _is_lite():
        same = " AND ".join(f"NEW.{one} IS OLD.{one}" for one in kept)
        op.execute(
            f"CREATE TRIGGER {table}_append_only_update BEFORE UPDATE ON {table}"
            f" WHEN NOT ({change} AND {same}) BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only_delete BEFORE DELETE ON {table} BEGIN"
            " SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    same = " AND ".join(
        f"NEW.{one}{cast} IS NOT DISTINCT FROM OLD.{one}{cast}"
        for one in kept
        for cast in ["::text" if one == "facts" else ""]
    )
    op.execute(
        f"""
        CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT ({change} AND {same}) THEN
                RAISE EXCEPTION 'append_only' USING ERRCODE = '23514', CONSTRAINT = 'append_only';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {table}_erased BEFORE UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _salt_events() -> None:
    """Words of before can be erased like words of now; the job seals everything again."""
    connection = op.get_bind()
    consents = connection.execute(
        sa.text(
            "SELECT id, facts FROM events WHERE kind = 'member'"
            " AND verb IN ('consent', 'withdraw_consent')"
        ).columns(facts=sa.JSON())
    ).all()
    moving = sa.text("UPDATE events SET facts = :facts, why = :why WHERE id = :id").bindparams(
        sa.bindparam("facts", type_=sa.JSON())
    )
    for row in consents:
        unit = row.facts.pop("receiver", "")
        connection.execute(moving, {"id": row.id, "facts": row.facts, "why": unit})
    wordy = connection.execute(sa.text("SELECT id FROM events WHERE why <> ''")).scalars().all()
    if wordy:
        connection.execute(
            sa.text("UPDATE events SET salt = :salt WHERE id = :id"),
            [{"id": one, "salt": secrets.token_hex(16)} for one in wordy],
        )
    _forget_seals()


def _forget_seals() -> None:
    op.execute("DELETE FROM seals")
    op.execute("DELETE FROM seal_heads")


def _chain_ledger() -> None:
    """Reversals say why by a code; the chains they stand in follow from row to row again."""
    connection = op.get_bind()
    op.execute(
        """
        UPDATE ledger SET why = CASE
            WHEN earlier_id IS NOT NULL THEN 'undo'
            WHEN EXISTS (SELECT 1 FROM ledger later WHERE later.record_id = ledger.record_id
                AND later.kind = 'credit' AND later.number > ledger.number) THEN 'amend'
            ELSE 'void' END
        WHERE kind = 'reversal'
        """
    )
    rows = connection.execute(
        sa.text(
            "SELECT * FROM ledger WHERE community_id IN"
            " (SELECT community_id FROM ledger WHERE kind = 'reversal')"
            " ORDER BY community_id, number"
        ).columns(served_at=INSTANT, written_at=INSTANT)
    )
    ends: dict[int, str] = {}
    for row in rows.all():
        last = ends[row.community_id] = _chained(row, ends.get(row.community_id, ""))
        connection.execute(
            sa.text("UPDATE ledger SET hash = :hash WHERE id = :id"), {"id": row.id, "hash": last}
        )
    for community_id, last in ends.items():
        connection.execute(
            sa.text("UPDATE ledger_heads SET hash = :hash WHERE community_id = :id"),
            {"id": community_id, "hash": last},
        )


def _chained(row: sa.Row, previous: str) -> str:
    said = {
        "by": row.by_person_id,
        "community": row.community_id,
        "kind": row.kind,
        "member": row.member_id,
        "minutes": row.minutes,
        "number": row.number,
        "previous": previous,
        "record": row.record_id,
        "reverses": row.reverses_id,
        "served_at": _utc(row.served_at).isoformat(),
        "why": row.why,
        "written_at": _utc(row.written_at).isoformat(),
    }
    if row.earlier_id is not None:
        said["earlier"] = row.earlier_id
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
