"""What must never be, refused by the database itself, on both engines.

- No order holds a seat beyond the headcount of its need, and a headcount never falls below the
  seats held (`no_room`).
- No member holds two orders that overlap in time (`no_overlap`).
- Rows of history are added, never changed or removed (`append_only`).
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LIVE = "('accepted', 'checked_in', 'completed')"
AHEAD = "('accepted', 'checked_in')"

SQLITE = (
    *(
        f"""
        CREATE TRIGGER no_room_{when} BEFORE {what} ON orders
        WHEN NEW.status IN {LIVE} BEGIN
            SELECT RAISE(ABORT, 'no_room')
            WHERE NEW.seat_no >= (SELECT headcount FROM needs WHERE id = NEW.need_id);
        END
        """
        for when, what in (("insert", "INSERT"), ("update", "UPDATE OF seat_no, status, need_id"))
    ),
    f"""
    CREATE TRIGGER no_room_headcount BEFORE UPDATE OF headcount ON needs BEGIN
        SELECT RAISE(ABORT, 'no_room') WHERE EXISTS (
            SELECT 1 FROM orders WHERE need_id = NEW.id AND attempt = NEW.reopened
            AND status IN {LIVE} AND seat_no >= NEW.headcount
        );
    END
    """,
    *(
        f"""
        CREATE TRIGGER no_overlap_{when} BEFORE {what} ON orders
        WHEN NEW.status IN {AHEAD} BEGIN
            SELECT RAISE(ABORT, 'no_overlap') WHERE EXISTS (
                SELECT 1 FROM orders other WHERE other.id IS NOT NEW.id
                AND other.member_id = NEW.member_id AND other.status IN {AHEAD}
                AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
            );
        END
        """
        for when, what in (
            ("insert", "INSERT"),
            ("update", "UPDATE OF member_id, starts_at, ends_at, status"),
        )
    ),
    *(
        f"""
        CREATE TRIGGER events_append_only_{verb.lower()} BEFORE {verb} ON events BEGIN
            SELECT RAISE(ABORT, 'append_only');
        END
        """
        for verb in ("UPDATE", "DELETE")
    ),
)
SQLITE_NAMES = (
    "no_room_insert",
    "no_room_update",
    "no_room_headcount",
    "no_overlap_insert",
    "no_overlap_update",
    "events_append_only_update",
    "events_append_only_delete",
)

POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"""
    ALTER TABLE orders ADD CONSTRAINT no_overlap EXCLUDE USING gist (
        member_id WITH =, tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (status IN {AHEAD})
    """,
    """
    CREATE FUNCTION refuse_seat() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seat_no >= (SELECT headcount FROM needs WHERE id = NEW.need_id) THEN
            RAISE EXCEPTION 'no_room' USING ERRCODE = '23514', CONSTRAINT = 'no_room';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"""
    CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON orders
    FOR EACH ROW WHEN (NEW.status IN {LIVE}) EXECUTE FUNCTION refuse_seat()
    """,
    f"""
    CREATE FUNCTION refuse_headcount() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM orders WHERE need_id = NEW.id AND attempt = NEW.reopened
            AND status IN {LIVE} AND seat_no >= NEW.headcount
        ) THEN
            RAISE EXCEPTION 'no_room' USING ERRCODE = '23514', CONSTRAINT = 'no_room';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER no_room_headcount BEFORE UPDATE OF headcount ON needs
    FOR EACH ROW EXECUTE FUNCTION refuse_headcount()
    """,
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'append_only' USING ERRCODE = '23514', CONSTRAINT = 'append_only';
    END $$
    """,
    """
    CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
POSTGRES_UNDO = (
    "DROP TRIGGER events_append_only ON events",
    "DROP FUNCTION refuse_change",
    "DROP TRIGGER no_room_headcount ON needs",
    "DROP FUNCTION refuse_headcount",
    "DROP TRIGGER no_room ON orders",
    "DROP FUNCTION refuse_seat",
    "ALTER TABLE orders DROP CONSTRAINT no_overlap",
)


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if lite else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    undo = [f"DROP TRIGGER {name}" for name in SQLITE_NAMES] if lite else POSTGRES_UNDO
    for statement in undo:
        op.execute(statement)
