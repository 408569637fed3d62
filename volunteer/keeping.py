"""Photos of needs, taken in and given out by pages and API: drawn anew before anybody waits, on
the disk before a row names them, and off it once none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Response, current_app

from volunteer.db import transaction
from volunteer.door import now
from volunteer.needs.models import Need
from volunteer.photos import actions, album, queries
from volunteer.photos.cleaning import clean
from volunteer.photos.models import Photo
from volunteer.policy import Actor

Find = Callable[[], tuple[Need, Actor]]


def folder() -> Path:
    """Where the photos of needs lie, as the operator chose."""
    found: Path = current_app.config["SETTINGS"].folder("photos")
    return found


def add(content: bytes, find: Find) -> Photo:
    """The need that is found has one photo more, of what is to be seen in the content.

    Raises as `find`, `actions.must_take_photos` and `clean`.
    """
    need, by = find()
    actions.must_take_photos(need, by=by)
    # Drawing and writing take a while: nobody else who writes waits for that.
    kept = album.keep(folder(), clean(content), now=now())
    with transaction():
        need, by = find()
        return actions.add(need, kept, by=by, now=now())


def hold(content: bytes) -> str:
    """What is to be seen in the content is in, under a name that nobody else knows, and waits for a
    day for a need to go with. Raises as `clean`."""
    return album.keep(folder(), clean(content), now=now()).name


def is_held(name: str) -> bool:
    """Whether a photo of that name is in and goes with no need yet."""
    return album.waiting(folder(), name) is not None


def go_with(need: Need, names: Iterable[str], *, by: Actor) -> None:
    """The need has the photos that waited under these names; those that went meanwhile are left
    out. Within the transaction that posts it."""
    for name in names:
        if kept := album.waiting(folder(), name):
            actions.add(need, kept, by=by, now=now())


def remove(need_id: int, photo_id: int, *, by: Actor) -> None:
    """The need has this photo no longer, and nor has the disk."""
    with transaction():
        photo = queries.photo_for(by, need_id, photo_id, now=now())
        name = photo.name
        actions.remove(photo, by=by, now=now())
    let_go([name])


def let_go(names: Iterable[str]) -> None:
    """There are no such files; to be called after their rows are gone for good."""
    for name in names:
        album.discard(folder(), name)


def content_of(photo: Photo) -> bytes:
    """The JPEG; NotFound where the folder has lost it."""
    return album.content_of(folder(), photo)


def picture_of(photo: Photo) -> Response:
    """A JPEG to be looked at here, which does nothing whatever a browser takes it for."""
    answer = Response(content_of(photo), mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="photo-{photo.place}.jpg"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
