"""Accounts and what they may be called."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.build import refused
from tests.cast import EAST_LANE, PASSWORD, PASSWORD_HASH
from volunteer.db import db, transaction
from volunteer.errors import LoginTaken, Overtaken
from volunteer.people import actions
from volunteer.people.models import Person, Role, RoleKind
from volunteer.people.queries import by_login, holders, names
from volunteer.places.models import Community
from volunteer.policy import As


def create(now, login="zheng", name="郑一鸣"):
    return actions.create(name=name, login=login, phone="1", password_hash="x", now=now)


def test_a_login_belongs_to_one_person(cast, now):
    with refused(LoginTaken):
        create(now, login="li")


def test_the_database_keeps_logins_apart_as_well(cast, now):
    with refused(LoginTaken):
        db.session.execute(
            sa.insert(Person).values(
                name="x", login="li", phone="1", password_hash="x", created_at=now
            )
        )


def test_the_password_is_kept_as_a_hash_only(app):
    kept = actions.hash_password("a long enough password")

    assert kept.startswith("$argon2id$") and "password" not in kept
    assert actions.verify(kept, "a long enough password")
    assert not actions.verify(kept, "a long enough passwore")


def test_nobody_signs_in_without_an_account():
    assert not actions.verify(None, PASSWORD)


def test_a_damaged_hash_opens_nothing():
    assert not actions.verify("not a hash", PASSWORD)


def test_a_person_is_found_by_login(cast, li):
    assert by_login("li") is li
    assert by_login("nobody") is None
    assert actions.verify(PASSWORD_HASH, PASSWORD)


@pytest.mark.parametrize(("name", "shown"), [("李卫民", "李同志"), ("欧阳明", "欧阳同志")])
def test_residents_read_the_surname_only(name, shown):
    assert Person(name=name).shown_name == shown


def test_a_role_stands_in_its_community_only(wang, chen):
    east = db.session.scalars(sa.select(Community).where(Community.name == EAST_LANE)).one()

    assert east.stands_of(wang) == {As.SECRETARY}
    assert east.stands_of(chen) == set()
    assert wang.is_staff and wang.id in holders(RoleKind.SECRETARY, east.id)


def test_a_role_that_ended_gives_no_standing_from_the_next_moment(wang, now):
    home = wang.roles[0].community_id

    with transaction():
        actions.end_roles(wang.id, RoleKind.SECRETARY, now=now)

    assert wang.standings_by_community == {} and not wang.is_staff
    assert wang.id not in holders(RoleKind.SECRETARY, home)


def test_a_role_is_held_once_at_a_time(wang, now):
    with refused(Overtaken):
        actions.grant(wang, RoleKind.SECRETARY, wang.roles[0].community_id, now=now)


def test_a_role_may_be_given_again_after_it_ended(wang, now):
    home = wang.roles[0].community_id
    with transaction():
        actions.end_roles(wang.id, RoleKind.SECRETARY, now=now)

    with transaction():
        actions.grant(wang, RoleKind.SECRETARY, home, now=now)

    assert wang.communities_as(RoleKind.SECRETARY) == [home]
    assert len(db.session.scalars(sa.select(Role).where(Role.person_id == wang.id)).all()) == 2


def test_names_are_read_for_those_asked_only(li, wang):
    assert names({li.id}) == {li.id: "李卫民"}
