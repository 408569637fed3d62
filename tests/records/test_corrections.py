"""An approved record is corrected in the open: amended, voided by two, objected to."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from tests.build import ANYONE_CAN, a_record, an_open_need, events_of, refused, told, verbs_of
from tests.cast import member_of
from volunteer.db import db, transaction
from volunteer.errors import Missing, NeedsAnother, NotAllowed, OwnRecord, TooLate, WrongMoment
from volunteer.invariants import broken
from volunteer.records import actions, ledger
from volunteer.records.entries import Entry
from volunteer.records.times import Times

SHORTER = Times(came_at=time(10, 5), stay_minutes=50, break_minutes=5)


@pytest.fixture
def approved(record, wang, now):
    """Li's hour counts."""
    with transaction():
        actions.approve(record, by=wang, now=now)
    return record


def amend(record, by, now, times=SHORTER):
    actions.amend(record, times=times, report="换了两个垫圈", why="看错了钟", by=by, now=now)


def credits() -> list[int]:
    return list(db.session.scalars(sa.select(Entry.minutes).order_by(Entry.number)))


def test_an_amended_record_counts_anew_and_its_old_version_is_kept(approved, li, wang, now):
    before = approved.started_at

    with transaction():
        amend(approved, wang, now)

    assert (approved.minutes, approved.version, approved.status) == (45, 2, "approved")
    assert approved.started_at == before + timedelta(minutes=5)
    assert credits() == [60, -60, 45] and ledger.minutes_of(member_of(li)) == 45
    amended, rewritten = events_of(approved)[-2:]
    assert (amended.verb, amended.why, amended.facts["version"]) == ("amend", "看错了钟", 2)
    assert amended.facts["was"]["minutes"] == 60
    assert (rewritten.verb, rewritten.why, rewritten.facts) == ("rewrite", "修水龙头", {})
    assert told(li)[-1] == "record_amended"
    assert list(broken()) == []


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (Times(time(8, 59), 30), "came_at"),
        (Times(time(11, 1), 30), "came_at"),
        (Times(time(10), 181), "stay_minutes"),
        (Times(time(10), 30, 31), "break_minutes"),
    ],
)
def test_times_that_do_not_fit_the_order_are_refused(approved, wang, now, times, field):
    with refused(Missing) as refusal:
        amend(approved, wang, now, times)
    assert refusal.value.fields == (field,)


def test_only_what_is_approved_is_amended(record, wang, now):
    with refused(WrongMoment):
        amend(record, wang, now)


def test_a_void_takes_two_people(approved, li, wang, qian, now):
    with transaction():
        actions.ask_void(approved, why="重复登记", by=wang, now=now)
    assert ledger.minutes_of(member_of(li)) == 60
    assert told(qian)[-1] == "record_void_asked"

    with transaction():
        actions.void(approved, by=qian, now=now)

    assert approved.status == "voided" and ledger.minutes_of(member_of(li)) == 0
    assert verbs_of(approved)[-2:] == ["ask_void", "void"]
    assert (told(li)[-1], approved.review_note) == ("record_voided", "重复登记")
    assert list(broken()) == []


def test_whoever_asked_does_not_void_it_alone(approved, wang, now):
    with transaction():
        actions.ask_void(approved, why="重复登记", by=wang, now=now)

    with refused(NeedsAnother):
        actions.void(approved, by=wang, now=now)


def test_nothing_is_void_that_nobody_asked_about(approved, qian, now):
    with refused(WrongMoment):
        actions.void(approved, by=qian, now=now)


def test_a_record_found_right_is_kept(approved, li, wang, qian, now):
    with transaction():
        actions.ask_void(approved, why="重复登记", by=wang, now=now)
    with transaction():
        actions.keep(approved, by=qian, now=now)

    assert (approved.status, approved.void_asked_by_id) == ("approved", None)
    assert ledger.minutes_of(member_of(li)) == 60
    assert verbs_of(approved)[-1] == "keep"


@pytest.mark.parametrize("act", ["amend", "ask_void", "keep"])
def test_nobody_corrects_their_own_hours(qian, wang, now, act):
    record = a_record(an_open_need(now, **ANYONE_CAN), qian, now)
    with transaction():
        actions.approve(record, by=wang, now=now)

    tries = {
        "amend": lambda: amend(record, qian, now),
        "ask_void": lambda: actions.ask_void(record, why="不对", by=qian, now=now),
        "keep": lambda: actions.keep(record, by=qian, now=now),
    }
    with refused(OwnRecord):
        tries[act]()


@pytest.mark.parametrize("who", ["he", "chen", "zhou"])
def test_others_neither_amend_nor_ask(cast, approved, now, who):
    with refused(NotAllowed):
        amend(approved, cast[who], now)
    with refused(NotAllowed):
        actions.ask_void(approved, why="不对", by=cast[who], now=now)


@pytest.fixture
def rejected(record, wang, now):
    """The secretary said no."""
    with transaction():
        actions.reject(record, why="居民说没有人来过", by=wang, now=now)
    return record


def test_the_member_objects_once_within_fifteen_days(rejected, li, wang, qian, now):
    later = now + timedelta(days=15)
    with transaction():
        actions.object_to(rejected, why="我去了，邻居可以作证", by=li, now=later)

    assert (rejected.status, rejected.objection) == ("submitted", "我去了，邻居可以作证")
    assert rejected.reviewer_id is None and rejected.submitted_at == later
    assert told(wang)[-1] == told(qian)[-1] == "record_objected"
    with transaction():
        actions.reject(rejected, why="邻居也没有看到", by=qian, now=later)
    with refused(WrongMoment):
        actions.object_to(rejected, why="再看看", by=li, now=later)


def test_after_fifteen_days_the_decision_stands(rejected, li, now):
    with refused(TooLate):
        late = now + timedelta(days=15, minutes=1)
        actions.object_to(rejected, why="我去了", by=li, now=late)


@pytest.mark.parametrize("who", ["zhou", "wang", "chen"])
def test_nobody_else_objects(cast, rejected, now, who):
    with refused(NotAllowed):
        actions.object_to(rejected, why="我去了", by=cast[who], now=now)


def test_a_void_is_objected_to_and_then_approved_again(approved, li, wang, qian, now):
    with transaction():
        actions.ask_void(approved, why="重复登记", by=wang, now=now)
    with transaction():
        actions.void(approved, by=qian, now=now)
    with transaction():
        actions.object_to(approved, why="是两次", by=li, now=now)
    with transaction():
        actions.approve(approved, by=wang, now=now)

    assert credits() == [60, -60, 60]
    assert list(broken()) == []
