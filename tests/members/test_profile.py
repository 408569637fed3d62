"""Keeping the profile true: skills, free time, pauses, leaving."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from tests.build import actor, refused, told, verbs_of
from tests.cast import FAR_AWAY, LICENCE, NEXT_DOOR, PASSWORD_HASH, PROFILE, SATURDAY, member_of
from volunteer import clock
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, NotFound, WrongMoment
from volunteer.members import actions
from volunteer.members.free_time import Grade, Part, grade_for, is_within_hours, parts_touched
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.members.queries import askable
from volunteer.people.models import RoleKind

MORNING = {"weekday": SATURDAY, "part": Part.MORNING}


def edit(person, now, **changes):
    with transaction():
        actions.edit(member_of(person), by=person, now=now, **{**PROFILE, **changes})


def may_be_asked(person, now):
    return member_of(person) in db.session.scalars(sa.select(Member).where(*askable(now))).all()


def test_a_profile_says_what_was_given(li, now):
    edit(li, now, grid_id=NEXT_DOOR, tasks_per_week=5, reach_minutes=30)

    member = member_of(li)
    assert (member.grid_id, member.tasks_per_week, member.reach_minutes) == (NEXT_DOOR, 5, 30)
    assert (member.status, verbs_of(member)[-1]) == (MemberStatus.ACTIVE, "edit")


def test_a_licence_once_seen_survives_another_level(li, now):
    edit(li, now, skills=[{"skill": "electrical", "level": 1}])

    (held,) = member_of(li).skills
    assert (held.level, held.licence_until) == (1, LICENCE)


def test_a_skill_taken_up_anew_shows_its_licence_anew(li, now):
    edit(li, now, skills=[])
    edit(li, now, skills=[{"skill": "electrical", "level": 2}])

    (held,) = member_of(li).skills
    assert held.licence_until is None


@pytest.mark.parametrize(
    ("grade", "kept"), [(Grade.YES, {15: 2}), (Grade.RATHER_NOT, {15: 1}), (Grade.NO, {})]
)
def test_free_time_keeps_what_is_not_a_no(li, now, grade, kept):
    edit(li, now, free_time=[{**MORNING, "grade": grade}])

    assert member_of(li).free == kept


def test_the_same_profile_may_be_saved_again(li, now):
    edit(li, now, free_time=[{**MORNING, "grade": Grade.YES}])
    edit(li, now, free_time=[{**MORNING, "grade": Grade.YES}])

    assert member_of(li).free == {15: Grade.YES}


def test_moving_home_needs_the_word_of_the_new_community(li, now):
    member = member_of(li)

    with refused(NotFound):
        actions.edit(member, by=li, now=now, **{**PROFILE, "grid_id": FAR_AWAY})


@pytest.mark.parametrize("who", ["zhou", "wang", "chen", "anybody"])
@pytest.mark.parametrize("verb", ["edit", "pause", "withdraw"])
def test_nobody_else_changes_a_profile(cast, li, now, who, verb):
    member, more = member_of(li), {"edit": PROFILE, "pause": {"until": None}}.get(verb, {})

    with refused(NotAllowed):
        getattr(actions, verb)(member, by=actor(who, cast), now=now, **more)


def test_a_returned_registration_is_submitted_again_by_saving_it(cast, wang, now):
    details = {"name": "郑一鸣", "phone": "13900001234", "password_hash": PASSWORD_HASH}
    with transaction():
        newcomer = actions.register(**details, **PROFILE, now=now)
        actions.send_back(newcomer, why="请补充", by=wang, now=now)

    edit(newcomer.person, now, unit_name="示例区中学党支部")

    assert newcomer.status == MemberStatus.SUBMITTED
    assert verbs_of(newcomer) == ["begin", "consent", "return", "edit", "resubmit"]
    assert told(wang).count("member_submitted") >= 2


def test_sun_who_paused_is_never_asked(sun, li, now):
    assert not may_be_asked(sun, now)
    assert may_be_asked(li, now)


def test_after_the_pause_one_is_asked_again(sun, now):
    assert may_be_asked(sun, datetime(2027, 1, 1, 9, tzinfo=clock.SHANGHAI))


def test_a_pause_is_ended_early(sun, now):
    with transaction():
        actions.pause(member_of(sun), by=sun, until=None, now=now)

    assert may_be_asked(sun, now)
    assert verbs_of(member_of(sun))[-2:] == ["pause", "resume"]


def test_whoever_wants_no_offers_is_not_asked(li, now):
    edit(li, now, wants_offers=False)

    assert not may_be_asked(li, now)


def test_whoever_withdraws_serves_no_more_and_keeps_their_history(li, now):
    with transaction():
        actions.withdraw(member_of(li), by=li, now=now)

    assert member_of(li).status == MemberStatus.WITHDRAWN
    assert li.communities_as(RoleKind.MEMBER) == []
    assert verbs_of(member_of(li)) == ["begin", "consent", "confirm", "withdraw"]
    with refused(WrongMoment):
        actions.withdraw(member_of(li), by=li, now=now)


def at(hour, minute=0, day=date(2026, 11, 21)):
    return clock.at(day, time(hour, minute))


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (at(7), at(12), [15]),
        (at(10), at(12, 1), [15, 16]),
        (at(12), at(13), [16]),
        (at(17), at(19), [16, 17]),
        (at(8), at(22), [15, 16, 17]),
    ],
)
def test_a_window_touches_the_parts_of_the_week_it_lies_in(start, end, touched):
    assert parts_touched(start, end) == touched


def test_a_window_is_as_good_as_its_worst_part():
    free = {15: Grade.YES, 16: Grade.RATHER_NOT}

    assert grade_for(free, at(10), at(11)) == Grade.YES
    assert grade_for(free, at(10), at(13)) == Grade.RATHER_NOT
    assert grade_for(free, at(17), at(19)) == Grade.NO


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        (at(7), at(22), True),
        (at(6, 59), at(8), False),
        (at(21), at(22, 1), False),
        (at(21), at(21) + timedelta(hours=12), False),
    ],
)
def test_service_happens_on_one_day_between_seven_and_ten(start, end, inside):
    assert is_within_hours(start, end) == inside
