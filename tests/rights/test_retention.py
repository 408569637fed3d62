"""Whom to call about a need is kept for so long after it ended, and then by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import a_need, a_session, an_open_need, resident_of
from tests.cast import ZHAO
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
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
    assert ended.type == "plumbing"


def test_it_goes_once(ended, now):
    assert [masked(ended, now + LATER), masked(ended, now + LATER)] == [True, False]


def test_until_then_it_stays(ended, now):
    assert not masked(ended, now + DAYS)
    assert ended.contact_phone == ZHAO["contact_phone"]


def test_the_contact_of_a_need_that_runs_stays_however_old(cast, now):
    assert not masked(an_open_need(now), now + 4 * LATER)


def test_what_would_go_is_told_before(ended, li, now):
    a_session(li, now)

    assert retention.due(now + LATER, DAYS) == {"contacts of needs": 1, "sessions": 1}
    assert retention.due(now, DAYS) == {"contacts of needs": 0, "sessions": 0}


def test_a_session_long_over_is_forgotten(li, now):
    a_session(li, now)
    [session_id] = db.session.scalars(retention.sessions_over(now + LATER))

    with transaction():
        assert not retention.forget_session(session_id, now)
        assert retention.forget_session(session_id, now + LATER)
