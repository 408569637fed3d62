"""Anchors: where the chains end, written down outside the database. Whoever holds these lines can
tell later whether rows were cut off or written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from volunteer.clock import local
from volunteer.history import sealing
from volunteer.records import ledger

HISTORY = "history"  # in place of the number of a community


class NoAnchor(ValueError):
    """A line is not one that was written here; the message is the line."""


def lines(now: datetime) -> list[str]:
    """One line for each chain, `moment chain number hash`: the ledger of each community by its id,
    then history. Chains without a row have none."""
    said = [f"{end.community_id} {end.number} {end.hash}" for end in ledger.heads()]
    history = sealing.end()
    if history and history.number:
        said.append(f"{HISTORY} {history.number} {history.hash}")
    return [f"{now:%Y-%m-%dT%H:%M:%SZ} {one}" for one in said]


def adrift(kept: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Every anchor that its chain no longer goes through: moment, chain, number. Raises NoAnchor
    on a line of something else."""
    for line in kept:
        try:
            at, chain, number, then = line.split()
            where = int(number)
            now = sealing.hash_at(where) if chain == HISTORY else ledger.hash_at(int(chain), where)
        except ValueError:
            raise NoAnchor(line.strip()[:80]) from None
        if now != then:
            yield at, chain, where


def file_of(folder: Path, now: datetime) -> Path:
    """The file for the day of this moment."""
    return folder / f"{local(now):%Y-%m-%d}.txt"


def write(folder: Path, now: datetime) -> bool:
    """Where the chains end stands in the file of the day, whole or not at all; once a day, whoever
    asks. Returns whether this call wrote it; days without any row in a chain have no file."""
    said, file = lines(now), file_of(folder, now)
    if not said or file.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text("".join(f"{line}\n" for line in said), encoding="utf-8")
    draft.chmod(0o440)
    draft.replace(file)
    return True


def written(folder: Path) -> Iterator[str]:
    """Every line of every day, oldest first."""
    for file in sorted(folder.glob("????-??-??.txt")):
        yield from file.read_text(encoding="utf-8").splitlines()
