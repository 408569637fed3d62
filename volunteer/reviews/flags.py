"""What a careful reviewer would ask about a record, each with its facts; nothing is decided here.

Flags look at what is known anyway: times, who wrote it down, what the resident said. They never
change a minute, and they are about records, not about persons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa

from volunteer.clock import local
from volunteer.db import db
from volunteer.history.models import Event
from volunteer.orders.models import Presence
from volunteer.people.models import Person
from volunteer.people.queries import phones
from volunteer.records.actions import DAY_CAP, LONGEST_WITHOUT_REASON
from volunteer.records.models import Record
from volunteer.reviews.around import MONTH, Other, approved_in_turn, records_around
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.following import calls_on
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Confirmation, Mode, Outcome
from volunteer.reviews.queries import words_on

OFTEN = 5  # times a month for the same two people, as in a weekly visit; beyond it one should ask
ALIKE = 4  # records of a month with exactly the same minutes by the member's own clock
FAR, LITTLE = 0.5, 45  # of the plan, up or down, but never less than so many minutes
AT_ONCE, AGAIN = timedelta(minutes=1), 2  # so quick a word, the second time in a month
IN_TURN = 2  # hours of two reviewers approved by each other in three months
ON_THE_WAY = timedelta(minutes=5)  # from one grid to another nobody is quicker
NIGHT = (22, 6)  # hours on the wall clock


TICKED = (Presence.STAFF, Presence.LEADER)  # somebody else saw that the member came


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
    SAME_NAME = "same_name"
    POSTERS_PHONE = "posters_phone"
    NO_TIME_BETWEEN = "no_time_between"


# Said to the reviewer, but nothing to ask about: no minute counts that was not given.
SAID_ONLY = frozenset({Flag.GOODS, Flag.UNDER_PLAN})


@dataclass(frozen=True)
class Flagged:
    """A flag with the facts that raised it."""

    flag: Flag
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether the record wants to be looked at by itself."""
        return self.flag not in SAID_ONLY


def flags_on(records: Sequence[Record], *, reader: Person) -> Mapping[int, list[Flagged]]:
    """Record id -> its flags for this reviewer, an empty list where nothing is odd. Asks the
    database six times, however many records there are. Callers have checked who asks."""
    needs = [one.order.need_id for one in records]
    words, calls = words_on(needs), calls_on(needs)
    in_turn = approved_in_turn(reader, records)
    others = records_around(records)
    written = _written_by(reader, records)
    posters = phones({one.order.need.posted_by_id or 0 for one in records} - {0})
    return {
        one.id: [
            *_about_time(one),
            *_about_others(one, others[one.person_id]),
            *_about_call(calls.get(one.order.need_id), one.order.presence),
            *_about_people(one, reader, in_turn[one.person_id], posters),
            *_about_presence(
                one,
                words.get(one.order.need_id),
                calls.get(one.order.need_id),
                one.order_id in written,
                reader,
            ),
        ]
        for one in records
    }


def _about_time(record: Record) -> list[Flagged]:
    planned, given = record.planned_minutes, record.minutes
    amounts = {"given": given, "planned": planned}
    far = abs(given - planned) > max(FAR * planned, LITTLE)
    raised: tuple[tuple[bool, Flag, Mapping[str, object]], ...] = (
        (far and given > planned, Flag.OVER_PLAN, amounts),
        (far and given < planned, Flag.UNDER_PLAN, amounts),
        (given > LONGEST_WITHOUT_REASON, Flag.LONG, amounts),
        (_by_night(record), Flag.NIGHT, {"start": record.started_at, "end": record.ended_at}),
        (not record.counts, Flag.GOODS, {}),
    )
    return [Flagged(flag, facts) for stands, flag, facts in raised if stands]


def _by_night(record: Record) -> bool:
    """Whether somebody came or left at night, and not as a secretary had planned it."""
    late, early = NIGHT
    plan, slack = record.order.need, timedelta(minutes=LITTLE)
    unplanned = (
        (record.started_at, record.started_at < plan.starts_at - slack),
        (record.ended_at, record.ended_at > plan.ends_at + slack),
    )
    return any(
        outside and (local(at).hour >= late or local(at).hour < early) for at, outside in unplanned
    )


def _about_others(record: Record, others: Sequence[Other]) -> list[Flagged]:
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
    # Staff who tick a group off do so as planned: equal minutes are theirs, not the member's.
    own_clock = [one for one in month if one.presence not in TICKED]
    alike = Counter(one.minutes for one in own_clock)[record.minutes]
    at_once = [one for one in month if _is_at_once(one)]
    day = sum(one.minutes for one in others if one.day == local(record.started_at).date())
    if same_pair > OFTEN:
        found.append(Flagged(Flag.SAME_PAIR, {"n": same_pair}))
    if len(at_once) >= AGAIN and any(one.id == record.id for one in at_once):
        found.append(Flagged(Flag.CONFIRMED_AT_ONCE, {"n": len(at_once)}))
    if alike >= ALIKE and record.order.presence not in TICKED:
        found.append(Flagged(Flag.ALIKE, {"n": alike, "given": record.minutes}))
    if day > DAY_CAP:
        found.append(Flagged(Flag.OVER_DAY, {"day": day}))
    return found + [
        Flagged(Flag.NO_TIME_BETWEEN, {"title": one.title})
        for one in others
        if one.grid_id != record.order.need.grid_id
        and timedelta(0) <= record.started_at - one.ended_at < ON_THE_WAY
    ]


def _is_at_once(one: Other) -> bool:
    return one.word_at is not None and timedelta(0) <= one.word_at - one.left_at < AT_ONCE


def _about_people(
    record: Record, reader: Person, in_turn: int, posters: Mapping[int, str]
) -> list[Flagged]:
    """Whether those who should be three people may be fewer."""
    need, phone = record.order.need, record.member.person.phone_index
    found = []
    if need.contact_phone_index and need.contact_phone_index == posters.get(need.posted_by_id or 0):
        found.append(Flagged(Flag.POSTERS_PHONE))
    if reader.id != record.person_id and reader.name == record.member.person.name:
        found.append(Flagged(Flag.SAME_NAME))
    if need.posted_by_id == record.person_id or need.contact_phone_index == phone:
        found.append(Flagged(Flag.OWN_NEED))
    if reader.id != record.person_id and reader.phone_index == phone:
        found.append(Flagged(Flag.SAME_PHONE))
    if in_turn >= IN_TURN:
        found.append(Flagged(Flag.EACH_OTHER, {"n": in_turn}))
    return found


def _about_call(call: FollowUp | None, presence: Presence | None) -> list[Flagged]:
    """What another community heard on the telephone that speaks against the record; silence does
    where nobody but the member was there."""
    if call is None:
        return []
    said = {
        "contacted": call.contacted is False,
        "outcome": call.outcome == Outcome.NOT,
        "money": bool(call.asked_for_money),
        "unreachable": call.status == FollowUpStatus.UNREACHABLE and presence not in TICKED,
    }
    raised = [name for name, stands in said.items() if stands]
    return [Flagged(Flag.FOLLOWED_UP, {"said": raised})] if raised else []


def _about_presence(
    record: Record,
    word: Confirmation | None,
    call: FollowUp | None,
    by_reviewer: bool,
    reader: Person,
) -> list[Flagged]:
    """Who says that somebody came, and how it went."""
    # With the resident's own word there are three people again, though the reviewer ticked.
    own_word = word is not None and word.mode == Mode.RESIDENT
    reached = call is not None and call.status == FollowUpStatus.ANSWERED
    raised = (
        (
            word is None
            and not reached
            and record.order.presence == Presence.DECLARED
            and record.order.vouched_at is None,
            Flag.UNCONFIRMED,
        ),
        (word is not None and word.outcome == Outcome.NOT, Flag.NOT_SOLVED),
        ((by_reviewer and not own_word) or record.entered_by_id == reader.id, Flag.BY_REVIEWER),
        (record.entered_by_id is not None, Flag.LATE),
        (record.objected_at is not None, Flag.OBJECTED),
    )
    return [Flagged(flag) for stands, flag in raised if stands]


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
