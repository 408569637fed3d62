"""Whoever leaves hands everything over, keeps what they served, and may come back."""

from __future__ import annotations

from tests.build import (
    ANYONE_CAN,
    RISKY,
    a_record,
    an_accepted_order,
    an_adopted_series,
    an_offer,
    an_open_need,
    an_order_under_way,
    refused,
    told,
    undone,
    verbs_of,
)
from tests.cast import FAR_AWAY, PROFILE, member_of
from tests.waiting import a_claim, a_hand_over
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, UnderWay
from volunteer.invariants import broken
from volunteer.members import actions as members
from volunteer.members.lifecycle import MemberStatus
from volunteer.moves import actions, queries
from volunteer.orders.lifecycle import OrderStatus
from volunteer.people.models import RoleKind

S = OrderStatus


def leave(person, now):
    with transaction():
        actions.leave(member_of(person), by=person, now=now)


def test_whoever_leaves_gives_back_what_they_promised_and_what_was_asked(li, zhou, wang, now):
    claimed = a_claim(an_open_need(now, **RISKY), li, now)
    promised = an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)
    offered = an_offer(an_open_need(now), li, now)
    colleague = a_hand_over(promised, zhou, now)

    leave(li, now)

    ends = [one.status for one in (promised, claimed, offered, colleague)]
    assert ends == [S.RELEASED, S.WITHDRAWN, S.DECLINED, S.WITHDRAWN]
    assert "member_left" in told(wang)
    assert queries.in_hand(member_of(li)) == []
    assert list(broken()) == []


def test_whoever_leaves_comes_no_more_to_what_comes_again(li, wang, now):
    series = an_adopted_series(now, li, of=ANYONE_CAN)

    leave(li, now)

    assert series.member_id is None
    assert "series_left" in told(wang)


def test_whoever_leaves_keeps_their_record_and_is_a_member_nowhere(li, now):
    record = a_record(an_open_need(now), li, now)

    leave(li, record.order.ends_at)

    assert member_of(li).status == MemberStatus.WITHDRAWN
    assert li.communities_as(RoleKind.MEMBER, RoleKind.NEIGHBOUR) == []
    assert record.member_id == member_of(li).id


def test_whoever_has_begun_a_service_ends_it_first(li, now):
    order = an_order_under_way(an_open_need(now), li, now)

    with refused(UnderWay):
        actions.leave(member_of(li), by=li, now=order.starts_at)


def test_nobody_leaves_for_somebody_else(li, wang, now):
    with refused(NotAllowed):
        actions.leave(member_of(li), by=wang, now=now)


def test_whoever_left_comes_back_with_the_registration_they_had(li, wang, now):
    before = member_of(li)
    leave(li, now)

    with transaction():
        again = members.report_in(li, now=now, **{**PROFILE, "grid_id": FAR_AWAY})

    assert (again.id, again.status, again.receipt_no) == (before.id, MemberStatus.SUBMITTED, "")
    assert verbs_of(again)[-2:] == ["withdraw", "come_back"]


def test_leaving_ends_a_move_that_waits(li, now):
    with transaction():
        move = actions.ask(member_of(li), grid_id=FAR_AWAY, keeps_promises=True, by=li, now=now)

    leave(li, now)

    assert move.status == "taken_back"


def test_regular_help_of_somebody_who_left_would_be_seen(li, now):
    series = an_adopted_series(now, li, of=ANYONE_CAN)
    leave(li, now)

    with undone():
        series.member_id, series.adopted_at = member_of(li).id, now
        db.session.flush()

        assert [one.rule for one in broken()] == ["Whoever comes regularly is a member"]
