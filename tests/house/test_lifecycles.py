"""Lifecycles are tables: nothing in them is out of reach, nobody in them is stuck."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from tests.house.code import teach
from volunteer.certificates.models import Certificate
from volunteer.db import db
from volunteer.errors import NotAllowed, WrongMoment
from volunteer.history.models import Event
from volunteer.history.steps import Travels, take_step
from volunteer.journey import Journey
from volunteer.members.models import Member
from volunteer.moves.models import Move
from volunteer.needs.models import LinkHolder, Need
from volunteer.orders.models import Order
from volunteer.people.models import Person, Role, RoleKind
from volunteer.places.models import Community, Subdistrict
from volunteer.policy import GRANTS, SERVICE, Actor, As, standings
from volunteer.records.earlier import Import
from volunteer.records.models import Record
from volunteer.reviews.follow_ups import FollowUp
from volunteer.rounds.models import Round
from volunteer.series.models import Series
from volunteer.web.labels import STATUSES

JOURNEYS: list[Journey] = [
    one.journey
    for one in (Member, Need, Round, Order, Record, Certificate, FollowUp, Series, Import, Move)
]
# Where a story may end; everywhere else somebody can go on.
ENDS = {
    "certificate": {"revoked"},
    "import": {"rejected", "undone"},
    "member": {"refused"},
    "move": {"confirmed", "refused", "taken_back"},
    "need": {"rejected", "merged", "redirected", "cancelled"},  # a call may doubt a closed one
    "follow_up": {"answered", "unreachable"},
    "round": {"released", "discarded"},
    "series": {"ended"},
    "order": {  # whoever let an offer expire may still say yes
        "completed",
        "declined",
        "refused",
        "withdrawn",
        "released",
        "handed_over",
        "no_show",
        "cancelled",
    },
    "record": set(),  # approved ones can be amended or void, others objected to
}
HERE, ELSEWHERE = 1, 2
each_journey = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda one: one.kind)


@each_journey
def test_every_state_can_be_reached(journey: Journey) -> None:
    reached = set(journey.begins)
    while more := {s.ends for s in journey.steps.values() if s.starts & reached} - reached:
        reached |= more

    teach("A state that no step leads to is a word without a thing.", unlike(journey, reached))


@each_journey
def test_only_an_end_has_no_way_out(journey: Journey) -> None:
    left = {state for step in journey.steps.values() for state in step.starts}

    teach(
        "Who stands there waits for ever. Give the state a way out, or count it among ENDS.",
        unlike(journey, left | ENDS[journey.kind]),
    )
    assert not left & ENDS[journey.kind], "an end that goes on is no end"


def unlike(journey: Journey, states: set[str]) -> list[str]:
    """Where the states differ from all that this kind of thing can be in."""
    return sorted({str(state) for state in STATUSES[journey.kind]} ^ {str(one) for one in states})


def the_thing(kind: str) -> Travels:
    """One of this kind, in a community; it concerns the person with id 1."""
    member = Member(id=1, person_id=1, community_id=HERE)
    here = Community(id=HERE, subdistrict=Subdistrict(id=1, district_id=1))
    things: dict[str, Travels] = {
        "import": Import(id=1, community_id=HERE, community=here),
        "member": member,
        "move": Move(id=1, member=member, community_id=HERE),
        "need": Need(id=1, community_id=HERE),
        "round": Round(id=1, community_id=HERE, community=Community(id=HERE)),
        "follow_up": FollowUp(id=1, community_id=HERE, caller_id=HERE),
        "series": Series(id=1, community_id=HERE, member=member),
        "order": Order(id=1, community_id=HERE, member=member, need=Need(id=1)),
        "certificate": Certificate(id=1, member=member, community_id=HERE),
        "record": Record(
            id=1,
            person_id=1,
            community_id=HERE,
            order=Order(id=1, need=Need(id=1)),
            community=here,
        ),
    }
    return things[kind]


def somebody(person_id: int, role: RoleKind | None = None, community_id: int = HERE) -> Person:
    held = [Role(person_id=person_id, role=role, community_id=community_id)] if role else []
    return Person(id=person_id, roles=held)


ACTORS: dict[str, Actor] = {
    "the person concerned": somebody(1),
    "a stranger": somebody(2),
    "a member": somebody(3, RoleKind.MEMBER),
    "its secretary": somebody(4, RoleKind.SECRETARY),
    "its grid worker": somebody(5, RoleKind.WORKER),
    "a member close by": somebody(6, RoleKind.NEIGHBOUR),
    "a secretary elsewhere": somebody(7, RoleKind.SECRETARY, ELSEWHERE),
    "an officer above": Person(
        id=8, roles=[Role(person_id=8, role=RoleKind.SUBDISTRICT_OFFICER, subdistrict_id=1)]
    ),
    "its resident": LinkHolder(1),
    "another resident": LinkHolder(2),
    "the service": SERVICE,
}


def steps_of(journey: Journey) -> Iterator[tuple[str, str, str]]:
    """Every state, verb and actor there could be."""
    for status in STATUSES[journey.kind]:
        for verb in journey.steps:
            for who in ACTORS:
                yield str(status), verb, who


def tried(thing: Travels, verb: str, by: Actor, now: datetime) -> tuple[str, int]:
    """What came of it: the state or the name of the refusal, and how many rows of history."""
    with db.session.no_autoflush:
        try:
            take_step(thing, verb, by=by, now=now)
            came = str(thing.status)
        except (WrongMoment, NotAllowed) as refused:
            came = type(refused).__name__
    rows = len([one for one in db.session.new if isinstance(one, Event)])
    db.session.expunge_all()
    return came, rows


def promised(thing: Travels, verb: str, by: Actor) -> tuple[str, int]:
    """What the two tables say should come of it."""
    step = thing.journey.steps[verb]
    if thing.status not in step.starts:
        return "WrongMoment", 0
    allowed = GRANTS[step.may] & standings(by, thing)
    return (str(step.ends), 1) if allowed else ("NotAllowed", 0)


@pytest.mark.engine("sqlite")
@each_journey
def test_what_comes_of_a_step_is_what_the_tables_say(
    app: Flask, journey: Journey, now: datetime
) -> None:
    wrong = []
    for status, verb, who in steps_of(journey):
        thing = the_thing(journey.kind)
        thing.status = status
        expected = promised(thing, verb, ACTORS[who])
        found = tried(thing, verb, ACTORS[who], now)
        moved = found[1] == 1
        if found != expected or (thing.status != status and not moved):
            wrong.append(f"{who}: {verb} when {status}: {found}, not {expected}")

    teach("A step is taken by take_step, as the lifecycle and policy.GRANTS say.", wrong)


STANDS = {
    "the person concerned": {As.HIMSELF},
    "a stranger": set(),
    "a member": {As.MEMBER},
    "its secretary": {As.SECRETARY},
    "its grid worker": {As.WORKER},
    "a member close by": {As.NEIGHBOUR},
    "a secretary elsewhere": set(),
    "an officer above": set(),
    "its resident": set(),
    "another resident": set(),
}


@each_journey
def test_people_stand_to_a_thing_as_who_they_are(journey: Journey) -> None:
    expected = {who: {As.ANYBODY, *stands} for who, stands in STANDS.items()}
    if journey.kind == "need":
        expected["its resident"] |= {As.RESIDENT}
    if journey.kind in ("record", "import"):
        expected["an officer above"] |= {As.OFFICER}
    if journey.kind in ("need", "round", "follow_up", "import"):
        expected["the person concerned"] = {As.ANYBODY}  # it concerns a place, not a person
    thing = the_thing(journey.kind)

    assert {who: standings(ACTORS[who], thing) for who in STANDS} == expected
    assert standings(SERVICE, thing) == {As.SERVICE}
