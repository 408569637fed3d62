"""The secretary decides about minutes; never about their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.build import (
    ANYONE_CAN,
    a_record,
    actor,
    an_open_need,
    events_of,
    refused,
    told,
    verbs_of,
)
from tests.cast import member_of
from volunteer.db import db, transaction
from volunteer.errors import Missing, NotAllowed, NotFound, OwnRecord, WrongMoment
from volunteer.records import actions
from volunteer.records.ledger import minutes_of
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.records.queries import (
    hours_of,
    list_for,
    queue_for,
    record_for,
    waiting_count,
)

DECISIONS = {
    "approve": (actions.approve, RecordStatus.APPROVED),
    "return": (actions.send_back, RecordStatus.RETURNED),
    "reject": (actions.reject, RecordStatus.REJECTED),
}


def decide(decision, record, by, now, why="看过了"):
    DECISIONS[decision][0](record, why=why, by=by, now=now)


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_says_who_when_and_why_and_the_member_is_told(record, li, wang, now, decision):
    with transaction():
        decide(decision, record, wang, now)

    assert record.status == DECISIONS[decision][1]
    assert (record.reviewer_id, record.reviewed_at, record.review_note) == (wang.id, now, "看过了")
    assert verbs_of(record) == ["begin", decision]
    assert told(li)[-1] == f"record_{record.status}"


def test_approved_minutes_stand_on_the_members_record(record, li, wang, now):
    assert minutes_of(member_of(li)) == 0

    with transaction():
        decide("approve", record, wang, now)

    assert minutes_of(member_of(li)) == 60
    assert events_of(record)[-1].facts == {"minutes": 60}


@pytest.mark.parametrize("decision", ["return", "reject"])
def test_minutes_not_approved_do_not_count(record, li, wang, now, decision):
    with transaction():
        decide(decision, record, wang, now)

    assert minutes_of(member_of(li)) == 0


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("who", ["zhou", "he", "chen", "wu"])
def test_only_a_secretary_of_the_community_decides(cast, record, now, decision, who):
    with refused(NotAllowed):
        decide(decision, record, cast[who], now)


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("who", ["li", "qian"])
def test_nobody_decides_about_their_own_minutes(cast, now, decision, who):
    record = a_record(an_open_need(now, **ANYONE_CAN), cast[who], now)

    with refused(OwnRecord):
        decide(decision, record, cast[who], now)


def test_the_database_compares_the_persons_as_well(record, li, now):
    with refused(OwnRecord):
        db.session.execute(sa.update(Record).values(reviewer_id=li.id))


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_made_once(record, wang, qian, now, decision):
    with transaction():
        decide("approve", record, wang, now)

    with refused(WrongMoment):
        decide(decision, record, qian, now)


@pytest.mark.parametrize(("minutes", "needs_reason"), [(480, False), (481, True)])
def test_more_than_eight_hours_need_a_reason(li, wang, now, minutes, needs_reason):
    need = an_open_need(now, minutes=480, **ANYONE_CAN)
    record = a_record(need, li, now, minutes=minutes)

    with refused(Missing) if needs_reason else transaction():
        decide("approve", record, wang, now, why=" ")


def test_a_returned_record_is_corrected_and_waits_again(record, li, wang, now):
    with transaction():
        decide("return", record, wang, now)

    with transaction():
        actions.resubmit(record, report="修好了", break_minutes=10, by=li, now=now)

    assert (record.status, record.minutes, record.content) == ("submitted", 50, "修好了")
    assert record.reviewer_id is None and record.reviewed_at is None
    assert verbs_of(record) == ["begin", "return", "resubmit"]
    assert events_of(record)[-1].facts == {"was": 60, "minutes": 50}
    assert told(wang)[-1] == "record_submitted"


@pytest.mark.parametrize("who", ["zhou", "wang", "he", "chen", "anybody"])
def test_only_the_member_corrects_it(cast, record, wang, now, who):
    with transaction():
        decide("return", record, wang, now)

    with refused(NotAllowed):
        actions.resubmit(record, report="", break_minutes=0, by=actor(who, cast), now=now)


def test_a_correction_can_not_pause_longer_than_the_stay(record, li, wang, now):
    with transaction():
        decide("return", record, wang, now)

    with refused(Missing):
        actions.resubmit(record, report="", break_minutes=61, by=li, now=now)


@pytest.mark.parametrize("who", ["li", "wang", "qian"])
def test_the_member_and_the_secretaries_see_a_record(cast, record, who):
    assert record_for(cast[who], record.id) is record


@pytest.mark.parametrize("who", ["zhou", "he", "chen", "wu"])
def test_for_everybody_else_the_record_does_not_exist(cast, record, who):
    with pytest.raises(NotFound):
        record_for(cast[who], record.id)
    assert list(list_for(cast[who])) == []


def test_ones_own_record_is_not_in_ones_own_queue(qian, wang, now):
    record = a_record(an_open_need(now, **ANYONE_CAN), qian, now)

    assert list(queue_for(wang)) == [record] and waiting_count(wang) == 1
    assert list(queue_for(qian)) == [] and waiting_count(qian) == 0


def test_hours_are_the_sum_of_what_was_approved(li, wang, now):
    member = member_of(li)
    for day, minutes in ((21, 60), (22, 45), (23, 30)):
        need = an_open_need(now, **{**ANYONE_CAN, "date": now.date().replace(day=day)})
        record = a_record(need, li, now, minutes=minutes)
        if minutes != 30:
            with transaction():
                decide("approve", record, wang, need.ends_at)

    assert minutes_of(member) == 60 + 45
    assert minutes_of(member, since=now + timedelta(days=2)) == 45
    assert [one.minutes for one in hours_of(member)] == [30, 45, 60]


HALF_TRUTHS = {
    "a state nobody knows": {"status": "lost"},
    "approved by nobody": {"status": "approved"},
    "less than nothing": {"minutes": -1},
    "a break of less than nothing": {"break_minutes": -1},
    "an end before the start": {"ended_at": sa.text("'2000-01-01 00:00:00'")},
}


@pytest.mark.parametrize("half_truth", HALF_TRUTHS)
def test_half_truths_about_minutes_are_refused(record, half_truth):
    with refused(IntegrityError):
        db.session.execute(sa.update(Record).values(**HALF_TRUTHS[half_truth]))
