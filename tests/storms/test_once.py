"""What is good once is good once, though sixty-four hands give it at one moment."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import (
    TRAVEL,
    a_need,
    a_record,
    an_accepted_order,
    an_offer,
    an_open_need,
    code_for,
    resident_of,
)
from tests.cast import Cast, member_of
from tests.disclosures.conftest import AGREED, READ
from tests.people.test_second_factor import SECRET, code_at
from tests.storms.crowd import CONTENDERS, all_at_once, somebody
from tests.storms.guards import DONE, outcome
from volunteer.db import db, transaction
from volunteer.disclosures import actions as disclosures
from volunteer.disclosures.models import Purpose
from volunteer.history.models import Event
from volunteer.needs.queries import need_by_link
from volunteer.orders import actions as orders
from volunteer.orders import presence
from volunteer.orders.models import Order
from volunteer.people import second_factor, tickets
from volunteer.people.tickets import Purpose as Letter
from volunteer.reviews import actions as reviews
from volunteer.reviews.models import Outcome
from volunteer.rights import erasing

Act = Callable[[], object]


class OfNoUse(Exception):
    """The code was looked at and opened nothing."""


def must(right: object) -> None:
    if not right:
        raise OfNoUse


def a_code_in_a_letter(cast: Cast, now: datetime) -> Act:
    with transaction():
        ticket = tickets.ask(Letter.CODE, "li", now=now)
    return lambda: must(tickets.use_code(ticket, True, now=now))


def a_link_for_a_password(cast: Cast, now: datetime) -> Act:
    with transaction():
        ticket = tickets.ask(Letter.RECOVERY, "li", now=now)
    return lambda: tickets.recover(ticket, "hash", now=now)


def a_code_of_a_device(cast: Cast, now: datetime) -> Act:
    with transaction():
        second_factor.begin(cast["li"].id, base64.b32encode(SECRET).decode(), now=now)
    number, code = cast["li"].id, code_at(now)
    return lambda: must(
        second_factor.use(second_factor.factor_of(number, held=True), code, now=now)
    )


def a_code_on_paper(cast: Cast, now: datetime) -> Act:
    a_code_of_a_device(cast, now)
    with transaction():
        code = second_factor.confirm(second_factor.factor_of(cast["li"].id), now=now)[0]
    number = cast["li"].id
    return lambda: must(second_factor.use_spare(number, code, now=now))


def a_service_code(cast: Cast, now: datetime) -> Act:
    order = an_accepted_order(an_open_need(now), cast["li"], now)
    number, code, then, who = order.id, code_for(order), order.starts_at, cast["li"].id
    return lambda: must(
        presence.check_in(db.session.get_one(Order, number), code=code, by=somebody(who), now=then)
    )


def a_link_that_answers_an_offer(cast: Cast, now: datetime) -> Act:
    number, who = an_offer(an_open_need(now), cast["li"], now).id, cast["li"].id
    return lambda: orders.accept(
        db.session.get_one(Order, number), by=somebody(who), now=now, travel=TRAVEL
    )


def the_word_of_a_resident(cast: Cast, now: datetime) -> Act:
    need = an_open_need(now)
    a_record(need, cast["li"], now)
    link, then = (need.number, need.link_secret), need.ends_at

    def say() -> None:
        found, holder = need_by_link(*link)
        reviews.confirm(found, outcome=Outcome.SOLVED, by=holder, now=then)

    return say


def a_link_that_erases(cast: Cast, now: datetime) -> Act:
    need = a_need(now)
    return erasing_by(need.number, need.link_secret, now)


def a_link_that_erases_what_is_over(cast: Cast, now: datetime) -> Act:
    need = an_open_need(now)
    a_record(need, cast["li"], now)
    with transaction():
        reviews.confirm(need, outcome=Outcome.SOLVED, by=resident_of(need), now=need.ends_at)
    return erasing_by(need.number, need.link_secret, need.ends_at)


def erasing_by(number: str, secret: str, now: datetime) -> Act:
    def erase() -> None:
        found, holder = need_by_link(number, secret)
        erasing.of_need(found, by=holder, now=now)

    return erase


def an_account(cast: Cast, now: datetime) -> Act:
    who = cast["li"].id
    return lambda: erasing.of_person(somebody(who), now=now)


ONCE = (
    *(a_code_in_a_letter, a_link_for_a_password, a_code_of_a_device, a_code_on_paper),
    *(a_service_code, a_link_that_answers_an_offer, the_word_of_a_resident),
    *(a_link_that_erases, a_link_that_erases_what_is_over, an_account),
)


def storm(app: Flask, act: Act) -> list[object]:
    return all_at_once([lambda: outcome(app, act)] * CONTENDERS)


@pytest.mark.parametrize("once", ONCE)
def test_of_sixty_four_uses_one_counts(
    app: Flask, cast: Cast, now: datetime, once: Callable[[Cast, datetime], Act]
) -> None:
    found = storm(app, once(cast, now))

    assert found.count(DONE) == 1, found
    broken = [one for one in found if isinstance(one, Exception) and not isinstance(one, OfNoUse)]
    assert broken == []


def test_of_sixty_four_agreements_one_stands(app: Flask, cast: Cast, now: datetime) -> None:
    who = cast["li"].id

    def agree() -> None:
        li = somebody(who)
        disclosures.give(member_of(li), text=READ, seen=AGREED["seen"], by=li, now=now)

    found = storm(app, agree)

    db.session.rollback()
    told = db.session.scalars(sa.select(Event).where(Event.verb == "consent"))
    assert sum(one.facts["purpose"] == Purpose.TO_UNIT for one in told) == 1
    assert set(found) <= {DONE, "Overtaken"}
