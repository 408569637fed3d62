"""What was signed on paper is entered afterwards, stays marked, and takes two others."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from tests.build import ANYONE_CAN, an_accepted_order, an_open_need, events_of, refused, told
from tests.cast import member_of
from volunteer.db import db, transaction
from volunteer.errors import (
    NeedsAnother,
    NotAllowed,
    NotFound,
    OwnRecord,
    TooEarly,
    TooLate,
    WrongMoment,
)
from volunteer.invariants import broken
from volunteer.people import actions as people
from volunteer.people.models import RoleKind
from volunteer.records import actions, ledger
from volunteer.records.models import Record
from volunteer.records.queries import queue_for, record_for
from volunteer.records.times import Times

ON_PAPER = Times(came_at=time(10), stay_minutes=55, break_minutes=5)


@pytest.fixture
def promised(need, li, now):
    """Li took the task; nobody checked in."""
    return an_accepted_order(need, li, now)


def enter(order, by, now):
    return actions.enter_late(order, times=ON_PAPER, report="换了垫圈", by=by, now=now)


@pytest.fixture
def entered(promised, he):
    """The grid worker enters the sheet three days later."""
    with transaction():
        return enter(promised, he, promised.ends_at + timedelta(days=3))


def test_what_is_entered_afterwards_is_a_marked_record(entered, he, need):
    assert (entered.minutes, entered.status, entered.entered_by_id) == (50, "submitted", he.id)
    assert entered.order.status == "completed" and need.status == "done_reported"
    assert events_of(entered)[0].facts == {"minutes": 50, "late": True}
    assert list(broken()) == []


def test_two_others_approve_it_and_the_mark_stays(entered, li, he, wang, qian, now):
    later = entered.submitted_at
    with transaction():
        actions.approve(entered, by=wang, now=later)
    assert entered.status == "seconded" and ledger.minutes_of(member_of(li)) == 0

    with transaction():
        actions.approve(entered, by=qian, now=later)

    assert (entered.status, entered.entered_by_id) == ("approved", he.id)
    assert ledger.minutes_of(member_of(li)) == 50
    assert told(li)[-1] == "record_approved"
    assert list(broken()) == []


def test_nobody_approves_it_twice(entered, wang):
    with transaction():
        actions.approve(entered, by=wang, now=entered.submitted_at)

    with refused(NeedsAnother):
        actions.approve(entered, by=wang, now=entered.submitted_at)


def test_whoever_entered_it_does_not_approve_it(promised, wang, qian):
    later = promised.ends_at + timedelta(days=1)
    with transaction():
        record = enter(promised, wang, later)
    assert record not in queue_for(wang) and record in queue_for(qian)

    with refused(NeedsAnother):
        actions.approve(record, by=wang, now=later)


def test_the_database_counts_the_approvers_as_well(entered, wang):
    with refused(NeedsAnother):
        db.session.execute(
            sa.update(Record).values(
                status="approved", reviewer_id=wang.id, reviewed_at=entered.submitted_at
            )
        )


def test_the_second_word_may_come_from_the_office_above(entered, wang, cast, now):
    officer = cast["chen"]
    with transaction():
        people.appoint(officer, "subdistrict", 1, now=now)
    with pytest.raises(NotFound):
        record_for(officer, entered.id)
    with transaction():
        actions.approve(entered, by=wang, now=entered.submitted_at)
    db.session.expire_all()

    assert entered in queue_for(officer)
    with transaction():
        actions.approve(record_for(officer, entered.id), by=officer, now=entered.submitted_at)

    assert entered.status == "approved"
    assert officer.communities_as(RoleKind.SECRETARY) != [entered.community_id]


@pytest.mark.parametrize(
    ("after", "error"),
    [(timedelta(0), None), (timedelta(minutes=-1), TooEarly), (timedelta(days=31), TooLate)],
)
def test_it_is_entered_within_a_month_after_the_end(promised, he, after, error):
    with refused(error) if error else transaction():
        enter(promised, he, promised.ends_at + after)


def test_nobody_enters_their_own(qian, now):
    order = an_accepted_order(an_open_need(now, **ANYONE_CAN), qian, now)

    with refused(OwnRecord):
        enter(order, qian, order.ends_at)


@pytest.mark.parametrize("who", ["zhou", "chen", "wu"])
def test_only_staff_of_the_community_enter_it(cast, promised, who):
    with refused(NotAllowed):
        enter(promised, cast[who], promised.ends_at)


def test_what_was_checked_in_needs_no_paper(order, he):
    with refused(WrongMoment):
        enter(order, he, order.ends_at)
