"""What comes again becomes a need in time, without anybody's hand."""

from __future__ import annotations

from datetime import timedelta

from tests.build import a_series, an_adopted_series
from volunteer.orders.queries import orders_of
from volunteer.series.queries import settled


def test_the_job_makes_what_comes_near_once(cast, now, tick):
    a_series(now)

    assert tick(now)["make-dates"] == 1
    assert "make-dates" not in tick(now + timedelta(hours=1))
    assert tick(now + timedelta(days=7))["make-dates"] == 1


def test_what_a_member_adopted_is_theirs_at_the_same_look(cast, zhou, now, tick):
    found = an_adopted_series(now, zhou)

    tick(now)

    for one in settled(found, since=found.starts_on).values():
        assert [order.member.person.login for order in orders_of(one.need)] == ["zhou"]
