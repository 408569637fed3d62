"""A photo comes to a need, and goes again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import Unreadable, WrongMoment
from volunteer.history.steps import note
from volunteer.needs.lifecycle import ENDS
from volunteer.needs.models import Need
from volunteer.photos.album import Kept
from volunteer.photos.models import MOST, Photo
from volunteer.policy import SERVICE, Actor, May, require
from volunteer.words import word as w

FULL = w("最多放三张照片。请先去掉一张，再加新的。")


def must_take_photos(need: Need, *, by: Actor) -> None:
    """Nothing speaks against a photo of this need from them: asked before one is unpacked.

    Raises NotAllowed, WrongMoment where the need has ended, Unreadable where it has three.
    """
    require(by, May.ADD_PHOTO, need)
    if need.status in ENDS:
        raise WrongMoment("add_photo", need.status)
    _free_place(need)


def add(need: Need, kept: Kept, *, by: Actor, now: datetime) -> Photo:
    """The need has one photo more, and history says who added it; raises as `must_take_photos`."""
    must_take_photos(need, by=by)
    note(need, "add_photo", may=May.ADD_PHOTO, by=by, now=now)
    photo = Photo(need=need, place=_free_place(need), name=kept.name, size=kept.size)
    photo.added_by_id, photo.added_at = by.person_id, now
    db.session.add(photo)
    db.session.flush()  # whoever added it reads its id
    return photo


def remove(photo: Photo, *, by: Actor, now: datetime) -> None:
    """The need has this photo no longer; its file may go once that is committed."""
    note(photo.need, "remove_photo", may=May.REMOVE_PHOTO, by=by, now=now)
    db.session.delete(photo)


def remove_of(need: Need, *, now: datetime) -> None:
    """The need has no photos any more; the files are swept up."""
    for photo in db.session.scalars(sa.select(Photo).where(Photo.need_id == need.id)):
        remove(photo, by=SERVICE, now=now)


def _free_place(need: Need) -> int:
    taken = set(db.session.scalars(sa.select(Photo.place).where(Photo.need_id == need.id)))
    free = [place for place in range(1, MOST + 1) if place not in taken]
    if not free:
        raise Unreadable(FULL, {})
    return free[0]
