"""A work unit is told of whoever agreed, exactly what was seen, and each time leaves a row."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.cast import member_of
from tests.disclosures.conftest import LIBRARY, SPRING, agree, seen, take_back, write
from volunteer.consents.actions import digest_of
from volunteer.consents.models import Purpose
from volunteer.db import db, transaction
from volunteer.disclosures import actions, letters, queries
from volunteer.disclosures.quarters import Quarter
from volunteer.errors import NotAllowed, NotFound, Overtaken, TooEarly
from volunteer.history.models import Event
from volunteer.invariants import broken
from volunteer.places.queries import community
from volunteer.records import ledger

TOLD = {"name": "李卫民", "services": 1, "minutes": 90, "kinds": [[None, 90]]}
LATER = timedelta(days=1)


def verbs() -> list[str]:
    """What history tells of consents to letters, in its order."""
    chosen = sa.select(Event).where(Event.verb.in_(["consent", "withdraw_consent"]))
    told = db.session.scalars(chosen.order_by(Event.id))
    return [one.verb for one in told if one.facts["purpose"] == Purpose.TO_UNIT]


def test_a_letter_tells_of_whoever_agreed_and_of_nobody_else(agreed, wang, li, zhou, now):
    letter = write(wang, now + LATER)

    assert letter.content["people"] == [TOLD]
    [told] = queries.told_of(member_of(li))
    assert (told.told, told.receiver, told.consent_id) == (TOLD, LIBRARY, agreed.id)
    assert queries.told_of(member_of(zhou)) == []
    assert list(broken()) == []


def test_what_is_told_is_the_sum_of_the_ledger(agreed, li):
    member = member_of(li)
    days = {"since": SPRING.begins_at, "until": SPRING.ends_at}

    assert seen().content["people"][0]["minutes"] == ledger.minutes_of(member, **days)


def test_whoever_did_not_serve_in_the_quarter_is_not_spoken_of(agreed):
    assert letters.previews(community(1), Quarter(2025, 2)) == []


def test_a_letter_that_would_say_something_else_by_now_is_not_written(agreed, wang, zhou, now):
    before = seen().seen
    agree(zhou, now)

    with pytest.raises(Overtaken):
        write(wang, now + LATER, before)


def test_nobody_is_told_after_the_consent_was_taken_back(agreed, wang, li, now):
    before = seen().seen
    with transaction():
        take_back(li, agreed.id, now)

    assert letters.previews(community(1), SPRING) == []
    with pytest.raises(Overtaken):
        write(wang, now + LATER, before)
    assert verbs() == ["consent", "withdraw_consent"]


def test_a_consent_does_not_reach_another_work_unit(agreed, li, now):
    with transaction():
        member_of(li).unit_name = "示例区博物馆党支部"
    assert letters.previews(community(1), SPRING) == []

    agree(li, now + LATER)

    assert [one.unit for one in letters.previews(community(1), SPRING)] == ["示例区博物馆党支部"]
    assert verbs() == ["consent", "withdraw_consent", "consent"]


def test_to_agree_twice_is_to_agree_once(agreed, li, now):
    assert agree(li, now + LATER).id == agreed.id
    assert verbs() == ["consent"]


def test_one_agrees_to_what_one_has_read(served, li, now):
    with pytest.raises(Overtaken), transaction():
        actions.give(member_of(li), text="别的", seen="0" * 64, by=li, now=now)


@pytest.mark.parametrize("person", ["zhou", "wang"])
def test_nobody_agrees_for_somebody_else(served, cast, li, now, person):
    text = "同意"
    seen = digest_of(text)
    with pytest.raises(NotAllowed), transaction():
        actions.give(member_of(li), text=text, seen=seen, by=cast[person], now=now)


@pytest.mark.parametrize("person", ["li", "he", "chen"])
def test_only_the_secretary_writes_to_units(agreed, cast, now, person):
    with pytest.raises(NotAllowed):
        write(cast[person], now + LATER)


def test_a_letter_is_written_once_and_read_at_home_only(agreed, wang, chen, now):
    letter = write(wang, now + LATER)

    with pytest.raises(Overtaken):
        write(wang, now + LATER)
    with pytest.raises(NotFound):
        queries.letter_for(chen, letter.id)


def test_a_quarter_is_told_of_when_it_is_over(agreed, wang, now):
    with pytest.raises(TooEarly):
        write(wang, now, "0" * 64, Quarter.of(now.date()))


def test_quarters_follow_each_other():
    fourth = Quarter.read("2026Q4")

    assert (fourth.next, fourth.last, fourth.next.last) == (
        Quarter(2027, 1), Quarter(2026, 3), fourth,
    )  # fmt: skip


@pytest.mark.parametrize("table", ["disclosures", "unit_letters"])
@pytest.mark.parametrize("change", ["UPDATE {} SET receiver = ''", "DELETE FROM {}"])
def test_what_was_told_stays_written(agreed, wang, now, table, change):
    write(wang, now + LATER)

    with pytest.raises(IntegrityError, match="append_only"), db.engine.begin() as connection:
        connection.execute(sa.text(change.format(table)))
