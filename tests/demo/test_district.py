"""The made-up district as it stands: consistent histories, every state, believable shares."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.engines import Database
from volunteer.db import Model, db
from volunteer.demo import demand, district
from volunteer.history.models import Event
from volunteer.invariants import broken
from volunteer.journey import Journey
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Channel
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order
from volunteer.records.models import Record
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import Round

TRAVELLERS = (Member, Need, Order, Record, Round)
FRIDAY_MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RUNNING = LIVE | {OrderStatus.OFFERED}


class Listener(logging.Handler):
    """Remembers what was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@pytest.fixture(scope="module", autouse=True)
def refusals(migrated_app: Flask, database: Database) -> Iterator[list[str]]:
    """One community, made once for all that is asked about it here; which stories were refused."""
    listener, stories = Listener(), logging.getLogger("volunteer.demo.weeks")
    stories.addHandler(listener)
    district.build(size="XS", say=print, now=FRIDAY_MORNING)
    stories.removeHandler(listener)
    yield listener.heard
    db.session.remove()
    database.restore(db.engine)


def every(thing: type[Model]) -> list[Model]:
    return list(db.session.scalars(sa.select(thing).order_by(thing.id)))


def replayed(journey: Journey, events: list[Event]) -> str | None:
    """Where the steps of a history lead, each taken from the table of the lifecycle."""
    first, *later = events
    assert (first.old, first.verb) == (None, "begin") and first.new in journey.begins
    status = first.new
    for event in later:
        assert event.old == status
        if event.verb in journey.steps and event.new != event.old:
            status = journey.step(event.verb, status).ends
        assert event.new == status
    return status


@pytest.mark.parametrize("kind", TRAVELLERS)
def test_every_history_can_be_walked_through_its_lifecycle(kind: type[Model]) -> None:
    events = db.session.scalars(
        sa.select(Event).where(Event.kind == kind.journey.kind).order_by(Event.id)
    )
    stories: dict[int, list[Event]] = {}
    for event in events:
        stories.setdefault(event.thing_id, []).append(event)

    walked = {number: replayed(kind.journey, story) for number, story in stories.items()}

    assert walked == {thing.id: thing.status for thing in every(kind)}
    assert walked


def test_histories_run_forward_and_end_before_now() -> None:
    seen: dict[tuple[str, int], datetime] = {}
    for event in every(Event):
        thing = (event.kind, event.thing_id)
        assert seen.get(thing, event.at) <= event.at <= FRIDAY_MORNING
        seen[thing] = event.at


def test_needs_are_met_in_every_state() -> None:
    assert {need.status for need in every(Need)} == set(NeedStatus)


def test_registrations_and_a_proposal_wait_for_the_secretary() -> None:
    members = Counter(member.status for member in every(Member))

    assert members["submitted"] == 2 and members["returned"] == 1 and members["refused"] == 1
    assert [one.status for one in every(Round)][-1] == RoundStatus.PROPOSED


def test_nothing_that_must_hold_is_broken() -> None:
    assert list(broken()) == []


def test_the_host_has_offers_to_answer_and_a_task_ahead() -> None:
    [host] = [one for one in every(Member) if one.person.login == "dangyuan"]
    ahead = Counter(
        order.status
        for order in every(Order)
        if order.member_id == host.id and order.starts_at > FRIDAY_MORNING
    )

    assert ahead[OrderStatus.OFFERED] >= 2
    assert ahead[OrderStatus.ACCEPTED] >= 1


def test_somebody_waits_for_a_place_and_for_a_colleagues_word() -> None:
    orders = [one for one in every(Order) if isinstance(one, Order)]

    assert [one for one in orders if one.status == OrderStatus.STANDING_BY]
    assert [one for one in orders if one.given_by_id and one.status == OrderStatus.OFFERED]


def test_needs_are_newest_last_and_members_are_as_many_as_asked_for() -> None:
    posted = [need.posted_at for need in every(Need)]

    assert posted == sorted(posted)
    assert 18 <= len(every(Member)) <= 25


def test_help_is_wanted_when_offices_are_open_and_asked_for_by_phone() -> None:
    since = FRIDAY_MORNING - timedelta(weeks=6)
    wishes = list(demand.wishes(Random(1), since=since, now=FRIDAY_MORNING, count=400))
    in_office_hours = sum(one.day.weekday() < 5 and one.hour.hour < 17 for one in wishes)
    told = sum(one.channel in (Channel.PHONE, Channel.VISIT) for one in wishes)

    assert in_office_hours / len(wishes) >= 0.30
    assert told / len(wishes) >= 0.55


def test_the_people_are_introduced_with_what_to_try() -> None:
    told: list[str] = []

    district.introduce(say=told.append)

    assert "shuangbaodao" in told[0]
    people = [
        "shuji",
        "dangyuan",
        "wanggeyuan",
        "jiedao",
        "qu",
        "bumen",
        "danwei",
        "shenji",
        "guanli",
    ]
    assert [line.split()[0] for line in told[1:-1]] == people
    assert "/follow/XQ" in told[-1]


def test_a_second_build_changes_nothing() -> None:
    events = len(every(Event))

    district.build(size="XS", say=print, now=FRIDAY_MORNING)

    assert not district.is_empty()
    assert len(every(Event)) == events


def test_no_story_was_refused(refusals: list[str]) -> None:
    assert refusals == []
