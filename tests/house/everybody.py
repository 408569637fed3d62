"""Everything there is, and everybody with a key to it."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from tests.cast import Cast
from tests.engines import SqliteFile
from tests.house.asking import NAMELESS, PEOPLE, World, world
from tests.officers import above
from tests.photos.pictures import a_picture
from tests.web.staff import an_undelivered
from volunteer.db import db
from volunteer.keeping import folder
from volunteer.people.queries import by_login
from volunteer.photos.cleaning import clean
from volunteer.photos.models import Photo
from volunteer.places.queries import community


def remembered(app: Flask, cast: Cast, now: datetime, own: SqliteFile) -> World:
    """The world with everybody's key, which the database will go back to."""
    officers = above(community(1).subdistrict, now)
    an_undelivered(cast["li"], now - timedelta(days=8))  # and the administrator who looks after it
    everybody = {**cast, **officers, "admin": by_login("admin")}
    people = {who: everybody[who] for who in PEOPLE if who not in NAMELESS}
    found = world(app, cast, now, people)
    db.session.remove()
    own.remember(db.engine)
    return found


def put_back(own: SqliteFile) -> None:
    """Whatever somebody did just now, it is undone; photos that went lie in the folder again."""
    own.restore(db.engine)
    for name in db.session.scalars(sa.select(Photo.name)):
        if not (folder() / name).exists():
            (folder() / name).write_bytes(clean(a_picture()))
    db.session.remove()
