"""What the database refuses even when our own code is wrong: statements go around every action.

The refusal means the same on both engines: `transaction()` turns it into the same error.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.build import ANYONE_CAN, an_accepted_order, an_offer, an_open_need, refused
from tests.cast import member_of
from volunteer.db import db, transaction
from volunteer.errors import AlreadyTaken, Clash, NoRoom
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.orders.queries import orders_of

AN_HOUR = timedelta(hours=1)


def change(thing, **values):
    """The row is different, whatever our code thinks of it."""
    table = type(thing).__table__
    db.session.execute(sa.update(table).where(table.c.id == thing.id).values(**values))


def put_in(order, **values):
    """Another row like this one."""
    copied = {column.name: getattr(order, column.name) for column in Order.__table__.columns}
    del copied["id"]
    db.session.execute(sa.insert(Order.__table__).values(**{**copied, **values}))


@pytest.fixture
def need_for_two(cast, now):
    return an_open_need(now, headcount=2, **ANYONE_CAN)


@pytest.fixture
def seated(need_for_two, li, now):
    """Li holds the first of two places."""
    return an_accepted_order(need_for_two, li, now)


def test_a_seat_beyond_the_headcount_is_refused_on_arrival(seated, zhou):
    with refused(NoRoom):
        put_in(seated, member_id=member_of(zhou).id, seat_no=2)


def test_a_seat_beyond_the_headcount_is_refused_on_moving(seated):
    with refused(NoRoom):
        change(seated, seat_no=2)


def test_a_seat_is_held_once(seated, zhou):
    with refused(NoRoom):
        put_in(seated, member_id=member_of(zhou).id)


def test_a_member_holds_one_seat_of_a_need(seated):
    later = {"starts_at": seated.ends_at + AN_HOUR, "ends_at": seated.ends_at + 2 * AN_HOUR}

    with refused(AlreadyTaken):
        put_in(seated, seat_no=1, **later)


def test_a_member_with_a_seat_is_not_asked_for_another(seated):
    with refused(AlreadyTaken):
        put_in(seated, status="offered", seat_no=None, expires_at=seated.starts_at)


def test_a_headcount_never_falls_below_the_seats_held(need_for_two, li, zhou, now):
    an_accepted_order(need_for_two, li, now)
    an_accepted_order(need_for_two, zhou, now)

    with refused(NoRoom):
        change(need_for_two, headcount=1)


def test_a_headcount_may_fall_to_the_seats_held(need_for_two, seated):
    with transaction():
        change(need_for_two, headcount=1)

    assert need_for_two.headcount == 1


@pytest.mark.parametrize("minutes", [-59, -1, 0, 30, 59])
def test_a_member_is_never_in_two_places_whoever_writes_it(seated, now, minutes):
    other = an_open_need(now, **ANYONE_CAN)
    starts_at = seated.starts_at + timedelta(minutes=minutes)

    with refused(Clash):
        put_in(seated, need_id=other.id, starts_at=starts_at, ends_at=starts_at + AN_HOUR)


def test_one_task_may_begin_when_the_other_ends(seated, now):
    other = an_open_need(now, **ANYONE_CAN)
    then = {"starts_at": seated.ends_at, "ends_at": seated.ends_at + AN_HOUR}

    with transaction():
        put_in(seated, need_id=other.id, **then)

    assert len(orders_of(other)) == 1


def test_a_task_is_not_moved_into_another(seated, li, now):
    later = an_open_need(now, **{**ANYONE_CAN, "date": now.date() + timedelta(days=2)})
    other = an_accepted_order(later, li, now)

    with refused(Clash):
        change(other, starts_at=seated.starts_at, ends_at=seated.ends_at)


def test_an_offer_does_not_bind_the_time(seated, li, now):
    assert an_offer(an_open_need(now, **ANYONE_CAN), li, now).starts_at == seated.starts_at


HALF_TRUTHS = {
    "a live order without a seat": {"seat_no": None},
    "a seat without a live order": {"status": "released"},
    "a seat below zero": {"seat_no": -1},
    "accepted by nobody knows when": {"accepted_at": None},
    "arrived without saying how": {"checked_in_at": sa.func.current_timestamp()},
    "a state nobody knows": {"status": "lost"},
    "a sixth wrong code": {"wrong_codes": 6},
}


@pytest.mark.parametrize("half_truth", HALF_TRUTHS)
def test_half_truths_about_an_order_are_refused(seated, half_truth):
    with refused(IntegrityError):
        change(seated, **HALF_TRUTHS[half_truth])


def test_nobody_leaves_before_they_came(seated):
    came = {"status": "checked_in", "presence": "staff", "checked_in_at": seated.starts_at}

    with refused(IntegrityError):
        change(seated, **came, checked_out_at=seated.starts_at - AN_HOUR)


def test_an_order_belongs_to_a_need_and_a_member(seated):
    with refused(IntegrityError):
        put_in(seated, need_id=10**6, status="offered", seat_no=None)


def test_a_need_with_orders_is_not_deleted(seated):
    with refused(IntegrityError):
        db.session.execute(sa.delete(Need.__table__))
