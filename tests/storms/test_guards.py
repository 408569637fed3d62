"""Each guard against promising too much, taken away once: the next one refuses, or the check sees.

Two do something at one moment, and both have read all there is to read before either writes. The
guards, from the outside in, each of which is gone in one of the cases here or beside
(`test_guards_beside`):

- the lock of the rows (PostgreSQL) or of the whole database (SQLite), under which all is read;
- the need's revision: whoever saves second is told;
- unique indexes: `one_seat`, `one_order_per_member`, `one_hand_over_at_a_time`,
  `one_use_of_a_pair`;
- `no_overlap`: an exclusion, on SQLite triggers;
- `no_room`, `no_room_headcount`, `no_approval`: triggers;
- `pk_job_runs`: a period of a job has one runner;
- the claim of a letter: its lock, which others skip, its lease, and the count of tries.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask

from tests.build import ANYONE_CAN, REASONS, TRAVEL, an_open_need
from tests.cast import Cast, member_of
from tests.storms.crowd import all_at_once, somebody
from tests.storms.guards import DONE, UNDO, Guards, guards_of_orders, outcome
from tests.storms.test_guards_beside import GONE_BESIDE
from volunteer.db import db
from volunteer.invariants import broken
from volunteer.needs.models import Need
from volunteer.orders import actions as orders

ONE, BOTH = {DONE: 1}, {DONE: 2}
TWICE = "A place is held once"
NOT_STAFFED = "A need is staffed exactly when all its places are held"
SAME_MEMBER = "A member holds one place of a need"
SAME_TIME = "Nobody has promised to be in two places at once"


@dataclass(frozen=True)
class Race:
    """Two who reach at one moment: for how many places, which of two needs, and who they are."""

    places: int = 1
    needs: tuple[int, int] = (0, 0)
    who: tuple[str, str] = ("zhou", "qian")


LAST_PLACE = Race()
TWO_PLACES = Race(places=2)
SAME_HOUR = Race(needs=(0, 1), who=("zhou", "zhou"))
SAME_TASK = Race(places=2, who=("zhou", "zhou"))
# What is taken away -> what becomes of the race on PostgreSQL, and which rules are then broken.
# On SQLite whoever reads before another has written is refused by the database itself (Busy),
# unless the lock stands.
CASES: list[tuple[Race, tuple[str, ...], dict[str, int], set[str]]] = [
    (LAST_PLACE, (), ONE | {"NoRoom": 1}, set()),
    (LAST_PLACE, ("lock",), ONE | {"NoRoom": 1}, set()),
    (LAST_PLACE, ("lock", "one_seat"), ONE | {"Overtaken": 1}, set()),  # the need's revision
    (TWO_PLACES, (), BOTH, set()),
    (TWO_PLACES, ("lock", "one_seat"), BOTH, {TWICE, NOT_STAFFED}),
    (TWO_PLACES, ("lock",), ONE | {"NoRoom": 1}, set()),  # a false "full"
    (SAME_HOUR, (), ONE | {"Clash": 1}, set()),
    (SAME_HOUR, ("lock",), ONE | {"Clash": 1}, set()),
    (SAME_HOUR, ("lock", "no_overlap"), BOTH, {SAME_TIME}),
    (SAME_TASK, (), ONE | {"AlreadyTaken": 1}, set()),
    (SAME_TASK, ("lock", "one_seat"), ONE | {"AlreadyTaken": 1}, set()),
    (
        SAME_TASK,
        ("lock", "one_seat", "one_order_per_member", "no_overlap"),
        BOTH,
        {TWICE, SAME_MEMBER, SAME_TIME, NOT_STAFFED},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(case[1]) or "all guards")
def test_a_guard_that_is_gone_is_missed(
    app: Flask, guards: Guards, cast: Cast, now: datetime, case: Any
) -> None:
    race, gone, expected, rules = case
    needs = [an_open_need(now, **ANYONE_CAN, headcount=race.places) for _ in range(2)]
    takes = [
        partial(outcome, through, partial(take, cast[login].id, needs[which].id, now))
        for through, login, which in zip((app, guards.other), race.who, race.needs, strict=True)
    ]
    db.session.rollback()
    if gone and db.engine.dialect.name == "sqlite":
        expected, rules = ONE | {"Busy": 1}, set()

    with guards.without(*gone):
        came = Counter(all_at_once(takes))

        assert came == expected
        assert {one.rule for one in broken()} == rules


def take(person_id: int, need_id: int, now: datetime) -> None:
    person, need = somebody(person_id), db.session.get_one(Need, need_id)
    me = member_of(person)
    orders.take(need, me, reasons=REASONS, by=person, now=now, travel=TRAVEL)


def test_no_guard_is_forgotten(app: Flask) -> None:
    gone = {one for case in CASES for one in case[1]} | GONE_BESIDE

    assert gone == {*UNDO, "lock"}
    assert guards_of_orders() == {*UNDO} - {"pk_job_runs"}
