"""A round is read, solved and published: what happens between these steps is never overlooked."""

from __future__ import annotations

from threading import Thread

import pytest

from tests.build import (
    ANYONE_CAN,
    TRAVEL,
    a_need,
    an_accepted_order,
    an_open_need,
    approve,
    events_of,
    refused,
    solved_again,
)
from tests.cast import HOME, member_of
from volunteer.db import db, reading, transaction
from volunteer.errors import Overtaken, WrongMoment
from volunteer.members import actions as members
from volunteer.members.models import Member
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
from volunteer.places.queries import grid
from volunteer.rounds import actions
from volunteer.rounds.drafts import solve
from volunteer.rounds.models import Ruling
from volunteer.rounds.queries import on_the_board


@pytest.fixture
def read(cast, now):
    """Wang presses; the round of East Lane is read, and nothing is held any more."""

    def of_east_lane(by="wang"):
        with reading():
            east = grid(HOME).community
            return actions.draft(east, by=cast[by], now=now, days=14, travel=TRAVEL)

    return of_east_lane


def published(draft, by, now):
    answer = solve(draft)
    with transaction():
        return actions.publish(draft, answer, by=by, now=now)


def pairs(found):
    return [(one.need_id, one.member_id) for one in found.proposals]


def test_somebody_else_writes_while_a_round_is_solved(app, need, read, wang, now):
    draft = read()
    posted = []

    def post():
        with app.app_context():
            posted.append(a_need(now).id)

    assert db.engine.pool.checkedout() == 0
    answer = solve(draft)
    assert db.engine.pool.checkedout() == 0
    writer = Thread(target=post)
    writer.start()
    writer.join()

    with transaction():
        found = actions.publish(draft, answer, by=wang, now=now)
    assert len(posted) == 1 and len(found.proposals) == 1


MEANWHILE = {
    "somebody took the place": lambda need, cast, now: an_accepted_order(need, cast["sun"], now),
    "the member took another task": lambda need, cast, now: an_accepted_order(
        an_open_need(now, **ANYONE_CAN), cast["li"], now
    ),
}
INSIDE = {
    "the need was cancelled": lambda need, cast, now: orders.cancel_need(
        need, reason=Cancellation.OTHER, by=cast["wang"], now=now
    ),
    "the member asked for a pause": lambda need, cast, now: members.pause(
        member_of(cast["li"]), by=cast["li"], until=need.ends_at.date(), now=now
    ),
}


@pytest.mark.parametrize("change", [*MEANWHILE, *INSIDE])
def test_a_pair_that_became_impossible_meanwhile_is_not_proposed(cast, need, read, now, change):
    draft = read()
    if change in MEANWHILE:
        MEANWHILE[change](need, cast, now)
    else:
        with transaction():
            INSIDE[change](need, cast, now)

    found = published(draft, cast["wang"], now)

    assert found.proposals == [] and found.input_hash == ""
    assert events_of(found)[-1].facts["gone"] == 1


def test_the_place_of_a_pair_that_is_gone_is_a_gap_until_it_is_solved_again(read, wang, now):
    need = an_open_need(now, **ANYONE_CAN)
    draft = read()
    (pair,) = solve(draft).proposals
    with transaction() as session:
        chosen = session.get_one(Member, pair["member_id"])
        members.pause(chosen, by=chosen.person, until=need.ends_at.date(), now=now)

    found = published(draft, wang, now)
    assert [(one.need_id, one.places) for one in found.unfilled] == [(need.id, 1)]

    assert solved_again(found, wang, now)
    assert len(found.proposals) == 1 and found.unfilled == []


def test_people_who_must_come_together_are_dropped_together(read, run, cast, wang, now):
    an_open_need(now, **ANYONE_CAN, headcount=3, together=True)
    draft = read()
    assert len(solve(draft).proposals) == 3
    with transaction():
        members.withdraw(member_of(cast["zhou"]), by=cast["zhou"], now=now)

    assert published(draft, wang, now).proposals == []


def test_a_need_posted_meanwhile_changes_no_pair(need, read, wang, now):
    draft = read()
    approve(a_need(now), now)

    found = published(draft, wang, now)

    assert len(found.proposals) == 1 and found.input_hash == draft.asked.hash


def test_of_two_who_press_at_once_the_second_gets_the_proposal_of_the_first(
    need, read, wang, qian, now
):
    first, second = read(), read()

    one = published(first, wang, now)
    other = published(second, wang, now)

    assert one.id == other.id
    assert [found.id for found in on_the_board(grid(HOME).community)] == [one.id]


def test_what_two_have_read_at_different_moments_leaves_one_proposal(need, read, wang, now):
    first = read()
    an_open_need(now)
    second = read()

    published(first, wang, now)
    later = published(second, wang, now)

    assert [found.id for found in on_the_board(grid(HOME).community)] == [later.id]


def again(found, by, now):
    with reading():
        return actions.draft_again(found, by=by, now=now, travel=TRAVEL)


def test_a_word_said_about_a_pair_while_it_is_solved_again_stands(need, run, wang, now):
    found = run()
    an_open_need(now)
    draft = again(found, wang, now)
    with transaction():
        actions.rule(found, *pairs(found)[0], Ruling.PIN, by=wang, now=now)

    with refused(Overtaken):
        actions.publish_again(found, draft, solve(draft), by=wang, now=now)


def test_a_round_released_while_it_is_solved_again_stays_as_it_was_released(need, run, wang, now):
    found = run()
    an_open_need(now)
    draft = again(found, wang, now)
    with transaction():
        actions.release(found, by=wang, now=now, travel=TRAVEL)

    with refused(WrongMoment):
        actions.publish_again(found, draft, solve(draft), by=wang, now=now)
