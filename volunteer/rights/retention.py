"""What nobody needs any more goes by itself: contacts and words of needs long closed, notices, old
sessions and tickets."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.models import Event
from volunteer.needs.lifecycle import ENDS
from volunteer.needs.models import Need
from volunteer.notices.models import UNDER_WAY, Delivery, Notice
from volunteer.people import tickets
from volunteer.people.sign_ins import SignIn
from volunteer.people.tickets import Ticket
from volunteer.photos import actions as photos
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Confirmation
from volunteer.rights.classes import GONE
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Series

KEEP_SESSIONS = timedelta(days=30)  # after they ended, for whoever wonders where they were
KEEP_NOTICES = timedelta(days=180)  # half a year of one's inbox, and of what was sent of it
OVER = (FollowUpStatus.ANSWERED, FollowUpStatus.UNREACHABLE)


def closed_long(now: datetime, keep: timedelta) -> sa.Select[int]:
    """Needs of which nothing was heard for so long since they ended, and whose contact or words
    are still there. Not while somebody is to call, nor while regular help goes by what they say."""
    last = (
        sa.select(sa.func.max(Event.at))
        .where(Event.kind == Need.journey.kind, Event.thing_id == Need.id)
        .scalar_subquery()
    )
    waits = FollowUp.status.not_in(OVER), Need.no_call_since.is_(None)
    to_call = sa.select(FollowUp.need_id).join(FollowUp.need).where(*waits)
    patterns = sa.select(Series.pattern_id).where(Series.status == SeriesStatus.RUNNING)
    return (
        sa.select(Need.id)
        .where(
            Need.status.in_(ENDS),
            sa.or_(Need.contact_name != GONE, Need.wish != GONE),
            Need.ends_at < now - keep,
            last < now - keep,
            Need.id.not_in(to_call),
            Need.id.not_in(patterns),
        )
        .order_by(Need.id)
    )


def mask(need_id: int, now: datetime, keep: timedelta) -> bool:
    """Nobody can find out any more whom to call about the need, or where, nor read what was said
    of it in free words; what kind of help it was, when and how it went stays. False, and nothing is
    different, when it is not time."""
    found = closed_long(now, keep).where(Need.id == need_id).with_only_columns(Need)
    need = db.session.scalar(found.with_for_update(of=Need))
    if need is None:
        return False
    need.contact_name, need.contact_sound = GONE, ""
    need.contact_phone = need.contact_phone_index = ""
    need.address = need.address_index = ""
    need.wish, need.question, need.child_age = GONE, "", None
    _mask_words(need_id)
    photos.remove_of(need, now=now)
    return True


def _mask_words(need_id: int) -> None:
    """What residents said afterwards; thanks that were passed on are whose they were said to."""
    said = sa.update(Confirmation).where(Confirmation.need_id == need_id)
    db.session.execute(said.values(comment=""))
    db.session.execute(said.where(~Confirmation.thanks_passed_on).values(thanks=""))
    db.session.execute(sa.update(FollowUp).where(FollowUp.need_id == need_id).values(remark=""))


def sessions_over(now: datetime) -> sa.Select[int]:
    """Sessions that ended long ago, by leaving or by themselves."""
    until = now - KEEP_SESSIONS
    return (
        sa.select(SignIn.id)
        .where(sa.or_(SignIn.ended_at < until, SignIn.expires_at < until))
        .order_by(SignIn.id)
    )


def forget_session(session_id: int, now: datetime) -> bool:
    """Nothing tells any more that there was this session; whether there was one to forget."""
    going = sa.delete(SignIn).where(
        SignIn.id == session_id, SignIn.id.in_(sessions_over(now).order_by(None))
    )
    return bool(db.session.connection().execute(going).rowcount)


def notices_read_long(now: datetime) -> sa.Select[int]:
    """Notices of half a year ago of which no copy is on its way."""
    on_its_way = sa.select(Delivery.notice_id).where(sa.text(UNDER_WAY))
    return (
        sa.select(Notice.id)
        .where(Notice.created_at < now - KEEP_NOTICES, Notice.id.not_in(on_its_way))
        .order_by(Notice.id)
    )


def forget_notice(notice_id: int, now: datetime) -> bool:
    """The notice is in nobody's inbox, and nothing tells how it was sent."""
    found = notices_read_long(now).where(Notice.id == notice_id).with_for_update(of=Notice)
    if db.session.scalar(found) is None:
        return False
    db.session.execute(sa.delete(Delivery).where(Delivery.notice_id == notice_id))
    db.session.execute(sa.delete(Notice).where(Notice.id == notice_id))
    return True


def forget_ticket(ticket_id: int, now: datetime) -> bool:
    """Nothing tells any more that somebody asked for this letter."""
    going = sa.delete(Ticket).where(
        Ticket.id == ticket_id, Ticket.id.in_(tickets.over(now).order_by(None))
    )
    return bool(db.session.connection().execute(going).rowcount)


def due(now: datetime, keep: timedelta) -> dict[str, int]:
    """How many of each would go now."""
    asked = {
        "contacts of needs": closed_long(now, keep),
        "sessions": sessions_over(now),
        "notices": notices_read_long(now),
        "tickets": tickets.over(now),
    }
    return {
        what: db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
        for what, rows in asked.items()
    }
