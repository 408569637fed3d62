"""Whoever is shown a phone or an address leaves one row, with the reason; nobody else sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import (
    an_accepted_order,
    an_offer,
    an_open_need,
    refused,
    resident_of,
)
from tests.cast import ZHAO, member_of
from volunteer.contacts import looking, queries
from volunteer.contacts.looking import Asked
from volunteer.contacts.models import Look, Reason
from volunteer.db import db, transaction
from volunteer.errors import Missing, NotAllowed
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
from volunteer.orders.models import Release

A_DAY = timedelta(hours=24)


@pytest.fixture
def need(cast, now):
    return an_open_need(now)


@pytest.fixture
def order(need, li, now):
    return an_accepted_order(need, li, now)


def asks(by, now, reason=None, words="", request="first"):
    return Asked(by, now, request, reason, words)


def looks(at, thing, asked):
    with transaction():
        return at(thing, asked)


def rows():
    return db.session.execute(sa.select(Look.standing, Look.reason)).all()


def test_a_member_on_the_way_need_not_say_why(order, li, now):
    contact = looks(looking.at_other_side, order, asks(li, now))

    assert (contact.name, contact.phone) == (ZHAO["contact_name"], ZHAO["contact_phone"])
    assert ZHAO["address"] in contact.address
    assert rows() == [("helper", "going")]


def test_a_secretary_says_why(need, wang, now):
    with refused(Missing):
        looking.at_resident(need, asks(wang, now))

    looks(looking.at_resident, need, asks(wang, now, Reason.CHECK))

    assert rows() == [("secretary", "check")]


def test_another_reason_is_written_down(need, wang, now):
    with refused(Missing):
        looking.at_resident(need, asks(wang, now, Reason.OTHER, " "))


def test_one_request_is_shown_one_contact(need, order, wang, now):
    looks(looking.at_resident, need, asks(wang, now, Reason.CHECK))

    with pytest.raises(sa.exc.IntegrityError), transaction():
        looking.at_other_side(order, asks(wang, now, Reason.CHECK))


def test_nobody_else_is_shown_anything(need, zhou, chen, now):
    for somebody in (zhou, chen):
        with refused(NotAllowed):
            looking.at_resident(need, asks(somebody, now, Reason.URGENT))


@pytest.mark.parametrize("end", ["given back", "a day later", "cancelled"])
def test_the_right_ends_with_what_it_came_from(order, need, li, wang, now, end):
    with transaction():
        if end == "given back":
            orders.release(order, reason=Release.WORK, by=li, now=now)
        elif end == "cancelled":
            orders.cancel_need(need, reason=Cancellation.OTHER, by=wang, now=now)
    later = need.ends_at + A_DAY + timedelta(seconds=1) if end == "a day later" else now

    with refused(NotAllowed):
        looking.at_other_side(order, asks(li, later))


def test_staff_call_the_member_who_comes(order, he, li, now):
    contact = looks(looking.at_other_side, order, asks(he, now, Reason.ARRANGE))

    assert (contact.phone, contact.address) == (li.phone, "")
    assert [one.standing for one in queries.at_member(member_of(li))] == ["worker"]
    assert queries.at_resident(order.need) == []


def test_a_worker_does_not_call_whoever_was_only_asked(need, he, li, now):
    offer = an_offer(need, li, now)

    with refused(NotAllowed):
        looking.at_other_side(offer, asks(he, now, Reason.ARRANGE))


def test_the_link_shows_its_own_and_that_is_a_look_too(need, now):
    looks(looking.at_resident, need, asks(resident_of(need), now))

    [seen] = queries.at_resident(need)
    assert (seen.standing, seen.surname, seen.reason) == ("resident", "", Reason.OWN)


def test_who_looked_is_told_by_surname_newest_first(need, order, li, wang, now):
    looks(looking.at_resident, need, asks(wang, now, Reason.URGENT, "下雨了"))
    looks(looking.at_other_side, order, asks(li, now, request="second"))

    told = [(one.surname, one.reason, one.words) for one in queries.at_resident(need)]

    assert told == [("李", Reason.GOING, ""), ("王", Reason.URGENT, "下雨了")]


@pytest.mark.parametrize("change", ["UPDATE looks SET words = ''", "DELETE FROM looks"])
def test_a_look_cannot_be_taken_back(need, wang, now, change):
    looks(looking.at_resident, need, asks(wang, now, Reason.CHECK))

    with pytest.raises(sa.exc.IntegrityError, match="append_only"), transaction() as session:
        session.execute(sa.text(change))
