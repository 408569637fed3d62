"""Taking what is risky: the member claims it, a secretary of its community decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.build import (
    ANYONE_CAN,
    RISKY,
    TRAVEL,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    live_seats,
    refused,
    told,
    verbs_of,
)
from tests.cast import member_of
from tests.orders.test_guards import change
from tests.waiting import a_claim
from volunteer.db import transaction
from volunteer.errors import (
    AlreadyTaken,
    Clash,
    NeedsAnother,
    NoRoom,
    NotAllowed,
    WrongMoment,
)
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import Cancellation, Risk
from volunteer.orders import actions, claims
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.patience import Patience
from volunteer.settings import Settings


@pytest.fixture
def risky(cast, now):
    """A task for one, of medium risk."""
    return an_open_need(now, **RISKY)


@pytest.fixture
def claim_of_li(risky, li, now):
    return a_claim(risky, li, now)


def approve(order, by, now):
    claims.approve(order, by=by, now=now, travel=TRAVEL)


@pytest.mark.parametrize("risk", [Risk.MEDIUM, Risk.HIGH])
def test_taking_what_is_risky_waits_for_a_secretary(li, wang, now, risk):
    need = an_open_need(now, **{**RISKY, "risk": risk, "insurance": "保单 1"})

    order = an_accepted_order(need, li, now)

    assert (order.status, order.seat_no, order.accepted_at) == (OrderStatus.CLAIMED, None, None)
    assert need.status == NeedStatus.OPEN
    assert told(wang)[-1] == "order_claimed"


def test_what_the_community_itself_asked_for_needs_no_approval(risky, li, now):
    offer = an_offer(risky, li, now)

    with transaction():
        actions.accept(offer, by=li, now=now, travel=TRAVEL)

    assert offer.status == OrderStatus.ACCEPTED


def test_a_claim_approved_is_a_place_held(claim_of_li, risky, li, wang, now):
    with transaction():
        approve(claim_of_li, wang, now)

    assert (claim_of_li.status, live_seats(risky)) == (OrderStatus.ACCEPTED, [0])
    assert risky.status == NeedStatus.STAFFED
    assert verbs_of(claim_of_li) == ["begin", "approve"]
    assert told(li)[-1] == "claim_approved"


def test_a_claim_refused_says_why(claim_of_li, risky, li, wang, now):
    with transaction():
        claims.refuse(claim_of_li, why="这次请有电工证的同志", by=wang, now=now)

    assert claim_of_li.status == OrderStatus.REFUSED
    assert risky.status == NeedStatus.OPEN
    assert told(li)[-1] == "claim_refused"


def test_whoever_was_refused_does_not_claim_again(claim_of_li, risky, li, wang, now):
    with transaction():
        claims.refuse(claim_of_li, why="人手够了", by=wang, now=now)

    with refused(AlreadyTaken):
        actions.take(risky, claim_of_li.member, reasons={}, by=li, now=now, travel=TRAVEL)


@pytest.mark.parametrize("who", ["li", "zhou", "he", "chen", "resident", "anybody", "the service"])
def test_only_a_secretary_of_the_community_decides(cast, claim_of_li, risky, now, who):
    with refused(NotAllowed):
        approve(claim_of_li, actor(who, cast, risky), now)
    with refused(NotAllowed):
        claims.refuse(claim_of_li, why="不行", by=actor(who, cast, risky), now=now)


def test_nobody_decides_about_their_own_claim(risky, qian, wang, now):
    own = a_claim(risky, qian, now)

    with refused(NotAllowed):
        approve(own, qian, now)
    assert "order_claimed" not in told(qian)
    assert "order_claimed" in told(wang)


def test_a_claim_keeps_nobody_else_from_the_task(claim_of_li, risky, zhou, wang, li, now):
    second = a_claim(risky, zhou, now)

    with transaction():
        approve(second, wang, now)

    assert claim_of_li.status == OrderStatus.WITHDRAWN
    assert told(li)[-1] == "order_withdrawn"
    with refused(WrongMoment):
        approve(claim_of_li, wang, now)


def test_whoever_promised_something_else_meanwhile_is_not_approved(claim_of_li, li, wang, now):
    an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)

    with refused(Clash):
        approve(claim_of_li, wang, now)


def test_a_claim_waits_a_day_at_most_and_never_beyond_the_start(risky, li, zhou, now):
    early, late = (
        a_claim(risky, li, now),
        a_claim(risky, zhou, risky.starts_at - timedelta(hours=1)),
    )

    assert early.expires_at == now + timedelta(hours=24)
    assert late.expires_at == risky.starts_at


def test_how_long_a_claim_waits_is_a_setting(risky, now):
    patience = Patience.of(Settings(claim_hours=2))

    assert patience.claimed_until(risky, now) == now + timedelta(hours=2)


def test_a_claim_nobody_decided_expires_and_may_be_made_again(claim_of_li, risky, li, now):
    with transaction():
        assert actions.expire(claim_of_li, now=claim_of_li.expires_at)

    assert told(li)[-1] == "claim_expired"
    assert a_claim(risky, li, claim_of_li.expires_at).id != claim_of_li.id


def test_a_claim_is_taken_back_without_a_reason(claim_of_li, li, now):
    with transaction():
        claims.take_back(claim_of_li, by=li, now=now)

    assert claim_of_li.status == OrderStatus.WITHDRAWN


def test_a_claim_ends_with_its_need(claim_of_li, risky, li, wang, now):
    with transaction():
        actions.cancel_need(risky, reason=Cancellation.WEATHER, by=wang, now=now)

    assert claim_of_li.status == OrderStatus.WITHDRAWN
    assert told(li)[-1] == "order_withdrawn"


def test_pressing_twice_is_one_claim(claim_of_li, risky, li, now):
    with refused(AlreadyTaken):
        actions.take(risky, claim_of_li.member, reasons={}, by=li, now=now, travel=TRAVEL)


def test_a_full_risky_task_takes_no_claims(risky, li, zhou, now):
    offer = an_offer(risky, li, now)
    with transaction():
        actions.accept(offer, by=li, now=now, travel=TRAVEL)

    with refused(NoRoom):
        actions.take(risky, member_of(zhou), reasons={}, by=zhou, now=now, travel=TRAVEL)


def test_the_database_refuses_a_risky_place_without_approval(claim_of_li, now):
    with refused(NeedsAnother):
        change(claim_of_li, status="accepted", seat_no=0, accepted_at=now)
    with refused(IntegrityError):
        change(claim_of_li, expires_at=None)
