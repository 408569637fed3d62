"""What tests of the staff's pages share: a few states to start from, and a look behind the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

from tests.build import ANYONE_CAN, SATURDAY, a_round_for, agrees, an_offer, an_open_need
from tests.cast import PASSWORD_HASH, PROFILE
from tests.officers import entrusted
from tests.web.reader import Reader
from volunteer import by_letter
from volunteer.db import db, transaction
from volunteer.history.steps import Travels
from volunteer.members import actions as members
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.models import LinkHolder, Need
from volunteer.notices.models import Delivery, State
from volunteer.people import tickets
from volunteer.people.models import Person
from volunteer.people.tickets import Purpose
from volunteer.places.queries import community
from volunteer.reviews import actions as reviews
from volunteer.reviews import following
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.models import Outcome
from volunteer.rounds.models import Round


def send(reader: Reader, path: str, **given: str) -> TestResponse:
    """Sent past the page, as somebody would whose page offers no such button."""
    token = reader.page.forms[0].fields["csrf_token"]
    return reader.client.post(path, data={**given, "csrf_token": token})


def status_of(thing: Travels) -> str:
    """Where it stands by now."""
    db.session.expire_all()
    return str(thing.status)


def a_registration(now: datetime, *, phone: str = "13900001111", **profile: Any) -> Member:
    """Gao has reported in at East Lane and waits for its secretary."""
    told = {**PROFILE, "name": "高秀英", "phone": phone, **profile}
    with transaction():
        return members.register(password_hash=PASSWORD_HASH, now=now, **told)


def a_question(need: Need, by: Person, now: datetime) -> None:
    """The resident has been asked something."""
    with transaction():
        needs.ask(need, question="几号楼？", by=by, now=now)


def a_word(need: Need, outcome: Outcome, now: datetime, **more: Any) -> None:
    """The resident has said how it went."""
    with transaction():
        reviews.confirm(need, outcome=outcome, by=LinkHolder(need.id), now=now, **more)


def a_lapsed(need: Need) -> Need:
    """The need's time has come and places were empty."""
    with transaction():
        needs.lapse(need, now=need.starts_at)
    return need


def a_round(by: Person, now: datetime, *, community_id: int = 1) -> Round:
    """A proposal that nobody has released yet."""
    return a_round_for(community(community_id), by, now)


def a_call_about(need: Need) -> int:
    """The number of the call to somebody who said nothing in time."""
    with transaction():
        following.draw(need, now=need.ends_at + timedelta(hours=72))
    return db.session.scalars(sa.select(FollowUp.id)).one()


def a_recovery(login: str, now: datetime) -> str:
    """What stands in the link of a letter by which somebody chooses another password."""
    with transaction():
        ticket = tickets.ask(Purpose.RECOVERY, login, now=now)
    return by_letter.secret_of(ticket)


def an_undelivered(li: Person, now: datetime) -> int:
    """The number of a letter to Li that never arrived, which an administrator may look at."""
    entrusted(now)
    agrees(li, now)
    an_offer(an_open_need(now, **ANYONE_CAN, date=SATURDAY + timedelta(days=10)), li, now)
    with transaction() as session:
        letter = session.scalars(sa.select(Delivery)).one()
        letter.state, letter.ended_at, letter.error = State.DEAD, now, "550 mailbox is full"
        return letter.id
