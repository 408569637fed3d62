"""What somebody agreed to can be read again, word for word."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy.exc import IntegrityError

from tests.build import RISKY, TRAVEL, an_accepted_order, an_open_need, refused
from tests.orders.test_guards import change
from tests.waiting import a_claim
from volunteer.db import transaction
from volunteer.needs.types import Risk
from volunteer.orders import actions
from volunteer.orders.agreement import NOW, TERMS

# Of terms that somebody may have agreed to; other words are another version.
DIGESTS = {
    "0": "0985c3ec5b49b712",
    "1": "295edccc4bc3a1d3",
}


@pytest.mark.parametrize("version", DIGESTS)
def test_terms_that_were_agreed_to_never_change(version):
    words = "\n".join(TERMS[version])

    assert hashlib.sha256(words.encode()).hexdigest()[:16] == DIGESTS[version]


def test_every_version_has_its_digest():
    assert list(TERMS) == list(DIGESTS)
    assert list(TERMS)[-1] == NOW


def test_accepting_keeps_the_terms_the_task_and_the_moment(offer_to_li, need, li, now):
    with transaction():
        actions.accept(offer_to_li, by=li, now=now, travel=TRAVEL)

    assert (offer_to_li.agreed_at, offer_to_li.agreement_version) == (now, NOW)
    assert offer_to_li.agreement["title"] == need.title
    assert offer_to_li.agreement["starts_at"] == need.starts_at.isoformat()


def test_where_one_meets_is_agreed_to(cast, li, now):
    order = an_accepted_order(an_open_need(now, meeting_point="小区东门"), li, now)

    assert order.agreement["meeting_point"] == "小区东门"


def test_a_claim_agrees_to_the_risk_before_anybody_decides(cast, li, now):
    claim = a_claim(an_open_need(now, **RISKY), li, now)

    assert claim.agreed_at == now
    assert claim.agreement["risk_note"] == RISKY["risk_note"]


def test_how_one_is_insured_is_agreed_to(cast, li, now):
    high = {**RISKY, "risk": Risk.HIGH, "insurance": "保单 1"}

    assert a_claim(an_open_need(now, **high), li, now).agreement["insurance"] == "保单 1"


def test_what_was_agreed_says_nothing_of_the_resident(order_of_li, need):
    kept = str(order_of_li.agreement)

    assert not any(one in kept for one in (need.contact_name, need.contact_phone, need.address))


def test_an_offer_is_agreed_to_by_nobody_yet(offer_to_li):
    assert (offer_to_li.agreed_at, offer_to_li.agreement_version) == (None, None)


def test_a_place_without_an_agreement_is_refused_by_the_database(order_of_li):
    with refused(IntegrityError):
        change(order_of_li, agreed_at=None, agreement_version=None)
