"""The resident's word, and what follows when it is "not solved"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from volunteer.db import db
from volunteer.needs import actions as needs
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders.queries import live_orders
from volunteer.people.models import Person
from volunteer.policy import Actor
from volunteer.records.actions import approve, close_need_when_settled
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.records.queries import decided_since
from volunteer.reviews.flags import flags_on
from volunteer.reviews.models import Confirmation, Mode, Outcome

A_MINUTE, READ_IN_A_MINUTE = timedelta(minutes=1), 20


def confirm(  # noqa: PLR0913 - what a resident says has so many parts, each by name
    need: Need,
    *,
    outcome: Outcome,
    satisfaction: int | None = None,
    comment: str = "",
    thanks: str = "",
    thanks_passed_on: bool = False,
    by: Actor,
    now: datetime,
) -> Confirmation:
    """The resident's word is kept: solved or partly confirms the need, not solved disputes it.

    By the link it is the resident's own; by staff it is what the resident said on the phone.
    Thanks reach whoever came only with `thanks_passed_on`.
    """
    needs.lock(need)
    word = Confirmation(
        need_id=need.id,
        attempt=need.reopened,
        outcome=outcome,
        satisfaction=satisfaction,
        comment=comment,
        thanks=thanks,
        thanks_passed_on=thanks_passed_on,
        mode=Mode.PHONE if by.person_id else Mode.RESIDENT,
        by_person_id=by.person_id,
        at=now,
    )
    if outcome == Outcome.NOT:
        needs.dispute(need, why=comment, by=by, now=now)
    else:
        needs.confirm(need, by=by, now=now, outcome=outcome.value)
        served = [order.member.person_id for order in live_orders(need)]
        tell(served, "need_confirmed", about=need, now=now, title=need.title)
    db.session.add(word)
    close_need_when_settled(need, now=now)
    return word


def approve_unflagged(
    records: Sequence[Record], *, by: Person, now: datetime
) -> tuple[list[Record], list[Record]]:
    """Of these the ones that wait and have nothing odd are approved; returns them and the ones
    left, which want to be looked at one by one. Nobody's own is approved, and no more in a minute
    than a person can read."""
    flagged, room = (
        flags_on(records, reader=by),
        READ_IN_A_MINUTE - decided_since(by, now - A_MINUTE),
    )
    approved: list[Record] = []
    left: list[Record] = []
    for record in records:
        waits = record.status == RecordStatus.SUBMITTED and record.person_id != by.id
        plain = not any(one.asks for one in flagged[record.id])
        fits = waits and plain and len(approved) < room
        (approved if fits else left).append(record)
    for record in approved:
        approve(record, by=by, now=now)
    return approved, left


def settle(need: Need, *, why: str, by: Actor, now: datetime) -> None:
    """The secretary has cleared the dispute; the need closes once its records are decided."""
    needs.lock(need)
    needs.settle(need, why=why, by=by, now=now)
    close_need_when_settled(need, now=now)
