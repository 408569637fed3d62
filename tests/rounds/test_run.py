"""A round proposes who could be asked for what, and says why and why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import (
    ANYONE_CAN,
    TRAVEL,
    a_need,
    a_round_for,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    approve,
    every_row,
    refused,
    verbs_of,
)
from tests.cast import FAR_AWAY, HOME, PROFILE, member_of
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, NotFound
from volunteer.members import actions as members
from volunteer.members.skills import Group
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions as orders
from volunteer.places.queries import grid
from volunteer.rounds import actions
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import RoundInput
from volunteer.rounds.queries import list_for, round_for


def pairs(found):
    return [(one.need_id, one.member_id) for one in found.proposals]


def test_a_round_proposes_who_can_is_free_and_lives_near(need, run, li):
    found = run()

    assert pairs(found) == [(need.id, member_of(li).id)]
    assert (found.status, found.places_wanted) == (RoundStatus.PROPOSED, 1)
    assert verbs_of(found) == ["begin"]


@pytest.mark.parametrize(("together", "asked"), [(False, 1), (True, 0)])
def test_who_must_come_together_is_not_asked_alone(cast, run, now, together, asked):
    """Li is the only plumber who is free; the wardrobe needs two."""
    an_open_need(now, headcount=2, together=together)

    found = run()

    assert len(found.proposals) == asked
    assert [gap.places for gap in found.unfilled] == [2 - asked]


def test_two_who_must_come_together_are_asked_together(cast, run, now):
    an_open_need(now, headcount=2, together=True, **ANYONE_CAN)

    assert len(run().proposals) == 2


def test_one_person_is_always_together(cast, now):
    assert an_open_need(now, headcount=1, together=True).together is False


def test_who_wishes_for_the_kind_is_thought_of_first(cast, run, zhou, qian, now):
    """Zhou and Qian suit alike; Zhou would rather keep somebody company than anything else."""
    an_open_need(now, **ANYONE_CAN)
    with transaction():
        for person, wish in ((zhou, Group.CARE), (qian, Group.LAW)):
            members.edit(member_of(person), by=person, now=now, **PROFILE | {"wished_group": wish})

    (proposal,) = run().proposals

    assert proposal.member.person_id == zhou.id
    assert proposal.reasons["points"]["wish"] == 50


def test_every_pair_says_why(need, run):
    (proposal,) = run().proposals
    points = proposal.reasons.pop("points")

    assert points["skill_fit"] == 250 and points["free_time"] == 150
    assert proposal.reasons == {
        "skill": "plumbing",
        "grade": 2,
        "walk_minutes": 1,
        "recent_minutes": 0,
        "familiar": False,
    }


def test_a_proposal_asks_nobody_yet(need, run, li):
    before = every_row()

    run()

    after = every_row()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"rounds", "proposals", "round_inputs", "events"}


def test_sun_who_paused_is_never_proposed(now, run, sun):
    an_open_need(now, headcount=5, **ANYONE_CAN)

    assert member_of(sun).id not in {one.member_id for one in run().proposals}


def test_who_does_not_agree_to_be_matched_is_not_proposed(need, run, li, now):
    with transaction():
        members.choose_matching(member_of(li), False, by=li, now=now)

    assert member_of(li).id not in {one.member_id for one in run().proposals}


def test_members_of_other_communities_are_never_proposed(need, run, wu, li, now):
    with transaction():
        members.choose_matching(member_of(li), False, by=li, now=now)

    assert run().proposals == []


def test_an_empty_place_says_where_people_were_lost(run, now):
    need = an_open_need(now, skill="law")

    (gap,) = run().unfilled

    assert (gap.need_id, gap.places) == (need.id, 1)
    counts = [left for _, left in gap.funnel]
    assert counts == sorted(counts, reverse=True) and counts[-1] == 0


def test_nobody_is_proposed_for_two_tasks_at_once(run, now, li):
    for _ in range(2):
        an_open_need(now)

    found = run()

    assert [one.member_id for one in found.proposals] == [member_of(li).id]
    assert sum(gap.places for gap in found.unfilled) == 1


def test_whoever_was_asked_already_is_not_asked_elsewhere_at_that_time(need, run, li, now):
    an_offer(an_open_need(now), li, now)

    assert run().proposals == []


def test_places_that_are_held_or_offered_are_not_filled_again(run, li, zhou, now):
    need = an_open_need(now, headcount=3, **ANYONE_CAN)
    an_accepted_order(need, li, now)
    an_offer(need, zhou, now)

    assert run().places_wanted == 1


def test_whoever_said_no_is_not_proposed_again(need, run, li, now):
    offer = an_offer(need, li, now)
    with transaction():
        orders.decline(offer, by=li, now=now)

    assert run().proposals == []


def test_a_new_round_puts_the_old_proposal_aside(need, run, now):
    old = run()
    an_open_need(now)
    new = run()

    assert (old.status, new.status) == (RoundStatus.DISCARDED, RoundStatus.PROPOSED)
    assert verbs_of(old) == ["begin", "discard"]


def test_needs_beyond_the_days_ahead_wait(need, run):
    assert run(days=0).places_wanted == 0


def test_without_needs_a_round_is_empty_and_says_so(run):
    found = run()

    assert (found.proposals, found.unfilled, found.method) == ([], [], "none")


def test_the_same_situation_gives_the_same_proposal(run, now, wang):
    for hour in (8, 10, 13, 15):
        an_open_need(now, headcount=2, **{**ANYONE_CAN, "time": now.time().replace(hour=hour)})
    first = run()
    with transaction():
        actions.discard(first, by=wang, now=now)

    second = run()

    assert second.id != first.id and second.input_hash == first.input_hash
    assert pairs(first) == pairs(second) and len(pairs(first)) == 8


def test_a_proposal_that_would_be_the_same_again_stays_on_the_board(need, run):
    first = run()
    before = every_row()

    assert run().id == first.id
    assert every_row() == before


def test_within_the_hour_waiting_alone_does_not_make_another_proposal(need, run, now, wang):
    first = run()

    again = a_round_for(first.where, wang, now + timedelta(minutes=40))

    assert again.id == first.id


def test_other_weights_are_kept_with_the_round_and_make_another_one(need, run, now, wang):
    first = run()
    nearness = {**first.weights, "walk": 80}

    other = a_round_for(first.where, wang, now, weights=nearness)

    assert other.id != first.id and other.weights["walk"] == 80
    assert other.input_hash != first.input_hash


def test_what_a_round_was_solved_from_is_kept_for_half_a_year(need, run, now, wang):
    first = run()
    with transaction():
        actions.discard(first, by=wang, now=now)
    second = a_round_for(first.where, wang, now + timedelta(days=181))

    assert db.session.scalars(sa.select(RoundInput.round_id)).all() == [second.id]


@pytest.mark.parametrize("who", ["li", "he", "chen", "wu", "anybody"])
def test_only_the_secretary_of_the_community_or_the_service_runs_a_round(cast, need, now, who):
    east = grid(HOME).community

    with refused(NotAllowed):
        actions.draft(east, by=actor(who, cast, need), now=now, days=14, travel=TRAVEL)


def test_each_community_has_rounds_of_its_own(cast, run, chen, now):
    approve(a_need(now, grid_id=FAR_AWAY), now)

    found = run()

    assert found.places_wanted == 0
    assert list(list_for(chen)) == []
    with pytest.raises(NotFound):
        round_for(chen, found.id)


def test_a_round_changes_no_need(need, run):
    run()

    assert db.session.get_one(type(need), need.id).status == NeedStatus.OPEN
    assert verbs_of(need) == ["begin", "approve"]
