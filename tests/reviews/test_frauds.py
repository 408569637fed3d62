"""Fourteen ways to come by hours that nobody gave: each is refused, or seen before it counts."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from tests.build import (
    ANYONE_CAN,
    a_need,
    a_record,
    an_accepted_order,
    an_open_need,
    approve,
    code_for,
    refused,
)
from tests.cast import FAR_AWAY, PROFILE, member_of
from volunteer.db import db, transaction
from volunteer.errors import (
    Clash,
    NeedsAnother,
    NotAllowed,
    OwnRecord,
    TooLate,
    WrongMoment,
)
from volunteer.invariants import broken
from volunteer.members import actions as members
from volunteer.orders import actions as orders
from volunteer.orders import presence
from volunteer.orders.codes import on_paper
from volunteer.people import actions as people
from volunteer.people.models import RoleKind
from volunteer.records import actions, ledger
from volunteer.records.times import Times
from volunteer.reviews import following
from volunteer.reviews.actions import approve_unflagged
from volunteer.reviews.flags import Flag, flags_on

AN_HOUR = Times(came_at=time(10), stay_minutes=60)


def raised(record, reader) -> set[Flag]:
    return {one.flag for one in flags_on([record], reader=reader)[record.id]}


@pytest.fixture
def order(cast, zhou, now):
    """Zhou has taken an hour of keeping Zhao company."""
    return an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)


def test_a_photographed_code_opens_no_other_order(order, li, now):
    other = an_accepted_order(an_open_need(now), li, now)

    code = code_for(order)
    with transaction():
        assert not presence.check_in(other, code=code, by=li, now=other.starts_at)
    assert other.status == "accepted"


def test_a_photographed_code_is_soon_worth_nothing(order, zhou):
    code = code_for(order)

    with transaction():
        later = order.starts_at + timedelta(minutes=1)
        assert not presence.check_in(order, code=code, by=zhou, now=later)


def test_a_code_passed_on_from_an_earlier_visit_opens_nothing(order, zhou, now):
    again = an_accepted_order(an_open_need(now, **{**ANYONE_CAN, "time": time(16)}), zhou, now)

    for old in (code_for(order, again.starts_at), on_paper(order.need)[0].start):
        with transaction():
            assert not presence.check_in(again, code=old, by=zhou, now=again.starts_at)


def test_the_arrivals_code_does_not_prove_the_leaving(order, zhou):
    code = code_for(order)
    with transaction():
        presence.check_in(order, code=code, by=zhou, now=order.starts_at)
    with transaction():
        soon = order.starts_at + timedelta(seconds=20)
        assert not presence.prove_leaving(order, code=code, by=zhou, now=soon)


def test_a_code_is_used_once(order, zhou):
    code, start = code_for(order), order.starts_at
    with transaction():
        presence.check_in(order, code=code, by=zhou, now=start)

    with refused(WrongMoment):
        presence.check_in(order, code=code, by=zhou, now=start)


def test_nobody_arrives_without_an_order_of_theirs(order, li):
    with refused(NotAllowed):
        presence.check_in(order, code=code_for(order), by=li, now=order.starts_at)


def test_what_is_entered_long_afterwards_is_refused(order, wang):
    month_later = order.ends_at + timedelta(days=31)

    with refused(TooLate):
        actions.enter_late(order, times=AN_HOUR, report="", by=wang, now=month_later)


def test_what_one_secretary_entered_alone_does_not_count(order, zhou, wang):
    with transaction():
        late = actions.enter_late(order, times=AN_HOUR, report="", by=wang, now=order.ends_at)

    with refused(NeedsAnother):
        actions.approve(late, by=wang, now=order.ends_at)
    assert ledger.minutes_of(member_of(zhou)) == 0


def test_nobody_approves_their_own(qian, now):
    own = a_record(an_open_need(now, **ANYONE_CAN), qian, now)

    with refused(OwnRecord):
        actions.approve(own, by=qian, now=now)


@pytest.mark.parametrize(("kept", "flag"), [("phone", Flag.SAME_PHONE), ("name", Flag.SAME_NAME)])
def test_a_second_account_with_the_same_telephone_or_name_is_seen(zhou, now, kept, flag):
    who = {"name": "周大雨", "phone": "01080009999", kept: getattr(zhou, kept)}
    with transaction():
        twin = people.create(**who, login="zhou2", password_hash="x", now=now)
        people.grant(twin, RoleKind.SECRETARY, 1, now=now)
    record = a_record(an_open_need(now, **ANYONE_CAN), zhou, now)

    assert flag in raised(record, twin)
    with transaction():
        assert approve_unflagged([record], by=twin, now=now) == ([], [record])


def test_two_who_approve_each_other_are_seen(qian, wang, now):
    for day in range(2):
        when = (now + timedelta(days=1 + day)).date()
        record = a_record(an_open_need(now, **{**ANYONE_CAN, "date": when}), qian, now)
        with transaction():
            actions.approve(record, by=wang, now=now)
    with transaction():
        members.confirm(members.report_in(wang, now=now, **PROFILE), by=qian, now=now)
    wangs = a_record(an_open_need(now, **ANYONE_CAN), wang, now)

    assert Flag.EACH_OTHER in raised(wangs, qian)


def test_nobody_serves_in_two_communities_at_once(order, zhou, chen, now):
    with transaction():
        people.grant(zhou, RoleKind.NEIGHBOUR, 2, now=now)
    far = a_need(now, grid_id=FAR_AWAY)
    approve(far, now, **ANYONE_CAN)

    with refused(Clash):
        orders.take(far, member_of(zhou), reasons={}, by=zhou, now=now, travel=timedelta(0))


def test_a_lent_account_is_in_one_place_at_a_time(order, zhou, now):
    later = an_open_need(now, **{**ANYONE_CAN, "time": time(10, 15)})

    with refused(Clash):
        orders.take(later, member_of(zhou), reasons={}, by=zhou, now=now, travel=timedelta(0))


def test_minutes_written_over_after_approval_are_found(zhou, wang, now):
    record = a_record(an_open_need(now, **ANYONE_CAN), zhou, now)
    with transaction():
        actions.approve(record, by=wang, now=now)

    with refused(WrongMoment):
        actions.resubmit(record, report="", break_minutes=0, by=zhou, now=now)
    with transaction():
        db.session.execute(sa.text("UPDATE records SET minutes = 600"))
    assert any(broken())


def test_a_need_of_ones_own_is_seen(zhou, wang, now):
    need = a_need(now, by=zhou, type="visit")
    approve(need, now, **ANYONE_CAN)

    assert Flag.OWN_NEED in raised(a_record(need, zhou, now), wang)


@pytest.mark.engine("sqlite")
def test_nobody_approves_faster_than_they_read(zhou, wang, now):
    records = [an_hour(zhou, now, number) for number in range(21)]

    with transaction():
        done, left = approve_unflagged(records, by=wang, now=now)

    assert (len(done), len(left)) == (20, 1)


def an_hour(by, now, number):
    """About an hour at somebody's, each at another place and time."""
    window = {"date": (now + timedelta(days=1 + number)).date(), "time": time(10), "minutes": 60}
    need = a_need(now, contact_phone=f"010800{number:05}")
    approve(need, now, **{**ANYONE_CAN, **window})
    order = an_accepted_order(need, by, now)
    with transaction():
        presence.check_in(order, code=code_for(order), by=by, now=order.starts_at)
        later = order.starts_at + timedelta(minutes=45 + number)
        return actions.leave(order, by=by, now=later)


def test_a_resident_nobody_can_reach_is_seen(order, zhou, chen, wang):
    with transaction():
        presence.check_in(order, by=zhou, now=order.starts_at)
    with transaction():
        record = actions.leave(order, by=zhou, now=order.ends_at)
    assert Flag.UNCONFIRMED in raised(record, wang)
    silent = order.ends_at + timedelta(days=3)
    with transaction():
        following.draw(order.need, now=silent)

    [call] = following.list_for(chen)
    for day in range(3):
        with transaction():
            following.not_reached(call, by=chen, now=silent + timedelta(days=day))

    assert Flag.FOLLOWED_UP in raised(record, wang)


def test_hours_do_not_come_from_a_file_or_from_nowhere(zhou, wang, now):
    need = an_open_need(now, **ANYONE_CAN)
    with transaction():
        offered = orders.offer(need, member_of(zhou), reasons={}, by=wang, now=now)

    with refused(WrongMoment):
        actions.enter_late(offered, times=AN_HOUR, report="", by=wang, now=need.ends_at)
    assert ledger.minutes_of(member_of(zhou)) == 0
