"""Reporting in (报到), and what the secretary says to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.build import actor, events_of, refused, told, verbs_of
from tests.cast import FAR_AWAY, HOME, LICENCE, PASSWORD_HASH, PLUMBER, PROFILE, member_of
from volunteer.db import transaction
from volunteer.errors import LoginTaken, NotAllowed, NotFound, WrongMoment
from volunteer.members import actions
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.members.queries import list_for, member_for, waiting_count
from volunteer.people.models import RoleKind
from volunteer.people.queries import by_login

PHONE = "13900001234"
DECISIONS = {
    "confirm": lambda member, by, now: actions.confirm(member, by=by, now=now),
    "return": lambda member, by, now: actions.send_back(member, why="请补充", by=by, now=now),
    "refuse": lambda member, by, now: actions.refuse(member, why="不住这里", by=by, now=now),
}


def register(now, **more):
    details = {"name": "郑一鸣", "phone": PHONE, "password_hash": PASSWORD_HASH, **PROFILE}
    return actions.register(**{**details, **more}, now=now)


@pytest.fixture
def newcomer(cast, now):
    """Zheng has just reported in at East Lane."""
    with transaction():
        return register(now, skills=PLUMBER)


def test_whoever_reports_in_waits_for_the_secretary(newcomer, wang):
    assert newcomer.status == MemberStatus.SUBMITTED
    assert (newcomer.receipt_no, newcomer.confirmed_at) == ("", None)
    assert verbs_of(newcomer) == ["begin", "consent"]
    assert told(wang)[-1] == "member_submitted"


def test_whoever_reports_in_can_sign_in_with_the_phone(newcomer):
    assert by_login(PHONE) is newcomer.person
    assert newcomer.person.standings_by_community == {}


def test_a_phone_reports_in_once(newcomer, now):
    with refused(LoginTaken):
        register(now)


def test_a_person_has_one_registration(li, now):
    with refused(WrongMoment):
        actions.report_in(li, now=now, **PROFILE)


def test_an_unknown_grid_is_not_found_and_leaves_no_account(cast, now):
    with refused(NotFound):
        register(now, grid_id=10**6)


def test_home_is_the_community_of_the_grid(cast, chen, now):
    with transaction():
        member = register(now, grid_id=FAR_AWAY)

    assert member in list_for(chen, status=MemberStatus.SUBMITTED)


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("who", ["li", "he", "chen", "wu", "anybody", "newcomer", "the service"])
def test_only_the_secretary_of_the_community_decides(cast, newcomer, now, decision, who):
    by = newcomer.person if who == "newcomer" else actor(who, cast)

    with refused(NotAllowed):
        DECISIONS[decision](newcomer, by, now)


def test_a_confirmed_member_has_a_receipt_and_a_role(newcomer, wang, now):
    with transaction():
        actions.confirm(newcomer, by=wang, now=now)

    assert newcomer.status == MemberStatus.ACTIVE
    assert newcomer.receipt_no == f"BD2611{newcomer.id:05d}"
    assert newcomer.person.communities_as(RoleKind.MEMBER) == [newcomer.community_id]
    assert told(newcomer.person) == ["member_confirmed"]


def test_licences_the_secretary_has_seen_are_noted(newcomer, wang, now):
    with transaction():
        actions.confirm(newcomer, by=wang, now=now, licences={"electrical": LICENCE})

    assert {held.skill: held.licence_until for held in newcomer.skills} == {
        "plumbing": None,
        "electrical": LICENCE,
    }


def test_no_secretary_confirms_their_own_registration(qian, wang, now):
    with transaction():
        own = actions.report_in(wang, now=now, **PROFILE)

    with refused(NotAllowed):
        actions.confirm(own, by=wang, now=now)
    assert waiting_count(wang) == 0 and waiting_count(qian) == 1


@pytest.mark.parametrize("decision", ["return", "refuse"])
def test_whoever_is_not_confirmed_reads_why_and_has_no_role(newcomer, wang, now, decision):
    with transaction():
        DECISIONS[decision](newcomer, wang, now)

    assert newcomer.decision_note in ("请补充", "不住这里")
    assert events_of(newcomer)[-1].why == newcomer.decision_note
    assert newcomer.person.standings_by_community == {}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_made_once(newcomer, wang, now, decision):
    with transaction():
        actions.confirm(newcomer, by=wang, now=now)

    with refused(WrongMoment):
        DECISIONS[decision](newcomer, wang, now)


@pytest.mark.parametrize(("who", "sees"), [("wang", True), ("qian", True), ("he", False)])
def test_a_registration_is_read_by_secretaries_of_the_community(cast, newcomer, who, sees):
    assert (newcomer in list_for(cast[who])) == sees


@pytest.mark.parametrize("who", ["chen", "he", "li", "wu"])
def test_for_others_a_registration_does_not_exist(cast, newcomer, who):
    with pytest.raises(NotFound):
        member_for(cast[who], newcomer.id)


def test_everybody_sees_their_own(newcomer):
    assert member_for(newcomer.person, newcomer.id) is newcomer


HALF_TRUTHS = {
    "a state nobody knows": {"status": "lost"},
    "active without a date": {"confirmed_at": None},
    "no task ever": {"tasks_per_week": 0},
    "a task every hour": {"tasks_per_week": 15},
    "no step out of the house": {"reach_minutes": 0},
}


@pytest.mark.parametrize("half_truth", HALF_TRUTHS)
def test_half_truths_about_a_member_are_refused(li, half_truth):
    member = member_of(li)

    with refused(IntegrityError):
        for name, value in HALF_TRUTHS[half_truth].items():
            setattr(member, name, value)


def test_a_pause_lasts_through_its_last_day(li, now):
    member = member_of(li)
    with transaction():
        actions.pause(member, by=li, until=date(2026, 11, 20), now=now)

    assert member.is_paused(now)
    assert not member.is_paused(now + timedelta(days=1))
    assert isinstance(member, Member) and member.grid_id == HOME
