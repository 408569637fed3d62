"""A need has up to three photos, for those who may know where it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import an_accepted_order, an_open_need, resident_of
from tests.photos.pictures import a_picture
from volunteer.db import transaction
from volunteer.errors import NotAllowed, NotFound, Unreadable, WrongMoment
from volunteer.history.queries import story
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
from volunteer.orders.models import Release
from volunteer.photos import actions, album
from volunteer.photos.queries import photo_for, photos_of
from volunteer.rights import retention

A_DAY = timedelta(days=1)


@pytest.fixture
def need(cast, now):
    return an_open_need(now)


@pytest.fixture
def add(need, tmp_path, now):
    def added(by=None):
        kept = album.keep(tmp_path, a_picture(), now=now)
        with transaction():
            return actions.add(need, kept, by=by or resident_of(need), now=now)

    return added


def verbs(need):
    return [one.verb for one in story("need", [need.id]) if "photo" in one.verb]


def test_a_fourth_is_one_too_many_until_one_is_removed(need, add, wang, now):
    photos = [add() for _ in range(3)]
    with pytest.raises(Unreadable), transaction():
        actions.must_take_photos(need, by=wang)

    with transaction():
        actions.remove(photos[1], by=wang, now=now)

    assert add(wang).place == 2 and len(photos_of(need)) == 3
    assert verbs(need) == [*["add_photo"] * 3, "remove_photo", "add_photo"]


def test_a_need_that_has_ended_takes_none(need, add, now):
    with transaction():
        orders.cancel_need(
            need, by=resident_of(need), now=now, reason=Cancellation.NO_LONGER_NEEDED
        )

    with pytest.raises(WrongMoment):
        add()


def test_members_add_none(need, li, add):
    with pytest.raises(NotAllowed):
        add(li)


def test_who_browses_and_who_is_a_stranger_see_none(need, add, zhou, chen, now):
    photo = add()

    for somebody in (zhou, chen):
        with pytest.raises(NotFound):
            photo_for(somebody, need.id, photo.id, now=now)


def test_who_goes_there_sees_it_until_they_give_back(need, add, li, now):
    photo, order = add(), an_accepted_order(need, li, now)
    assert photo_for(li, need.id, photo.id, now=now) is photo
    with pytest.raises(NotFound):
        photo_for(li, need.id, photo.id, now=need.ends_at + 2 * A_DAY)

    with transaction():
        orders.release(order, by=li, now=now, reason=Release.ILLNESS)

    with pytest.raises(NotFound):
        photo_for(li, need.id, photo.id, now=now)


def test_a_photo_is_found_under_its_own_need_only(need, add, wang, now):
    with pytest.raises(NotFound):
        photo_for(wang, an_open_need(now).id, add().id, now=now)


def test_a_file_without_a_row_is_swept_up_once_nobody_can_be_writing_it(add, tmp_path, now):
    named = add().name
    lost = album.keep(tmp_path, a_picture(), now=now).name

    assert album.orphans(tmp_path, now + timedelta(hours=23)) == []
    assert album.orphans(tmp_path, now + 2 * A_DAY) == [lost] != [named]


def test_they_go_when_the_contact_of_a_need_is_masked(need, add, wang, now):
    add()
    with transaction():
        orders.cancel_need(need, by=wang, now=now, reason=Cancellation.NO_LONGER_NEEDED)

    with transaction():
        retention.mask(need.id, now + 200 * A_DAY, 90 * A_DAY)

    assert photos_of(need) == []


def test_they_go_with_the_need(need, add, tmp_path, now):
    lost = add().name
    with transaction():
        actions.remove_of(need, now=now)

    assert not photos_of(need) and album.orphans(tmp_path, now + 2 * A_DAY) == [lost]
    assert verbs(need) == ["add_photo", "remove_photo"]
