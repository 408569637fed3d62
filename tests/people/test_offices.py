"""Offices are given from above, in a place, for a time, never to oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import a_session, refused, told, verbs_of
from tests.officers import an_officer, entrusted
from volunteer.db import db, transaction
from volunteer.errors import (
    LastAdministrator,
    NeedsAnother,
    NotAllowed,
    NotFound,
    TooLate,
    WrongMoment,
)
from volunteer.people import actions, offices
from volunteer.people.models import Role, RoleKind
from volunteer.people.queries import by_token
from volunteer.places.models import Community
from volunteer.policy import SERVICE, As

EAST, WEST = 1, 2
A_WEEK = timedelta(days=7)


@pytest.fixture
def street(cast):
    return db.session.get(Community, EAST).subdistrict


def test_how_somebody_came_to_look_after_the_service_stands_in_history(cast, now):
    [role] = entrusted(now).roles

    assert verbs_of(role) == ["grant"]


@pytest.fixture
def zheng(street, now):
    """Officer of the sub-district."""
    return an_officer("zheng", street, now)


@pytest.fixture
def xu(street, now):
    """Officer of the district."""
    return an_officer("xu", street.district, now)


@pytest.fixture
def everybody(cast, zheng, xu, now):
    return {**cast, "zheng": zheng, "xu": xu, "admin": entrusted(now)}


def given(person, kind, place_id, by, now, **more):
    with transaction():
        return offices.grant(person, kind, place_id, by=by, now=now, **more)


def office_of(person, kind):
    return next(one for one in person.roles if one.role == kind)


def test_whoever_stands_above_gives_an_office_and_the_holder_is_told(zheng, zhou, now):
    role = given(zhou, RoleKind.SECRETARY, WEST, zheng, now)

    assert zhou.communities_as(RoleKind.SECRETARY) == [WEST]
    assert (role.granted_by_id, verbs_of(role)) == (zheng.id, ["grant"])
    assert told(zhou)[-1] == "role_granted"


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        ("wang", RoleKind.WORKER, True),
        ("wang", RoleKind.SECRETARY, False),
        ("chen", RoleKind.WORKER, False),
        ("he", RoleKind.WORKER, False),
        ("li", RoleKind.WORKER, False),
        ("zheng", RoleKind.SECRETARY, True),
        ("xu", RoleKind.SECRETARY, True),
        ("zheng", RoleKind.SUBDISTRICT_OFFICER, False),
        ("xu", RoleKind.SUBDISTRICT_OFFICER, True),
        ("xu", RoleKind.DISTRICT_OFFICER, False),
        ("admin", RoleKind.DISTRICT_OFFICER, True),
        ("admin", RoleKind.SECRETARY, False),
    ],
)
def test_nobody_gives_what_is_not_below_them(everybody, now, who, kind, may):
    giver, zhou = everybody[who], everybody["zhou"]

    assert ((kind, EAST) in offices.grantable(giver)) == may
    if may:
        given(zhou, kind, EAST, giver, now)
    else:
        with refused(NotAllowed):
            offices.grant(zhou, kind, EAST, by=giver, now=now)


def test_nobody_gives_an_office_to_themselves(zheng, now):
    with refused(NotAllowed):
        offices.grant(zheng, RoleKind.SECRETARY, EAST, by=zheng, now=now)


def test_the_database_too_refuses_what_somebody_gave_themselves(wang, now):
    with refused(NeedsAnother):
        db.session.execute(sa.update(Role).values(granted_by_id=Role.person_id))


def test_an_office_ends_on_the_agreed_day_and_its_sessions_with_it(zheng, zhou, now):
    role = given(zhou, RoleKind.WORKER, EAST, zheng, now, ends_at=now + A_WEEK)
    token = a_session(zhou, now, hours=1000)

    with transaction():
        assert not offices.expire(role.id, now + A_WEEK - timedelta(seconds=1))
        assert offices.due(now + A_WEEK) == [role.id]
        assert offices.expire(role.id, now + A_WEEK)

    assert not zhou.is_staff and by_token(token, now=now + A_WEEK) is None
    assert (verbs_of(role), told(zhou)[-1]) == (["grant", "end"], "role_ended")


def test_an_office_cannot_end_before_it_begins(zheng, zhou, now):
    with refused(TooLate):
        offices.grant(zhou, RoleKind.WORKER, EAST, by=zheng, now=now, ends_at=now)


def test_a_deputy_acts_beside_the_secretary_for_a_time(zheng, wang, zhou, now):
    with transaction():
        role = offices.name_deputy(
            office_of(wang, RoleKind.SECRETARY), zhou, ends_at=now + A_WEEK, by=zheng, now=now
        )

    east = db.session.get(Community, EAST)
    assert role.acting_for_id == wang.id
    assert As.SECRETARY in east.stands_of(zhou) and As.SECRETARY in east.stands_of(wang)


def test_nobody_is_their_own_deputy(zheng, wang, now):
    with refused(WrongMoment):
        offices.name_deputy(
            office_of(wang, RoleKind.SECRETARY), wang, ends_at=now + A_WEEK, by=zheng, now=now
        )


def test_whoever_loses_an_office_is_signed_out_everywhere(zheng, wang, now):
    token = a_session(wang, now)

    with transaction():
        offices.end(office_of(wang, RoleKind.SECRETARY), by=zheng, now=now)

    assert by_token(token, now=now) is None and not wang.is_staff


def test_the_last_administrator_stays(now, cast):
    admin = entrusted(now)
    role = office_of(admin, RoleKind.ADMINISTRATOR)
    with refused(LastAdministrator):
        offices.end(role, by=admin, now=now)

    with transaction():
        another = actions.create(name="副", login="a2", phone="", password_hash="x", now=now)
        offices.entrust(another, by=SERVICE, now=now)
    with transaction():
        offices.end(role, by=another, now=now)
    assert not admin.is_administrator


def test_a_list_shows_those_below_and_nobody_else(zheng, wang, chen, cast):
    names = {(one.person.login, str(one.role)) for one in offices.list_for(wang)}

    assert names == {("he", "worker")}
    assert {one.person.login for one in offices.list_for(zheng)} == {"wang", "qian", "he", "chen"}
    with pytest.raises(NotFound):
        offices.role_for(chen, office_of(cast["he"], RoleKind.WORKER).id)


def test_a_password_for_once_is_given_from_above_only(wang, zheng, he, now):
    role = office_of(he, RoleKind.WORKER)
    token = a_session(he, now)
    with transaction():
        offices.give_password(role, "hash", by=wang, now=now)

    assert (he.password_hash, he.change_due_at) == ("hash", now)
    assert by_token(token, now=now) is None and told(he)[-1] == "password_given"
    with refused(NotAllowed):
        offices.give_password(office_of(wang, RoleKind.SECRETARY), "x", by=he, now=now)


def test_whoever_also_holds_a_higher_office_is_let_in_from_above_that(wang, he, zheng, xu, now):
    given(he, RoleKind.SECRETARY, WEST, xu, now)

    with refused(NotAllowed):
        offices.give_password(office_of(he, RoleKind.WORKER), "x", by=wang, now=now)


def test_a_member_is_let_in_by_their_own_secretary(wang, chen, li, now):
    role = offices.membership_for(wang, li.id, EAST)
    with transaction():
        offices.give_password(role, "hash", by=wang, now=now)

    assert li.password_hash == "hash"
    with pytest.raises(NotFound):
        offices.membership_for(chen, li.id, EAST)
