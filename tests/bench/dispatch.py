"""`python3 -m volunteer bench dispatch`: two weeks under each policy, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from math import nan
from statistics import mean, median, stdev
from typing import Any

import sqlalchemy as sa
from scipy.stats import t

from tests.bench.fortnight import SUBDISTRICT, Size, World, settle
from tests.bench.policies import POLICIES
from tests.bench.report import markdown
from tests.engines import memory_folder
from volunteer.app import create_app
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders.lifecycle import LIVE
from volunteer.orders.models import Order
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

A_WEEK = timedelta(days=7)
Row = dict[str, Any]


class _LivedThrough(Exception):
    pass


def simulated(
    seeds: Iterable[int], say: Callable[[str], object], size: Size = SUBDISTRICT
) -> Iterator[Row]:
    """A row for each policy and seed, on a SQLite database of their own; nothing of it is kept."""
    with memory_folder() as folder:
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
        app = create_app(Settings(database_url=url, secret_key="bench" * 8, rate_limits=False))
        with app.app_context():
            upgrade_database()
            for seed in seeds:
                for name in POLICIES:
                    row = {"policy": name, "seed": seed, **lived(name, f"seed {seed}", size)}
                    say(f"dispatch {name}, seed {seed}: {row['filled']:.0%} of {row['places']}")
                    yield row
            db.session.remove()
            db.engine.dispose()


def lived(policy: str, seed: str, size: Size) -> Row:
    """What came of the two weeks; the database is as empty afterwards as before."""
    found: Row = {}
    try:
        with transaction():
            world = settle(size, seed)
            POLICIES[policy](world)
            world.weeks.live(world.weeks.end)
            db.session.flush()
            found = outcome(world)
            raise _LivedThrough
    except _LivedThrough:
        return found


def outcome(world: World) -> Row:
    """Places and messages counted: shares, hours and people, as the table names them."""
    needs = db.session.scalars(sa.select(Need).where(Need.triaged_at.is_not(None))).all()
    held = db.session.scalars(sa.select(Order).where(Order.status.in_(LIVE))).all()
    opened = {need.id: need for need in needs}
    places = sum(need.headcount for need in needs)
    urgent = [need for need in needs if need.urgency == Urgency.URGENT]
    messages = [
        (member_id, at)
        for member_id, at in db.session.execute(sa.select(Order.member_id, Order.offered_at))
        if at is not None
    ]
    waits = [
        (order.accepted_at - opened[order.need_id].triaged_at) / timedelta(hours=1)
        for order in held
    ]
    return {
        "needs": len(needs),
        "places": places,
        "members": len(world.habits),
        "filled": len(held) / places,
        "urgent": _filled(urgent, held),
        "hours": median(waits) if waits else None,
        "messages": len(messages),
        "per_place": len(messages) / max(1, len(held)),
        "over_budget": len(over_budget(messages, world.rules.weekly_offers)),
    }


def _filled(needs: Sequence[Need], held: Sequence[Order]) -> float:
    ids, places = {need.id for need in needs}, sum(need.headcount for need in needs)
    return sum(order.need_id in ids for order in held) / max(1, places)


def over_budget(messages: Sequence[tuple[int, datetime]], budget: int) -> set[int]:
    """Members who were asked more often than that within seven days."""
    asked = defaultdict(list)
    for member_id, at in sorted(messages, key=lambda one: one[1]):
        asked[member_id].append(at)
    return {
        member_id
        for member_id, moments in asked.items()
        for first, last in zip(moments, moments[budget:], strict=False)
        if last < first + A_WEEK
    }


COLUMNS: dict[str, tuple[str, Callable[[float], str]]] = {
    "places filled": ("filled", "{:.1%}".format),
    "urgent filled": ("urgent", "{:.1%}".format),
    "median hours": ("hours", "{:.1f}".format),
    "messages per place filled": ("per_place", "{:.2f}".format),
    "members over budget": ("over_budget", "{:.1f}".format),
}


def dispatch_table(rows: Sequence[Row]) -> str:
    """Markdown: a line for each policy, mean ± half a 95 % interval over the seeds."""
    names = list(dict.fromkeys(row["policy"] for row in rows))
    lines = []
    for name in names:
        ours = [row for row in rows if row["policy"] == name]
        cells = []
        for key, shown in COLUMNS.values():
            values = [row[key] for row in ours if row[key] is not None]
            cells.append(f"{shown(mean(values))} ± {shown(_half(values))}" if values else "–")
        lines.append([name, *cells])
    return markdown(["policy", *COLUMNS], lines)


def _half(values: Sequence[float]) -> float:
    """How far the mean of other seeds may lie away; nan of a single one."""
    n = len(values)
    return float(t.ppf(0.975, n - 1)) * stdev(values) / n**0.5 if n > 1 else nan
