"""Reading photos: for those who may know, at this moment, whom to call and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.contacts.rights import may_see_contact
from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.needs.models import Need
from volunteer.photos.models import Photo
from volunteer.policy import Actor


def photos_of(need: Need) -> Sequence[Photo]:
    """The need's photos in their places. Callers have checked who asks."""
    found = sa.select(Photo).where(Photo.need_id == need.id).order_by(Photo.place)
    return db.session.scalars(found).all()


def names_of(need_ids: Sequence[int]) -> Sequence[str]:
    """The files of all photos of these needs."""
    return db.session.scalars(sa.select(Photo.name).where(Photo.need_id.in_(need_ids))).all()


def photo_for(actor: Actor, need_id: int, photo_id: int, *, now: datetime) -> Photo:
    """The photo, if it is of this need and the actor may see its contact now; otherwise it does
    not exist for them."""
    photo = db.session.scalar(
        sa.select(Photo)
        .where(Photo.id == photo_id, Photo.need_id == need_id)
        .options(joinedload(Photo.need))
    )
    if photo is None or not may_see_contact(actor, photo.need, now=now):
        raise NotFound("photo", photo_id)
    return photo


def need_with_photos(actor: Actor, need_id: int, *, now: datetime) -> Need:
    """The need whose photos the actor may see now; NotFound otherwise."""
    need = db.session.get(Need, need_id)
    if need is None or not may_see_contact(actor, need, now=now):
        raise NotFound("need", need_id)
    return need
