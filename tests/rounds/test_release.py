"""A proposal is steered, released or put aside."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from sqlalchemy import event

from tests.build import (
    ANYONE_CAN,
    RISKY,
    TRAVEL,
    an_accepted_order,
    an_open_need,
    events_of,
    refused,
    solved_again,
    told,
    verbs_of,
)
from tests.cast import member_of
from tests.waiting import a_claim
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, NotFound, Unpinnable, WrongMoment
from volunteer.members import actions as members
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Release
from volunteer.orders.queries import orders_of
from volunteer.rounds import actions
from volunteer.rounds.drafts import solve
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Ruling
from volunteer.rounds.queries import round_for

STEERS = {
    "release": lambda found, by, now: actions.release(found, by=by, now=now, travel=TRAVEL),
    "discard": lambda found, by, now: actions.discard(found, by=by, now=now),
    "solve again": lambda found, by, now: actions.draft_again(found, by=by, now=now, travel=TRAVEL),
    "forbid": lambda found, by, now: rule(found, found.proposals[0], Ruling.FORBID, by, now),
}


def rule(found, pair, ruling, by, now):
    actions.rule(found, pair.need_id, pair.member_id, ruling, by=by, now=now)


def release(found, by, now):
    with transaction():
        return actions.release(found, by=by, now=now, travel=TRAVEL)


@pytest.fixture
def proposal(need, run):
    """Li is proposed for the tap."""
    return run()


def test_who_takes_back_being_matched_meanwhile_is_not_asked_and_may_still_take(
    proposal, need, wang, li, now
):
    with transaction():
        members.choose_matching(member_of(li), False, by=li, now=now)

    outcome = release(proposal, wang, now)

    assert (outcome.asked, outcome.passed_over) == (0, 1)
    assert an_accepted_order(need, li, now).status == OrderStatus.ACCEPTED


def test_releasing_asks_everybody_proposed(proposal, need, li, wang, now):
    outcome = release(proposal, wang, now)

    (offer,) = orders_of(need)
    assert (outcome.asked, outcome.passed_over) == (1, 0)
    assert (offer.status, offer.member_id) == (OrderStatus.OFFERED, member_of(li).id)
    assert offer.reasons == proposal.proposals[0].reasons
    assert proposal.proposals[0].order is offer
    assert told(li)[-1] == "order_offered"


def test_releasing_is_one_row_of_history_for_the_round_and_each_offer(proposal, need, wang, now):
    release(proposal, wang, now)

    assert proposal.status == RoundStatus.RELEASED
    assert verbs_of(proposal) == ["begin", "release"]
    assert [verbs_of(order) for order in orders_of(need)] == [["begin"]]


CHANGED_SINCE = {
    "somebody took the place": lambda need, cast, now: an_accepted_order(need, cast["sun"], now),
    "the need was cancelled": lambda need, cast, now: orders.cancel_need(
        need, reason=Cancellation.OTHER, by=cast["wang"], now=now
    ),
    "the member has another task": lambda need, cast, now: an_accepted_order(
        an_open_need(now, **ANYONE_CAN), cast["li"], now
    ),
    "the member asked for a pause": lambda need, cast, now: members.pause(
        member_of(cast["li"]), by=cast["li"], until=need.ends_at.date(), now=now
    ),
    "the member serves no more": lambda need, cast, now: members.withdraw(
        member_of(cast["li"]), by=cast["li"], now=now
    ),
}
WITH_THEIR_OWN_COMMIT = ("somebody took the place", "the member has another task")


@pytest.mark.parametrize("change", CHANGED_SINCE)
def test_what_no_longer_holds_is_passed_over(cast, proposal, need, now, change):
    if change in WITH_THEIR_OWN_COMMIT:
        CHANGED_SINCE[change](need, cast, now)
    else:
        with transaction():
            CHANGED_SINCE[change](need, cast, now)

    outcome = release(proposal, cast["wang"], now)

    assert (outcome.asked, outcome.passed_over) == (0, 1)


def test_who_applies_for_it_meanwhile_is_not_asked_and_stops_nobody_else(cast, need, run, now):
    risky = an_open_need(now, **RISKY, time=time(15))
    found = run()
    whom = next(one.member.person for one in found.proposals if one.need_id == risky.id)
    a_claim(risky, whom, now)

    outcome = release(found, cast["wang"], now)

    assert (outcome.asked, outcome.passed_over) == (1, 1)
    assert [one.status for one in orders_of(risky)] == [OrderStatus.CLAIMED]


def test_who_gave_it_back_meanwhile_is_not_asked_again(proposal, need, li, wang, now):
    order = an_accepted_order(need, li, now)
    with transaction():
        orders.release(order, reason=Release.OTHER, by=li, now=now)

    outcome = release(proposal, wang, now)

    assert (outcome.asked, outcome.passed_over) == (0, 1)


def test_a_task_that_has_begun_meanwhile_is_passed_over(proposal, need, wang):
    assert release(proposal, wang, need.starts_at).asked == 0


@pytest.mark.parametrize("steer", STEERS)
@pytest.mark.parametrize("who", ["li", "he", "chen", "wu"])
def test_only_the_secretary_of_the_community_steers(cast, proposal, now, steer, who):
    with refused(NotAllowed):
        STEERS[steer](proposal, cast[who], now)


@pytest.mark.parametrize("steer", STEERS)
@pytest.mark.parametrize("end", ["release", "discard"])
def test_after_its_end_a_round_is_not_steered(proposal, wang, now, steer, end):
    with transaction():
        STEERS[end](proposal, wang, now)

    with refused(WrongMoment):
        STEERS[steer](proposal, wang, now)


def test_a_discarded_round_asks_nobody(proposal, need, wang, now):
    with transaction():
        actions.discard(proposal, by=wang, now=now)

    assert proposal.status == RoundStatus.DISCARDED
    assert list(orders_of(need)) == []


def test_a_forbidden_pair_leaves_at_once_and_does_not_return(proposal, wang, now):
    with transaction():
        rule(proposal, proposal.proposals[0], Ruling.FORBID, wang, now)
    assert proposal.proposals == []

    solved_again(proposal, wang, now)
    assert proposal.proposals == []
    assert verbs_of(proposal) == ["begin", "forbid", "solve"]


def test_a_ruling_taken_back_lets_the_solver_choose_again(proposal, need, li, wang, now):
    pair = proposal.proposals[0]
    with transaction():
        rule(proposal, pair, Ruling.FORBID, wang, now)
    with transaction():
        actions.rule(proposal, need.id, member_of(li).id, None, by=wang, now=now)
    solved_again(proposal, wang, now)

    assert len(proposal.proposals) == 1 and proposal.wishes == []


def test_a_pinned_pair_stays_whatever_else_would_fit_better(run, now, wang, zhou):
    an_open_need(now, headcount=2, **ANYONE_CAN)
    found = run()
    pinned = next(one for one in found.proposals if one.member_id == member_of(zhou).id)
    with transaction():
        rule(found, pinned, Ruling.PIN, wang, now)

    solved_again(found, wang, now)

    assert member_of(zhou).id in {one.member_id for one in found.proposals}


def test_a_pin_that_breaks_a_rule_is_refused_and_the_proposal_stands(proposal, need, li, wang, now):
    with transaction():
        rule(proposal, proposal.proposals[0], Ruling.PIN, wang, now)
    an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)

    with refused(Unpinnable):
        solve(actions.draft_again(proposal, by=wang, now=now, travel=TRAVEL))


@pytest.mark.parametrize("ruling", Ruling)
def test_only_a_pair_that_is_proposed_is_ruled_on(proposal, need, wu, wang, now, ruling):
    with refused(NotFound):
        actions.rule(proposal, need.id, member_of(wu).id, ruling, by=wang, now=now)


def test_history_says_which_pair_was_ruled_on(proposal, need, li, wang, now):
    with transaction():
        rule(proposal, proposal.proposals[0], Ruling.PIN, wang, now)

    assert events_of(proposal)[-1].facts == {"need": need.id, "member": member_of(li).id}
    assert [one.ruling for one in proposal.wishes] == [Ruling.PIN]
    assert isinstance(proposal.wishes[0], PairWish)


def test_two_hands_on_one_round_release_it_once(proposal, need, wang, qian, now):
    release(proposal, wang, now)

    with refused(WrongMoment):
        actions.release(proposal, by=qian, now=now + timedelta(minutes=1), travel=TRAVEL)
    assert len(orders_of(need)) == 1


@contextmanager
def statements():
    """How often the database was asked for something inside."""
    said = []

    def listen(_connection, _cursor, statement, *_more):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield said
    event.remove(db.engine, "before_cursor_execute", listen)


def test_a_release_of_many_asks_the_database_no_oftener_than_one_of_few(run, wang, now):
    def cost_of(places):
        an_open_need(now, headcount=places, **ANYONE_CAN)
        found = round_for(wang, run().id)
        with statements() as said:
            assert release(found, wang, now).asked == places
        return len([one for one in said if not one.startswith("INSERT")])

    assert cost_of(1) == cost_of(2)
