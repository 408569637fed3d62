"""Pictures for the tests, drawn when they are asked for."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from PIL import Image

from volunteer.db import transaction
from volunteer.keeping import folder
from volunteer.needs.models import LinkHolder, Need
from volunteer.photos import actions, album
from volunteer.photos.models import Photo

LATITUDE, MADE_BY, TURNED = 0x8825, 0x010F, 0x0112


def a_photo(need: Need, now: datetime) -> Photo:
    """The resident has added a photo, which lies in the folder of the app."""
    kept = album.keep(folder(), a_picture(), now=now)
    with transaction():
        return actions.add(need, kept, by=LinkHolder(need.id), now=now)


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A plain picture of this kind, in which nothing is hidden."""
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **more)
    return written.getvalue()


def one_that_tells() -> bytes:
    """Taken upright at Zhao's door, by a telephone that writes down all of it."""
    told = Image.Exif()
    told[MADE_BY], told[TURNED] = "Zhao's telephone", 6
    told.get_ifd(LATITUDE).update({1: "N", 2: (39.0, 54.0, 26.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    return a_picture(exif=told, comment=b"at the door of Zhao")
