"""The ledger: hours are what was credited, and what was written there stays."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.build import a_need, a_record, an_open_need, an_order_under_way, approve, refused
from tests.cast import FAR_AWAY, member_of
from volunteer.db import db, reading, transaction
from volunteer.errors import Overtaken
from volunteer.records import actions, ledger
from volunteer.records.entries import Entry


@pytest.fixture
def credited(record, wang, now):
    """Li's hour is approved."""
    with transaction():
        actions.approve(record, by=wang, now=now)
    return record


def entries() -> list[Entry]:
    return list(db.session.scalars(sa.select(Entry).order_by(Entry.community_id, Entry.number)))


def test_an_approved_record_is_one_credit(credited, li, wang, now):
    [entry] = entries()

    assert (entry.kind, entry.minutes, entry.number) == ("credit", 60, 1)
    assert (entry.record_id, entry.member_id) == (credited.id, member_of(li).id)
    assert (entry.by_person_id, entry.written_at) == (wang.id, now)
    assert entry.served_at == credited.started_at
    assert entry.hash == entry.chained_to("")


def test_what_never_counts_is_not_credited(li, wang, now):
    need = a_need(now, type="wish")
    approve(need, now, type="wish", skill=None)
    order = an_order_under_way(need, li, now)
    with transaction():
        record = actions.leave(order, by=li, now=order.ends_at)

    with transaction():
        actions.approve(record, by=wang, now=now)

    assert entries() == []


def test_a_credit_is_taken_back_whole_and_stays_to_be_read(credited, li, wang, now):
    with transaction():
        ledger.take_back(credited, why="时间写错了", by=wang, now=now)

    assert [(one.kind, one.minutes, one.why) for one in entries()] == [
        ("credit", 60, ""),
        ("reversal", -60, "时间写错了"),
    ]
    assert ledger.minutes_of(member_of(li)) == 0
    assert ledger.credit_of(credited) is None


def test_after_a_reversal_the_record_is_credited_anew(credited, li, wang, now):
    with transaction():
        ledger.take_back(credited, why="时间写错了", by=wang, now=now)
        ledger.credit(credited, by=wang, now=now)

    assert ledger.minutes_of(member_of(li)) == 60
    assert [one.number for one in entries()] == [1, 2, 3]
    with reading():
        assert list(ledger.broken_links()) == []


def test_a_record_has_one_credit_at_a_time(credited, wang, now):
    with refused(Overtaken):
        ledger.credit(credited, by=wang, now=now)


def test_a_reversal_is_the_opposite_of_one_credit(credited):
    undoing = "reversal_undoes_a_credit"
    for minutes, member in ((-59, "member_id"), (-60, "member_id + 1")):
        with refused(IntegrityError) as refusal:
            db.session.execute(sa.text(ANOTHER.format(minutes=minutes, member=member)))
        assert undoing in str(refusal.value)


ANOTHER = """
INSERT INTO ledger (community_id, number, kind, record_id, member_id, minutes, served_at,
    reverses_id, why, by_person_id, written_at, hash)
SELECT community_id, 2, 'reversal', record_id, {member}, {minutes}, served_at, id, 'x',
    by_person_id, written_at, 'x' FROM ledger
"""
CHANGES = {
    "more": "UPDATE ledger SET minutes = 600",
    "to somebody else": "UPDATE ledger SET member_id = 2",
    "gone": "DELETE FROM ledger",
    "out of turn": ANOTHER.format(minutes=-60, member="member_id").replace(", 2,", ", 3,"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_the_ledger(credited, change):
    with refused(IntegrityError) as refusal:
        db.session.execute(sa.text(CHANGES[change]))
    assert "append_only" in str(refusal.value) or "chain_is_whole" in str(refusal.value)


@pytest.mark.engine("postgres")
def test_the_ledger_is_not_emptied_either(credited):
    with refused(IntegrityError):
        db.session.execute(sa.text("TRUNCATE ledger"))


@pytest.mark.engine("sqlite")
def test_no_row_is_replaced_even_by_a_client_that_fires_no_triggers(credited):
    before = entries()[0].hash
    db.session.rollback()
    replace = ANOTHER.replace("INSERT INTO ledger (", "INSERT OR REPLACE INTO ledger (id, ")
    replace = replace.replace("SELECT", "SELECT id,")
    plain = sqlite3.connect(str(db.engine.url.database))

    with pytest.raises(sqlite3.IntegrityError, match="append_only"):
        plain.execute(replace.format(minutes=-60, member="member_id"))
    plain.close()

    assert entries()[0].hash == before


def test_each_community_has_a_chain_of_its_own(credited, wu, chen, now):
    far = a_need(now, grid_id=FAR_AWAY)
    approve(far, now)
    elsewhere = a_record(far, wu, now)

    with transaction():
        actions.approve(elsewhere, by=chen, now=now)

    assert [(one.community_id, one.number) for one in entries()] == [(1, 1), (2, 1)]
    assert [(head.community_id, head.number) for head in ledger.heads()] == [(1, 1), (2, 1)]


def test_hours_of_a_period_are_those_of_services_begun_in_it(credited, li, wang, now):
    later = a_record(an_open_need(now, date=now.date().replace(day=28)), li, now, minutes=30)
    with transaction():
        actions.approve(later, by=wang, now=now)
    member = member_of(li)

    assert ledger.minutes_of(member) == 90
    assert ledger.minutes_of(member, since=later.started_at) == 30
    assert ledger.minutes_of(member, until=later.started_at) == 60
