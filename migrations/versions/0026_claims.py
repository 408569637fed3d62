"""Claims, standing by, handing over, and what was agreed on.

- Nobody takes up what is risky unless somebody of the community has asked them or approved it
  (`no_approval`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LIVE = "status IN ('accepted', 'checked_in', 'completed')"
WAITING = "status IN ('offered', 'claimed', 'standing_by')"
ENDED = "'declined', 'refused', 'expired', 'withdrawn', 'released', 'handed_over', 'no_show'"
KNOWN = (
    "status IN ('offered', 'accepted', 'checked_in', 'completed', 'declined', 'expired',"
    " 'withdrawn', 'released', 'no_show', 'cancelled')"
)
KNOWN_NOW = (
    "status IN ('offered', 'claimed', 'standing_by', 'accepted', 'checked_in', 'completed',"
    f" {ENDED}, 'cancelled')"
)
SAYS_WHEN = "status NOT IN ('offered', 'expired') OR expires_at IS NOT NULL"
SAYS_WHEN_NOW = "status NOT IN ('offered', 'claimed', 'expired') OR expires_at IS NOT NULL"
CHECKS = {
    "live_order_agreed": f"NOT ({LIVE}) OR agreed_at IS NOT NULL",
    "agreement_is_whole": "(agreed_at IS NULL) = (agreement_version IS NULL)",
    "standby_says_since_when": "status <> 'standing_by' OR stood_by_at IS NOT NULL",
}
INSTANTS = ("stood_by_at", "agreed_at", "approved_at")
MEMBER = ["need_id", "attempt", "member_id"]
UNAPPROVED = """
    NEW.status IN ('accepted', 'checked_in', 'completed') AND NEW.approved_at IS NULL
    AND (NEW.offered_at IS NULL OR NEW.stood_by_at IS NOT NULL OR NEW.given_by_id IS NOT NULL)
"""
RISKY = "SELECT 1 FROM needs WHERE id = NEW.need_id AND risk <> 'low'"
SQLITE = tuple(
    f"""
    CREATE TRIGGER no_approval_{when} BEFORE {what} ON orders WHEN {UNAPPROVED} BEGIN
        SELECT RAISE(ABORT, 'no_approval') WHERE EXISTS ({RISKY});
    END
    """
    for when, what in (("insert", "INSERT"), ("update", "UPDATE OF status, approved_at, need_id"))
)
POSTGRES = (
    f"""
    CREATE FUNCTION refuse_unapproved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS ({RISKY}) THEN
            RAISE EXCEPTION 'no_approval' USING ERRCODE = '23514', CONSTRAINT = 'no_approval';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"""
    CREATE TRIGGER no_approval BEFORE INSERT OR UPDATE OF status, approved_at, need_id ON orders
    FOR EACH ROW WHEN ({UNAPPROVED}) EXECUTE FUNCTION refuse_unapproved()
    """,
)


def upgrade() -> None:
    for name in INSTANTS:
        op.add_column("orders", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("given_by_id", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("agreement_version", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("agreement", sa.JSON(), nullable=False, server_default="{}"))
    # What was taken before was taken under the rules of then, whose words nobody kept.
    op.execute(
        "UPDATE orders SET agreed_at = accepted_at, agreement_version = '0',"
        " approved_at = CASE WHEN offered_at IS NULL AND EXISTS"
        f" ({RISKY.replace('NEW.', 'orders.')}) THEN accepted_at END"
        " WHERE accepted_at IS NOT NULL"
    )
    op.drop_index("one_order_per_member", "orders")
    with guards_kept(), op.batch_alter_table("orders") as orders:
        orders.drop_constraint("order_status_is_known", type_="check")
        orders.drop_constraint("offer_says_until_when", type_="check")
        orders.create_check_constraint("order_status_is_known", KNOWN_NOW)
        orders.create_check_constraint("offer_says_until_when", SAYS_WHEN_NOW)
        for name, rule in CHECKS.items():
            orders.create_check_constraint(name, rule)
        orders.create_foreign_key("fk_orders_given_by_id_orders", "orders", ["given_by_id"], ["id"])
    unique("one_order_per_member", MEMBER, f"{LIVE} OR {WAITING}")
    unique(
        "one_hand_over_at_a_time",
        ["given_by_id"],
        f"given_by_id IS NOT NULL AND ({LIVE} OR {WAITING})",
    )
    for statement in SQLITE if lite() else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    if lite():
        op.execute("DROP TRIGGER no_approval_insert")
        op.execute("DROP TRIGGER no_approval_update")
    else:
        op.execute("DROP TRIGGER no_approval ON orders")
        op.execute("DROP FUNCTION refuse_unapproved")
    op.drop_index("one_hand_over_at_a_time", "orders")
    op.drop_index("one_order_per_member", "orders")
    op.execute(
        "UPDATE orders SET status = 'withdrawn'"
        " WHERE status IN ('claimed', 'standing_by', 'refused', 'handed_over')"
    )
    with guards_kept(), op.batch_alter_table("orders") as orders:
        orders.drop_constraint("fk_orders_given_by_id_orders", type_="foreignkey")
        for name in (*CHECKS, "order_status_is_known", "offer_says_until_when"):
            orders.drop_constraint(name, type_="check")
        orders.create_check_constraint("order_status_is_known", KNOWN)
        orders.create_check_constraint("offer_says_until_when", SAYS_WHEN)
        for name in (*INSTANTS, "given_by_id", "agreement_version", "agreement"):
            orders.drop_column(name)
    unique("one_order_per_member", MEMBER, f"{LIVE} OR status = 'offered'")


def lite() -> bool:
    """Whether this is SQLite."""
    return op.get_bind().dialect.name == "sqlite"


def unique(name: str, columns: list[str], rule: str) -> None:
    """Rows for which the rule holds are told apart by these columns."""
    where = sa.text(rule)
    op.create_index(
        name, "orders", columns, unique=True, sqlite_where=where, postgresql_where=where
    )


@contextmanager
def guards_kept() -> Iterator[None]:
    """SQLite rebuilds the table, and its triggers would go with the old one."""
    guards = []
    if lite():
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%orders%'"
        guards = op.get_bind().execute(sa.text(asked)).all()
    for name, _ in guards:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in guards:
        op.execute(sa.text(statement.replace(":", r"\:")))
