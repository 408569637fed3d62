"""What happens to a need, in the order of its life; exits after the main path."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db, is_alone
from volunteer.errors import Danger, Missing, NotFound, TooLate
from volunteer.history.steps import begin, take_step
from volunteer.members.free_time import is_within_hours
from volunteer.needs import notice
from volunteer.needs.danger import calls_for
from volunteer.needs.lifecycle import ENDS, NeedStatus
from volunteer.needs.models import Need, id_of_number
from volunteer.needs.types import (
    NEED_TYPES,
    SPOKEN,
    AgeBand,
    Cancellation,
    Channel,
    Door,
    Rejection,
    Risk,
    Urgency,
)
from volunteer.notices.actions import tell
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.places.queries import grid
from volunteer.policy import SERVICE, Actor, May, require

TITLE_LENGTH = 40
COLUMNS = [column.key for column in sa.inspect(Need).column_attrs]


class Anybody:
    """Somebody who has not signed in."""

    person_id: int | None = None


ANYBODY = Anybody()


def lock(need: Need) -> None:
    """The need is as the last one who changed it left it, and nobody else changes it now.

    On SQLite the one writer makes this needless; on PostgreSQL it is a row lock, taken after that
    of a member where both are held. It lets rows be added that only refer to the need: a release
    that asks many members would otherwise deadlock with one of them taking a task.
    """
    if is_alone():
        return
    # The row is read again; where it lies does not change, and is not asked for again.
    db.session.refresh(need, COLUMNS, with_for_update={"of": Need, "key_share": True})


def window(day: date, hour: time, minutes: int, *, now: datetime) -> tuple[datetime, datetime]:
    """The instants between which help is wanted.

    Raises TooLate when it begins in the past, Missing("time") outside 07:00-22:00 of one day.
    """
    starts_at = clock.at(day, hour)
    ends_at = starts_at + timedelta(minutes=minutes)
    if starts_at <= now:
        raise TooLate
    if not is_within_hours(starts_at, ends_at):
        raise Missing("time")
    return starts_at, ends_at


def post(  # noqa: PLR0913 - what a resident says has so many parts, each by name
    *,
    wish: str,
    type: str,
    grid_id: int,
    address: str,
    contact_name: str,
    contact_phone: str,
    date: date,
    time: time,
    minutes: int,
    child_age: AgeBand | None = None,
    channel: Channel = Channel.WEB,
    not_emergency: bool = False,
    by: Actor = ANYBODY,
    now: datetime,
) -> Need:
    """The need waits for triage; the secretaries of its community are told.

    Raises Danger when the wish speaks of an emergency and nobody said that it is none,
    NotFound for an unknown grid, TooLate and Missing("time") for an impossible window,
    NotAllowed when somebody writes for a caller outside their community.
    """
    calls = calls_for(wish)
    if calls and not not_emergency:
        raise Danger(calls)
    where = grid(grid_id)
    starts_at, ends_at = window(date, time, minutes, now=now)
    kind = NEED_TYPES[type]
    need = Need(
        community_id=where.community_id,
        grid_id=where.id,
        channel=channel,
        posted_by_id=by.person_id,
        posted_at=now,
        contact_name=contact_name,
        contact_phone=contact_phone,
        address=address,
        wish=wish,
        child_age=child_age,
        **notice.agreed(channel, now),
        type=type,
        title=kind.name,
        skill=kind.skill,
        headcount=kind.people,
        starts_at=starts_at,
        ends_at=ends_at,
        urgency=Urgency.NORMAL,
    )
    may = May.POST_FOR_CALLER if channel in SPOKEN else May.POST_NEED
    begin(need, NeedStatus.SUBMITTED, may=may, by=by, now=now, channel=channel.value)
    tell(holders(RoleKind.SECRETARY, need.community_id), "need_submitted", about=need, now=now)
    return need


def approve(  # noqa: PLR0913 - triage decides so many things, each by name
    need: Need,
    *,
    type: str,
    title: str,
    skill: str | None,
    skill_level: int,
    headcount: int,
    together: bool = False,
    urgency: Urgency,
    risk: Risk,
    risk_note: str,
    insurance: str = "",
    meeting_point: str = "",
    date: date,
    time: time,
    minutes: int,
    by: Actor,
    now: datetime,
) -> None:
    """The need is a task that members can be asked for and can take.

    With `together` a round asks enough people for all its places or nobody; one person is always
    enough for one place.

    Raises Missing("risk_note") when a risk is not explained, Missing("insurance") when a high one
    is not insured, and what `window` raises.
    """
    take_step(
        need, "approve", by=by, now=now, people=headcount, urgency=urgency.value, risk=risk.value
    )
    if risk != Risk.LOW and not risk_note.strip():
        raise Missing("risk_note")
    if risk == Risk.HIGH and not insurance.strip():
        raise Missing("insurance")
    need.starts_at, need.ends_at = window(date, time, minutes, now=now)
    need.type, need.title, need.headcount = type, title, headcount
    need.together = together and headcount > 1
    need.skill, need.skill_level = skill, skill_level
    need.urgency, need.risk, need.risk_note = urgency, risk, risk_note
    need.insurance, need.meeting_point = insurance.strip(), meeting_point.strip()
    need.triaged_at, need.triaged_by_id = now, by.person_id


def ask(need: Need, *, question: str, by: Actor, now: datetime) -> None:
    """The resident reads a question and the need waits for the answer."""
    take_step(need, "ask", by=by, now=now, why=question)
    need.question = question


def answer(need: Need, *, answer: str, by: Actor, now: datetime) -> None:
    """The need waits for triage again, the answer standing with the wish."""
    take_step(need, "answer", by=by, now=now, why=answer)
    need.wish = f"{need.wish}\n{answer}"
    need.question = ""
    tell(holders(RoleKind.SECRETARY, need.community_id), "need_answered", about=need, now=now)


def reject(need: Need, *, reason: Rejection, why: str, by: Actor, now: datetime) -> None:
    """The need ends; the resident reads the reason and where else to ask."""
    take_step(need, "reject", by=by, now=now, why=why, reason=reason.value)


def merge(need: Need, *, into: str, by: Actor, now: datetime) -> None:
    """The need ends as the same as another of its community, which the resident now follows.

    Raises NotFound when that number is no running need of this community.
    """
    other = db.session.scalar(
        sa.select(Need).where(
            Need.id == (id_of_number(into) or 0),
            Need.id != need.id,
            Need.community_id == need.community_id,
            Need.status.not_in(ENDS),
        )
    )
    if other is None or other.number != into.strip().upper():
        raise NotFound("need", into)
    take_step(need, "merge", by=by, now=now, into=other.number)
    need.merged_into_id = other.id


def redirect(need: Need, *, door: Door, why: str, by: Actor, now: datetime) -> None:
    """The need ends here; the resident reads which door to knock at."""
    take_step(need, "redirect", by=by, now=now, why=why, door=door.value)


def note_places(need: Need, *, taken: int, now: datetime) -> None:
    """The need is staffed exactly when all its places are taken."""
    if need.status == NeedStatus.OPEN and taken >= need.headcount:
        take_step(need, "fill", by=SERVICE, now=now, taken=taken)
    elif need.status == NeedStatus.STAFFED and taken < need.headcount:
        take_step(need, "lose", by=SERVICE, now=now, taken=taken)


def note_round(need_ids: Collection[int]) -> None:
    """A released round has looked for people for these needs."""
    db.session.execute(
        sa.update(Need).where(Need.id.in_(need_ids)).values(rounds_seen=Need.rounds_seen + 1)
    )


def start(need: Need, *, now: datetime) -> None:
    """Somebody has arrived; it happens once."""
    if need.status in (NeedStatus.OPEN, NeedStatus.STAFFED):
        take_step(need, "start", by=SERVICE, now=now)


def finish(need: Need, *, now: datetime) -> None:
    """All who came have left; the resident may say how it went."""
    take_step(need, "finish", by=SERVICE, now=now)


def confirm(need: Need, *, by: Actor, now: datetime, outcome: str) -> None:
    """The resident has said that it is solved, wholly or partly."""
    require(by, May.SEE_CONTACT, need)
    verb = "confirm_by_phone" if by.person_id else "confirm"
    take_step(need, verb, by=by, now=now, outcome=outcome)


def dispute(need: Need, *, why: str, by: Actor, now: datetime) -> None:
    """The resident has said that it is not solved; the secretary must decide."""
    verb = "dispute_by_phone" if by.person_id else "dispute"
    take_step(need, verb, by=by, now=now, why=why)
    tell(holders(RoleKind.SECRETARY, need.community_id), "need_disputed", about=need, now=now)


def settle(need: Need, *, why: str, by: Actor, now: datetime) -> None:
    """The secretary has cleared the matter with the resident; it counts as confirmed."""
    take_step(need, "settle", by=by, now=now, why=why)


def reopen(need: Need, *, why: str, by: Actor, now: datetime) -> None:
    """The need waits for triage again, and remembers that it was not solved the first time."""
    take_step(need, "reopen", by=by, now=now, why=why)
    need.reopened += 1


def close(need: Need, *, now: datetime) -> None:
    """Nothing is left to do for the need."""
    take_step(need, "close", by=SERVICE, now=now)


def cancel(need: Need, *, reason: Cancellation, by: Actor, now: datetime) -> None:
    """The need is no more. Orders for it are cancelled by the stage above that calls this."""
    take_step(need, "cancel", by=by, now=now, reason=reason.value)


def rearrange(  # noqa: PLR0913 - each by name
    need: Need,
    *,
    date: date,
    time: time,
    minutes: int,
    meeting_point: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """A need nobody has accepted yet stands at another time; where people meet stays as it was
    unless it is said anew. Raises what `window` raises."""
    take_step(need, "rearrange", by=by, now=now)
    need.starts_at, need.ends_at = window(date, time, minutes, now=now)
    if meeting_point is not None:
        need.meeting_point = meeting_point.strip()


def lapse(need: Need, *, now: datetime) -> None:
    """The time has come and nobody has accepted; see `orders.actions.lapse_need`."""
    take_step(need, "lapse", by=SERVICE, now=now)
    tell(holders(RoleKind.SECRETARY, need.community_id), "need_unfilled", about=need, now=now)
