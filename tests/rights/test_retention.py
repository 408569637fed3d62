"""Whom to call about a need is kept for so long after it ended, and then by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import a_need, a_session, an_open_need, resident_of
from tests.cast import ZHAO
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices.models import Delivery, Notice
from volunteer.orders import actions as orders
from volunteer.people.tickets import Purpose, ask
from volunteer.reviews import following
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Confirmation
from volunteer.rights import retention
from volunteer.rights.classes import GONE

DAYS = timedelta(days=90)
LATER = timedelta(days=92)


@pytest.fixture
def ended(cast, now) -> Need:
    need = a_need(now)
    with transaction():
        reason = Cancellation.NO_LONGER_NEEDED
        orders.cancel_need(need, reason=reason, by=resident_of(need), now=now)
    return need


def masked(need, now) -> bool:
    with transaction():
        return retention.mask(need.id, now, DAYS)


def test_the_contact_of_a_need_long_closed_is_gone_and_the_rest_stays(ended, now):
    assert masked(ended, now + LATER)

    assert (ended.contact_name, ended.contact_phone, ended.address) == (GONE, "", "")
    assert (ended.contact_phone_index, ended.address_index) == ("", "")
    assert (ended.type, ended.title != GONE) == ("plumbing", True)


def test_free_words_of_a_need_long_closed_are_gone_but_not_thanks_passed_on(ended, now):
    words = {"need_id": ended.id, "outcome": "solved", "mode": "resident", "at": now}
    said = [
        Confirmation(attempt=0, comment="楼上赵家", thanks="谢谢", thanks_passed_on=True, **words),
        Confirmation(attempt=1, comment="楼上赵家", thanks="谢谢", **words),
    ]
    with transaction() as session:
        session.add_all(said)

    assert masked(ended, now + LATER)

    db.session.expire_all()
    assert (ended.wish, ended.question) == (GONE, "")
    assert [(one.comment, one.thanks) for one in said] == [("", "谢谢"), ("", "")]


def test_it_goes_once(ended, now):
    assert [masked(ended, now + LATER), masked(ended, now + LATER)] == [True, False]


def test_until_then_it_stays(ended, now):
    assert not masked(ended, now + DAYS)
    assert ended.contact_phone == ZHAO["contact_phone"]


def test_the_contact_of_a_need_that_runs_stays_however_old(cast, now):
    assert not masked(an_open_need(now), now + 4 * LATER)


def test_a_call_that_waits_keeps_the_contact_but_not_of_whoever_said_no(ended, now):
    call = FollowUp(need_id=ended.id, attempt=0, community_id=1, caller_id=2, reasons=[])
    call.drawn_at, call.status = now, FollowUpStatus.OPEN
    with transaction() as session:
        session.add(call)
    assert not masked(ended, now + LATER)

    with transaction():
        following.refuse_calls(ended, by=resident_of(ended), now=now)

    assert masked(ended, now + LATER)


def test_what_would_go_is_told_before(ended, li, now):
    a_session(li, now)

    later, at_once = retention.due(now + LATER, DAYS), retention.due(now, DAYS)
    assert (later["contacts of needs"], later["sessions"]) == (1, 1)
    assert set(at_once.values()) == {0}


def test_a_session_long_over_is_forgotten(li, now):
    a_session(li, now)
    [session_id] = db.session.scalars(retention.sessions_over(now + LATER))

    with transaction():
        assert not retention.forget_session(session_id, now)
        assert retention.forget_session(session_id, now + LATER)


def test_a_notice_of_half_a_year_ago_is_forgotten_unless_it_is_on_its_way(cast, now):
    a_need(now)  # the secretaries are told
    first, second, *_ = db.session.scalars(sa.select(Notice))
    with transaction() as session:
        session.add(Delivery(notice_id=second.id, channel="email", due_at=now))
    later = now + 2 * LATER

    with transaction():
        assert not retention.forget_notice(first.id, now)
        assert retention.forget_notice(first.id, later)
        assert not retention.forget_notice(second.id, later)


def test_old_tickets_are_forgotten_and_their_numbers_are_not_given_again(li, now):
    with transaction():
        gone = {ask(Purpose.CODE, li.login, now=now) for _ in range(3)}

    with transaction():
        assert not any(retention.forget_ticket(one, now) for one in gone)
        assert all(retention.forget_ticket(one, now + LATER) for one in gone)
        assert ask(Purpose.CODE, li.login, now=now + LATER) not in gone
