"""A storm over one hour in which everybody waits for somebody: claims, hand-overs, standing by."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random

import pytest

from tests.build import ANYONE_CAN, RISKY, an_accepted_order, an_open_need
from tests.storms.crowd import a_crowd, all_at_once, is_looked_at
from tests.storms.test_below import LOST_HEART, TOOK, tries
from tests.storms.truth import untrue
from tests.storms.ways import (
    accepts,
    approves,
    by_order,
    calls,
    cancels,
    gives_back,
    takes,
    takes_back,
)
from tests.waiting import a_claim, a_hand_over, a_standby
from volunteer.db import db
from volunteer.invariants import broken
from volunteer.orders import handing


@pytest.fixture
def crowd(cast, wang, now):
    return a_crowd(wang, now, size=16)


def what_people_do(crowd, cast, now, day):
    """Three hold a task, each would hand it over, five stand by for it; five claim another."""
    hour = {"date": day}
    full = an_open_need(now, **{**ANYONE_CAN, **hour, "headcount": 3})
    risky = an_open_need(now, **{**RISKY, **hour, "headcount": 2})
    elsewhere = an_open_need(now, **{**ANYONE_CAN, **hour, "headcount": 4})
    held = [an_accepted_order(full, one, now) for one in crowd[:3]]
    asked = [a_hand_over(*pair, now) for pair in zip(held, crowd[3:6], strict=True)]
    waiting = [a_standby(full, one, now) for one in crowd[6:11]]
    claimed = [a_claim(risky, one, now) for one in crowd[11:]]
    return [
        *map(gives_back, held),
        *map(accepts, asked),
        by_order(handing.recall, held[0], crowd[0]),
        *map(accepts, waiting),
        *[calls(full)] * 3,
        *(approves(one, cast[who]) for one in claimed for who in ("wang", "qian")),
        *map(takes_back, [*claimed[:2], *waiting[:1]]),
        *(takes(elsewhere, one) for one in crowd[3::2]),
        *(takes(full, one) for one in crowd[3::4]),
        cancels(elsewhere, cast["wang"]),
    ]


def test_whoever_waits_for_whom_what_must_hold_holds(app, cast, crowd, now, pytestconfig):
    storms = pytestconfig.getoption("storms")
    for storm in range(storms):
        chance = Random(storm)
        ways = what_people_do(crowd, cast, now, now.date() + timedelta(days=2 + storm))
        chance.shuffle(ways)
        acts = [
            partial(tries, app, on_their_own(way), crowd[0].id, now, chance.random() < 0.2)
            for way in ways
        ]
        db.session.rollback()

        came = all_at_once(acts)

        assert {one for one in came if one not in (TOOK, LOST_HEART)} <= {"DomainError"}
        if is_looked_at(storm, storms):
            assert [*broken(), *untrue()] == [], f"storm {storm} or one before"


def on_their_own(way):
    """Who does it is part of the way."""
    return lambda _person, now: way(now)
