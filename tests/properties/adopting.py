"""What clocks and rounds do is not foretold: it has to be lawful, and is taken over."""

from __future__ import annotations

from collections.abc import Mapping

from tests.properties.hours import Model
from tests.properties.twins import Seen
from tests.properties.wishes import MEMBERS, Order, Record

# state -> the states in which the clocks may leave it.
ORDERS: Mapping[str, set[str]] = {
    "offered": {"expired", "withdrawn"},
    "claimed": {"expired", "withdrawn"},
    "standing_by": {"offered", "withdrawn"},
    "checked_in": {"completed"},
}
NEEDS: Mapping[str, set[str]] = {"open": {"unfilled"}, "in_service": {"done_reported"}}


def from_clocks(model: Model, seen: Seen) -> None:
    """The model stands where the clocks have left everything; they did nothing they may not."""
    for need, row in zip(model.needs, seen.needs, strict=True):
        may = {need.status, *NEEDS.get(need.status, ())}
        assert row["status"] in may, f"a clock made {row['status']} of {need.status}"
        need.status = row["status"]
    for order, row in zip(model.orders, seen.orders, strict=False):
        may = {order.status, *ORDERS.get(order.status, ())}
        assert row["status"] in may, f"a clock made {row['status']} of {order.status}"
        order.status = row["status"]
    _adopt_offers(model, seen)
    for row in seen.records[len(model.records) :]:
        order = model.orders[_number(seen.orders, row["order_id"])]
        assert order.status == "completed"
        model.records.append(Record(order, row["minutes"]))
    waiting = [one for one in seen.orders if one["status"] in ("offered", "claimed")]
    assert all(one["expires_at"] > model.now for one in waiting), "somebody waits for too long"


def from_round(model: Model, seen: Seen) -> None:
    """People have been asked, and nothing else happened."""
    _adopt_offers(model, seen)


def _adopt_offers(model: Model, seen: Seen) -> None:
    for row in seen.orders[len(model.orders) :]:
        need, who = model.needs[_number(seen.needs, row["need_id"])], row["login"]
        assert row["status"] == "offered" and need.status == "open" and who in MEMBERS
        assert need.own(who) is None and not model.is_busy(who, need)
        asked = Order(need, who, need.attempt, need.starts, "offered", asked=True)
        need.orders.append(asked)
        model.orders.append(asked)


def _number(rows: list[dict[str, object]], id: object) -> int:
    return next(number for number, row in enumerate(rows) if row["id"] == id)
