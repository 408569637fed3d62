"""`python3 -m tests.bench.outbox [--letters 10000] [--postmen 1] [--expiries 10]`.

How long a backlog takes to drain over SMTP to a server on this machine that takes everything, and
how long it is from an expiry to the next offer when `volunteer serve` keeps the clocks.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from threading import Event, Thread

import sqlalchemy as sa
from flask import Flask

from tests.build import ANYONE_CAN, WINDOW, a_need, agrees, an_offer, approve, secretary_of
from tests.cast import HOME, build_again
from tests.letters import sending_to
from tests.post.sink import mail_server
from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.outbox import carry
from volunteer.cli.worker import looks_of
from volunteer.db import db, transaction
from volunteer.jobs.looking import Looking
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices import outbox
from volunteer.notices.models import Delivery, Notice, State
from volunteer.orders.actions import cancel_need
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.places.actions import ask_by_itself
from volunteer.places.queries import grid
from volunteer.schema import upgrade_database
from volunteer.sealing import blind
from volunteer.settings import Settings

KEY = "known to everybody, hence for a bench only"
PATIENCE = 60  # seconds until a bench that waits for something says so


def main() -> None:
    """The figures are on standard output."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=10_000)
    asked.add_argument("--postmen", type=int, default=1)
    asked.add_argument("--database", default="", help="empty; for one of the two at a time")
    asked.add_argument("--expiries", type=int, default=0, help="each takes about five seconds")
    given = asked.parse_args()
    if given.letters:
        measure_letters(given)
    if given.expiries:
        with tempfile.TemporaryDirectory() as folder:
            # At any hour of the day, and of the same three people again and again.
            chosen = Settings(
                data=Path(folder),
                database_url=given.database,
                secret_key=KEY,
                weekly_offers=1000,
                quiet_from=0,
                quiet_until=0,
            )
            app = create_app(chosen)
            with app.app_context():
                upgrade_database()
            found = delays(app, given.expiries)
        print(
            f"{len(found)} expiries: the next offer half within {median(found):.1f} s,"
            f" all within {max(found):.1f} s"
        )


def measure_letters(given: argparse.Namespace) -> None:
    """Prints how long the backlog took."""
    with tempfile.TemporaryDirectory() as folder, mail_server() as sink:
        chosen = Settings(data=Path(folder), database_url=given.database, secret_key=KEY)
        app = create_app(sending_to(sink, chosen))
        with app.app_context():
            upgrade_database()
            backlog(given.letters)
        took, busy = drained(app, given.postmen)
        assert len(set(sink.keys)) == given.letters == len(sink.keys)
        print(
            f"{given.letters} letters, {given.postmen} postmen: {took:.1f} s,"
            f" {busy:.1f} s of processor, {given.letters / took:.0f} letters a second"
        )


def backlog(letters: int) -> None:
    """So many letters to Li are due: one made by the service, the others after its pattern."""
    now = clock.now()
    build_again(now)
    li = db.session.scalars(sa.select(Person).where(Person.login_index == blind("li"))).one()
    agrees(li, now)
    need = in_weeks(1, now)
    an_offer(need, li, now)
    pattern = db.session.scalars(sa.select(Notice).where(Notice.copies == 1)).one()
    told = {
        column.key: getattr(pattern, column.key)
        for column in sa.inspect(Notice).columns
        if column.key != "id"
    }
    with transaction() as session:
        notices = [Notice(**told) for _ in range(letters - 1)]
        session.add_all(notices)
        session.add_all(Delivery(notice=one, channel="email", due_at=now) for one in notices)


def drained(app: Flask, postmen: int) -> tuple[float, float]:
    """Seconds by the wall and of the processor, the mail server's own among them."""

    def go() -> None:
        with app.app_context():
            carry(app)

    began, busy = time.perf_counter(), time.process_time()
    crowd = [Thread(target=go) for _ in range(postmen)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    took = time.perf_counter() - began, time.process_time() - busy
    with app.app_context():
        assert set(outbox.counts()) == {State.SENT}
    return took


def delays(app: Flask, times: int) -> list[float]:
    """Seconds from an expiry, at any moment of a second, to the next offer; jobs as in `serve`."""
    jobs = [Looking(look) for look in looks_of(app)]
    with app.app_context():
        build_again(clock.now())
        with transaction():
            ask_by_itself(grid(HOME).community, True, now=clock.now())
        for one in jobs:
            one.start()
        # Each in a week of its own: nobody is asked for two things of one hour.
        found = [delay(2 + 0.37 * number % 1, weeks=number + 1) for number in range(times)]
        for one in jobs:
            one.stop()
        db.session.remove()
    return found


def delay(seconds: float, *, weeks: int) -> float:
    """A need is approved; the first who is asked lets so many seconds pass."""
    need = in_weeks(weeks, clock.now())
    first = order_number(1, need.id)
    ends = clock.now() + timedelta(seconds=seconds)
    with transaction() as session:
        session.execute(sa.update(Order).where(Order.id == first.id).values(expires_at=ends))
    second = order_number(2, need.id)
    assert second.offered_at is not None
    # Nobody waits any more: whoever has an open offer is not asked for the next.
    with transaction():
        cancel_need(need, reason=Cancellation.OTHER, by=secretary_of(need), now=clock.now())
    return (second.offered_at - ends).total_seconds()


def in_weeks(weeks: int, now: datetime) -> Need:
    """Somebody is wanted on the Saturday after so many weeks."""
    today = clock.local(now).date()
    saturday = today + timedelta(days=7 * weeks + 5 - today.weekday())
    window = {**WINDOW, "date": saturday}
    need = a_need(now, **window)
    approve(need, now, **ANYONE_CAN, **window)
    return need


def order_number(number: int, need_id: int) -> Order:
    """The first or second order of the need, as soon as there is one."""
    since = time.monotonic()
    while time.monotonic() - since < PATIENCE:
        db.session.rollback()
        asked = sa.select(Order).where(Order.need_id == need_id).order_by(Order.id)
        if len(found := db.session.scalars(asked).all()) >= number:
            return found[number - 1]
        Event().wait(0.05)
    raise SystemExit(f"Nobody was asked for need {need_id} within {PATIENCE} seconds.")


if __name__ == "__main__":
    main()
