"""Rounds wider than a community, and members who also go next door."""

from __future__ import annotations

import pytest

from tests.build import ANYONE_CAN, TRAVEL, a_need, an_open_need, approve, refused, verbs_of
from tests.cast import FAR_AWAY, HOME, PLUMBER, PROFILE, member_of
from tests.service import OPEN
from volunteer.contacts.rights import may_see_contact
from volunteer.db import transaction
from volunteer.errors import NotAllowed, NotFound, WrongMoment
from volunteer.members import actions as members
from volunteer.orders import actions as orders
from volunteer.orders.hall import hall_for
from volunteer.orders.queries import orders_of
from volunteer.people.models import RoleKind
from volunteer.places.actions import add_community
from volunteer.places.queries import grid
from volunteer.rounds import actions
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import Ruling
from volunteer.rounds.queries import round_for

EVERYWHERE = {
    **PROFILE,
    "grid_id": FAR_AWAY,
    "skills": PLUMBER,
    "reach_minutes": 60,
    "serves_neighbours": True,
}
STAYS_HOME = {**EVERYWHERE, "serves_neighbours": False}


@pytest.fixture
def western(cast, now):
    """West Lane looks for somebody as well."""
    need = a_need(now, grid_id=FAR_AWAY)
    approve(need, now, **ANYONE_CAN)
    return need


@pytest.fixture
def wu_goes_next_door(wu, now):
    """Wu of West Lane also goes to other communities of the sub-district."""
    with transaction():
        members.edit(member_of(wu), by=wu, now=now, **EVERYWHERE)


def pairs(found):
    return {(one.need_id, one.member_id) for one in found.proposals}


def release(found, by, now):
    with transaction():
        return actions.release(found, by=by, now=now, travel=TRAVEL)


@pytest.mark.parametrize("who", ["zheng", "feng"])
def test_an_officer_runs_a_round_across_communities(request, cast, need, western, run_for, who):
    found = run_for(request.getfixturevalue(who))

    li, wu = member_of(cast["li"]).id, member_of(cast["wu"]).id
    assert pairs(found) == {(need.id, li), (western.id, wu)}
    assert found.where.kind in {"subdistrict", "district"} and found.covers == [1, 2]


def test_an_officer_has_no_say_in_a_single_community(need, zheng, now):
    with refused(NotAllowed):
        actions.draft(grid(HOME).community, by=zheng, now=now, days=14, travel=TRAVEL)


def test_a_secretary_runs_nothing_above_the_community(need, wang, now):
    with refused(NotAllowed):
        street = grid(HOME).community.subdistrict
        actions.draft(street, by=wang, now=now, days=14, travel=TRAVEL)


def test_an_officer_asks_everybody_and_the_service_makes_the_offers(
    need, western, run_for, zheng, now
):
    found = run_for(zheng)

    outcome = release(found, zheng, now)

    assert (outcome.asked, found.status) == (2, RoundStatus.RELEASED)
    assert [one.status for one in orders_of(need)] == ["offered"]


def test_a_secretary_releases_the_pairs_of_their_own_community(
    need, western, run_for, zheng, wang, now
):
    found = run_for(zheng)

    outcome = release(found, wang, now)

    assert (outcome.asked, found.status) == (1, RoundStatus.PROPOSED)
    assert (len(orders_of(need)), len(orders_of(western))) == (1, 0)
    assert verbs_of(found) == ["begin", "release_part"]


def test_the_rest_of_a_round_is_released_without_asking_twice(
    need, western, run_for, zheng, wang, now
):
    found = run_for(zheng)
    release(found, wang, now)

    assert release(found, zheng, now).asked == 1
    assert len(orders_of(need)) == 1


def test_a_round_of_which_a_part_was_released_is_not_solved_again(
    need, western, run_for, zheng, wang, now
):
    found = run_for(zheng)
    release(found, wang, now)

    with refused(WrongMoment):
        actions.draft_again(found, by=zheng, now=now, travel=TRAVEL)


def test_a_secretary_keeps_out_pairs_of_their_own_needs_only(
    need, western, run_for, zheng, wang, now
):
    found = run_for(zheng)
    own, other = sorted(found.proposals, key=lambda one: one.need.community_id)

    with transaction():
        actions.rule(found, own.need_id, own.member_id, Ruling.FORBID, by=wang, now=now)
    with refused(NotAllowed):
        actions.rule(found, other.need_id, other.member_id, Ruling.FORBID, by=wang, now=now)


@pytest.mark.parametrize("who", ["li", "he"])
def test_a_wide_round_is_seen_by_officers_and_secretaries_only(cast, need, run_for, zheng, who):
    found = run_for(zheng)

    with pytest.raises(NotFound):
        round_for(cast[who], found.id)


def test_somebody_who_does_not_want_it_is_never_proposed_next_door(
    need, run_for, zheng, wu, li, now
):
    with transaction():
        members.choose_matching(member_of(li), False, by=li, now=now)
        member_of(wu).reach_minutes = 120

    assert run_for(zheng).proposals == []


def test_who_goes_next_door_is_proposed_by_the_community_there(
    need, run, wu_goes_next_door, wu, li, now
):
    with transaction():
        members.choose_matching(member_of(li), False, by=li, now=now)

    assert pairs(run()) == {(need.id, member_of(wu).id)}


def test_a_guest_sees_the_need_before_and_the_address_only_after_accepting(
    western, now, li, wu_goes_next_door, wu
):
    need = an_open_need(now, **ANYONE_CAN)

    (entry,) = [
        one
        for one in hall_for(member_of(wu), now=now, travel=TRAVEL, limits=OPEN)
        if one.need == need
    ]
    assert entry.suits and not may_see_contact(wu, need, now=now)

    with transaction():
        orders.take(need, member_of(wu), reasons={}, by=wu, now=now, travel=TRAVEL)
    assert may_see_contact(wu, need, now=now)


def test_whoever_no_longer_goes_next_door_is_a_stranger_there_again(
    need, wu_goes_next_door, wu, now
):
    assert wu.communities_as(RoleKind.NEIGHBOUR) == [1]
    with transaction():
        members.edit(member_of(wu), by=wu, now=now, **STAYS_HOME)

    with refused(NotAllowed):
        orders.take(need, member_of(wu), reasons={}, by=wu, now=now, travel=TRAVEL)


def test_an_offer_to_somebody_who_stays_at_home_by_now_is_passed_over(
    now, run_for, zheng, wu_goes_next_door, wu, cast
):
    an_open_need(now, headcount=5, **ANYONE_CAN)
    found = run_for(zheng)
    assert member_of(wu).id in {one.member_id for one in found.proposals}
    with transaction():
        members.edit(member_of(wu), by=wu, now=now, **STAYS_HOME)

    assert release(found, zheng, now).passed_over == 1


def test_a_community_that_is_new_is_open_to_those_who_go_next_door(wu, wu_goes_next_door, now):
    with transaction():
        new = add_community("示例区", "枫林街道", "枫林南里社区", phone="", grids=[("一", 0, 0)])
        members.open_to_neighbours(new.id, now=now)

    assert wu.communities_as(RoleKind.NEIGHBOUR) == [1, new.id]
