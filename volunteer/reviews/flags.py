"""What a careful reviewer would ask about a record, each with its facts; nothing is decided here.

Flags look at what is known anyway: times, who wrote it down, what the resident said. They never
change a minute, and they are about records, not about persons.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from volunteer.clock import local
from volunteer.db import db
from volunteer.history.models import Event
from volunteer.needs.models import Need
from volunteer.orders.models import Order, Presence
from volunteer.people.models import Person
from volunteer.records.actions import LONGEST_WITHOUT_REASON
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.following import calls_on
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Confirmation, Outcome
from volunteer.reviews.queries import words_on

MONTH = timedelta(days=30)
OFTEN = 4  # times a month for the same two people; beyond it somebody should ask
ALIKE = 4  # records of a month with exactly the same minutes
FAR = 0.5  # of the plan, up or down
DAY_CAP = 600  # minutes of one member on one day
AT_ONCE = timedelta(minutes=1)
IN_TURN = 3  # hours of two reviewers approved by each other in three months
QUARTER = timedelta(days=90)
NIGHT = (22, 6)  # hours on the wall clock


class Flag(StrEnum):
    """What is worth a question."""

    OVERLAP = "overlap"
    SAME_PAIR = "same_pair"
    ALIKE = "alike"
    CONFIRMED_AT_ONCE = "confirmed_at_once"
    BY_REVIEWER = "by_reviewer"
    NIGHT = "night"
    OVER_PLAN = "over_plan"
    UNDER_PLAN = "under_plan"
    LONG = "long"
    OVER_DAY = "over_day"
    UNCONFIRMED = "unconfirmed"
    NOT_SOLVED = "not_solved"
    GOODS = "goods"
    LATE = "late"
    OBJECTED = "objected"
    FOLLOWED_UP = "followed_up"
    OWN_NEED = "own_need"
    SAME_PHONE = "same_phone"
    EACH_OTHER = "each_other"


@dataclass(frozen=True)
class Flagged:
    """A flag with the facts that raised it."""

    flag: Flag
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Other:
    """As much of another record of the same member as flags look at."""

    id: int
    started_at: datetime
    ended_at: datetime
    minutes: int
    phone: str
    title: str

    @property
    def day(self) -> date:
        return local(self.started_at).date()


def flags_on(records: Sequence[Record], *, reader: Person) -> Mapping[int, list[Flagged]]:
    """Record id -> its flags for this reviewer, an empty list where nothing is odd. Asks the
    database five times, however many records there are. Callers have checked who asks."""
    needs = [one.order.need_id for one in records]
    words, calls = words_on(needs), calls_on(needs)
    in_turn = _approved_in_turn(reader, records)
    others = _records_around(records)
    written = _written_by(reader, records)
    return {
        one.id: [
            *_about_time(one),
            *_about_others(one, others[one.person_id]),
            *_about_call(calls.get(one.order.need_id)),
            *_about_people(one, reader, in_turn[one.person_id]),
            *_about_presence(one, words.get(one.order.need_id), one.order_id in written, reader),
        ]
        for one in records
    }


def _about_time(record: Record) -> list[Flagged]:
    planned, given = record.planned_minutes, record.minutes
    amounts = {"given": given, "planned": planned}
    far = abs(given - planned) > FAR * planned
    start, end = local(record.started_at), local(record.ended_at)
    late, early = NIGHT
    at_night = start.hour >= late or start.hour < early or end.hour >= late or end.hour < early
    raised: tuple[tuple[bool, Flag, Mapping[str, object]], ...] = (
        (far and given > planned, Flag.OVER_PLAN, amounts),
        (far and given < planned, Flag.UNDER_PLAN, amounts),
        (given > LONGEST_WITHOUT_REASON, Flag.LONG, amounts),
        (at_night, Flag.NIGHT, {"start": record.started_at, "end": record.ended_at}),
        (not record.counts, Flag.GOODS, {}),
    )
    return [Flagged(flag, facts) for stands, flag, facts in raised if stands]


def _about_others(record: Record, others: Sequence[_Other]) -> list[Flagged]:
    """How the record stands to the member's other ones: beside it, that day, that month."""
    found = [
        Flagged(Flag.OVERLAP, {"title": one.title, "start": one.started_at, "end": one.ended_at})
        for one in others
        if one.id != record.id
        and one.started_at < record.ended_at
        and record.started_at < one.ended_at
    ]
    month = [
        one for one in others if record.started_at - MONTH <= one.started_at <= record.started_at
    ]
    same_pair = sum(one.phone == record.order.need.contact_phone_index for one in month)
    alike = Counter(one.minutes for one in month)[record.minutes]
    day = sum(one.minutes for one in others if one.day == local(record.started_at).date())
    if same_pair > OFTEN:
        found.append(Flagged(Flag.SAME_PAIR, {"n": same_pair}))
    if alike >= ALIKE:
        found.append(Flagged(Flag.ALIKE, {"n": alike, "given": record.minutes}))
    if day > DAY_CAP:
        found.append(Flagged(Flag.OVER_DAY, {"day": day}))
    return found


def _about_people(record: Record, reader: Person, in_turn: int) -> list[Flagged]:
    """Whether those who should be three people may be fewer."""
    need, phone = record.order.need, record.member.person.phone_index
    found = []
    if need.posted_by_id == record.person_id or need.contact_phone_index == phone:
        found.append(Flagged(Flag.OWN_NEED))
    if reader.id != record.person_id and reader.phone_index == phone:
        found.append(Flagged(Flag.SAME_PHONE))
    if in_turn >= IN_TURN:
        found.append(Flagged(Flag.EACH_OTHER, {"n": in_turn}))
    return found


def _about_call(call: FollowUp | None) -> list[Flagged]:
    """What another community heard on the telephone that speaks against the record."""
    if call is None:
        return []
    said = {
        "contacted": call.contacted is False,
        "outcome": call.outcome == Outcome.NOT,
        "money": bool(call.asked_for_money),
        "unreachable": call.status == FollowUpStatus.UNREACHABLE,
    }
    raised = [name for name, stands in said.items() if stands]
    return [Flagged(Flag.FOLLOWED_UP, {"said": raised})] if raised else []


def _about_presence(
    record: Record, word: Confirmation | None, by_reviewer: bool, reader: Person
) -> list[Flagged]:
    """Who says that somebody came, and how it went."""
    left = record.order.checked_out_at or record.ended_at
    at_once = word is not None and timedelta(0) <= word.at - left < AT_ONCE
    raised = (
        (
            word is None
            and record.order.presence == Presence.DECLARED
            and record.order.vouched_at is None,
            Flag.UNCONFIRMED,
        ),
        (word is not None and word.outcome == Outcome.NOT, Flag.NOT_SOLVED),
        (at_once, Flag.CONFIRMED_AT_ONCE),
        (by_reviewer or record.entered_by_id == reader.id, Flag.BY_REVIEWER),
        (record.entered_by_id is not None, Flag.LATE),
        (record.objected_at is not None, Flag.OBJECTED),
    )
    return [Flagged(flag) for stands, flag in raised if stands]


def _records_around(records: Sequence[Record]) -> Mapping[int, list[_Other]]:
    """Person id -> their records of the month before and of the day after these, void and
    rejected ones left out."""
    found: dict[int, list[_Other]] = defaultdict(list)
    if not records:
        return found
    since = min(one.started_at for one in records) - MONTH
    until = max(one.ended_at for one in records) + timedelta(days=1)
    rows: Iterable[Any] = db.session.execute(
        sa.select(
            Record.person_id,
            Record.id,
            Record.started_at,
            Record.ended_at,
            Record.minutes,
            Need.contact_phone_index,
            Record.title,
        )
        .join(Order, Order.id == Record.order_id)
        .join(Need, Need.id == Order.need_id)
        .where(
            Record.person_id.in_({one.person_id for one in records}),
            Record.status.not_in([RecordStatus.REJECTED, RecordStatus.VOIDED]),
            Record.started_at.between(since, until),
        )
    )
    for person_id, record_id, *about in rows:
        found[person_id].append(_Other(record_id, *about))
    return found


def _written_by(reader: Person, records: Sequence[Record]) -> set[int]:
    """The ids of orders whose arrival or leaving this person wrote down."""
    by_hand = ("check_in_by_staff", "complete_by_staff", "complete_late", "vouch")
    return set(
        db.session.scalars(
            sa.select(Event.thing_id).where(
                Event.kind == "order",
                Event.thing_id.in_([one.order_id for one in records]),
                Event.verb.in_(by_hand),
                Event.by_person_id == reader.id,
            )
        )
    )


def _approved_in_turn(reader: Person, records: Sequence[Record]) -> Counter[int]:
    """Person id -> how many records of the reader that person has approved lately."""
    if not records:
        return Counter()
    rows = db.session.execute(
        sa.select(Record.reviewer_id, sa.func.count())
        .where(
            Record.person_id == reader.id,
            Record.status == RecordStatus.APPROVED,
            Record.reviewer_id.in_({one.person_id for one in records}),
            Record.reviewed_at >= min(one.submitted_at for one in records) - QUARTER,
        )
        .group_by(Record.reviewer_id)
    )
    return Counter({person_id: count for person_id, count in rows if person_id is not None})
