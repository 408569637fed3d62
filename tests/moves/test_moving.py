"""Whoever moves home is at home where they were until the new community has confirmed."""

from __future__ import annotations

import pytest

from tests.build import (
    ANYONE_CAN,
    an_accepted_order,
    an_adopted_series,
    an_offer,
    an_open_need,
    refused,
    told,
    verbs_of,
)
from tests.cast import FAR_AWAY, NEXT_DOOR, Cast, member_of
from volunteer.db import transaction
from volunteer.errors import NotAllowed, NotFound, WrongMoment
from volunteer.invariants import broken
from volunteer.moves import actions, queries
from volunteer.moves.lifecycle import MoveStatus
from volunteer.orders.lifecycle import OrderStatus
from volunteer.people.models import RoleKind

EAST, WEST = 1, 2


def asks(person, now, *, grid_id=FAR_AWAY, keeps=True):
    member = member_of(person)
    return actions.ask(member, grid_id=grid_id, keeps_promises=keeps, by=person, now=now)


def ask(person, now, **how):
    with transaction():
        return asks(person, now, **how)


def confirm(move, by, now):
    with transaction():
        actions.confirm(move, by=by, now=now)


def test_the_new_community_hears_and_until_then_nothing_is_different(li, chen, wang, now):
    move = ask(li, now)

    assert "move_asked" in told(chen)
    assert [one.id for one in queries.waiting_for(chen)] == [move.id]
    assert queries.waiting_for(wang) == []
    assert li.communities_as(RoleKind.MEMBER) == [EAST]


def test_once_confirmed_the_member_is_at_home_there_with_all_they_can(li, chen, wang, now):
    skills = [one.skill for one in member_of(li).skills]
    free = member_of(li).free

    confirm(ask(li, now), chen, now)

    member = member_of(li)
    assert (member.community_id, member.grid_id) == (WEST, FAR_AWAY)
    assert li.communities_as(RoleKind.MEMBER) == [WEST]
    assert ([one.skill for one in member.skills], member.free) == (skills, free)
    assert verbs_of(member)[-2:] == ["move_away", "move_in"]
    assert "member_moved" in told(wang)
    assert list(broken()) == []


@pytest.mark.parametrize(
    ("keeps", "ends"), [(True, OrderStatus.ACCEPTED), (False, OrderStatus.RELEASED)]
)
def test_promises_are_kept_or_given_back_as_the_member_chooses(li, chen, now, keeps, ends):
    order = an_accepted_order(an_open_need(now), li, now)

    confirm(ask(li, now, keeps=keeps), chen, now)

    assert order.status == ends
    assert list(broken()) == []


def test_what_was_only_asked_and_what_comes_again_stays_at_the_old_place(li, chen, wang, now):
    offered = an_offer(an_open_need(now), li, now)
    series = an_adopted_series(now, li, of=ANYONE_CAN)

    confirm(ask(li, now), chen, now)

    assert (offered.status, series.member_id) == (OrderStatus.WITHDRAWN, None)
    assert "series_left" in told(wang)


def test_whoever_is_refused_stays_and_reads_why(li, chen, now):
    move = ask(li, now)

    with transaction():
        actions.refuse(move, why="不是本社区居民", by=chen, now=now)

    assert (move.status, member_of(li).community_id) == (MoveStatus.REFUSED, EAST)
    assert "move_refused" in told(li)


@pytest.mark.parametrize("who", ["wang", "li", "wu", "he"])
def test_only_the_secretary_of_the_new_community_confirms(cast: Cast, now, who):
    move = ask(cast["li"], now)

    with refused(NotAllowed):
        actions.confirm(move, by=cast[who], now=now)
    with refused(NotFound):
        queries.move_for(cast[who], move.id)


def test_nobody_moves_within_their_community_nor_twice_at_once(li, now):
    with refused(NotFound):
        asks(li, now, grid_id=NEXT_DOOR)
    ask(li, now)
    with refused(WrongMoment):
        asks(li, now)
