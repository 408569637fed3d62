"""An offer says until when it may be answered; one that nobody answered has expired."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KNOWN = (
    "status IN ('offered', 'accepted', 'checked_in', 'completed', 'declined', 'withdrawn',"
    " 'released', 'no_show', 'cancelled')"
)
KNOWN_NOW = (
    "status IN ('offered', 'accepted', 'checked_in', 'completed', 'declined', 'expired',"
    " 'withdrawn', 'released', 'no_show', 'cancelled')"
)
USUAL = {
    "emergency": timedelta(minutes=5),
    "urgent": timedelta(minutes=30),
    "normal": timedelta(hours=12),
    "flexible": timedelta(hours=48),
}
SAYS_WHEN = "status NOT IN ('offered', 'expired') OR expires_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("orders", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    say_until_when()
    with guards_kept(), op.batch_alter_table("orders") as orders:
        orders.drop_constraint("order_status_is_known", type_="check")
        orders.create_check_constraint("order_status_is_known", KNOWN_NOW)
        orders.create_check_constraint("offer_says_until_when", SAYS_WHEN)


def downgrade() -> None:
    op.execute("UPDATE orders SET status = 'withdrawn' WHERE status = 'expired'")
    with guards_kept(), op.batch_alter_table("orders") as orders:
        orders.drop_constraint("offer_says_until_when", type_="check")
        orders.drop_constraint("order_status_is_known", type_="check")
        orders.create_check_constraint("order_status_is_known", KNOWN)
        orders.drop_column("expires_at")


def say_until_when() -> None:
    """Offers made before have the usual time, counted from when they were made."""
    instant = sa.DateTime(timezone=True)
    orders = sa.table(
        "orders",
        *(sa.column(name) for name in ("id", "need_id", "status")),
        *(sa.column(name, instant) for name in ("offered_at", "starts_at", "expires_at")),
    )
    needs = sa.table("needs", sa.column("id"), sa.column("urgency"))
    asked = (
        sa.select(orders.c.id, orders.c.offered_at, orders.c.starts_at, needs.c.urgency)
        .join(needs, needs.c.id == orders.c.need_id)
        .where(orders.c.status == "offered")
    )
    for order_id, offered_at, starts_at, urgency in op.get_bind().execute(asked).all():
        until = min(offered_at + USUAL[urgency], starts_at)
        op.execute(orders.update().where(orders.c.id == order_id).values(expires_at=until))


@contextmanager
def guards_kept() -> Iterator[None]:
    """SQLite rebuilds the table, and its triggers would go with the old one."""
    connection = op.get_bind()
    guards = []
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%orders%'"
        guards = connection.execute(sa.text(asked)).all()
    for name, _ in guards:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in guards:
        op.execute(sa.text(statement.replace(":", r"\:")))
