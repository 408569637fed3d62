"""The folder of photos: each a file under a name nobody can guess.

A file is whole before a row names it, and a row is gone before its file is: whatever dies on the
way leaves at most a file that no row names, and those are swept up.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.photos.models import Photo

ON_THE_WAY = timedelta(days=1)  # by then whoever picked it has sent the form, or gave it up
ENDING, HALF = ".jpg", ".part"
NAME = re.compile(r"[0-9a-f]{32}\.jpg")


@dataclass(frozen=True)
class Kept:
    """A file that is in the folder for good: its name, and its bytes."""

    name: str
    size: int


def keep(folder: Path, content: bytes, *, now: datetime) -> Kept:
    """The content is safely on the disk under a random name; a row is still to name it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16) + ENDING
    half = folder / (name + HALF)
    with half.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.utime(half, (now.timestamp(), now.timestamp()))
    half.rename(folder / name)
    _settle(folder)
    return Kept(name, len(content))


def waiting(folder: Path, name: str) -> Kept | None:
    """The file of that name, if there is one and no row names it."""
    file = folder / name
    if not NAME.fullmatch(name) or not file.is_file():
        return None
    if db.session.scalar(sa.select(Photo.id).where(Photo.name == name)):
        return None
    return Kept(name, file.stat().st_size)


def content_of(folder: Path, photo: Photo) -> bytes:
    """What is in the file; NotFound where the folder has lost it."""
    try:
        return (folder / photo.name).read_bytes()
    except FileNotFoundError as gone:
        raise NotFound("photo", photo.id) from gone


def discard(folder: Path, name: str) -> None:
    """There is no such file; to be called after its row is gone for good."""
    with suppress(FileNotFoundError):
        (folder / name).unlink()


def orphans(folder: Path, now: datetime) -> list[str]:
    """Files that no row names and that nobody is about to name."""
    old = {path.name for path in _files(folder) if _written(path) < now - ON_THE_WAY}
    named = set(db.session.scalars(sa.select(Photo.name))) if old else set()
    return sorted(old - named)


def _files(folder: Path) -> Iterator[Path]:
    for ending in (ENDING, ENDING + HALF):
        yield from folder.glob("*" + ending)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _settle(folder: Path) -> None:
    """The new name is on the disk as well, where folders can be synced."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
