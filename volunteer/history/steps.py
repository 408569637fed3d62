"""The only writer of any status. Each change leaves exactly one row of history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol

from volunteer.db import db
from volunteer.history.models import Event
from volunteer.journey import Journey
from volunteer.policy import Actor, As, HasStandings, May, require


class Told(HasStandings, Protocol):
    """A thing with a history."""

    @property
    def journey(self) -> Journey: ...
    @property
    def id(self) -> Any: ...
    @property
    def status(self) -> Any: ...
    @property
    def community_id(self) -> Any: ...


class Travels(HasStandings, Protocol):
    """A thing with a lifecycle."""

    journey: ClassVar[Journey]
    id: Any
    status: Any
    community_id: Any


def begin(
    thing: Travels, status: str, *, may: May, by: Actor, now: datetime, **facts: object
) -> None:
    """The thing exists in this state, has an id, and its history has begun."""
    begin_all([thing], status, may=may, by=by, now=now, **facts)


def begin_all(
    things: Sequence[Travels],
    status: str,
    *,
    may: May,
    by: Actor,
    now: datetime,
    **facts: object,
) -> None:
    """All of them exist in this state, at the price of one way to the database."""
    standings = []
    for thing in things:
        if status not in thing.journey.begins:
            raise ValueError(f"a {thing.journey.kind} does not begin as {status}")
        standings.append(require(by, may, thing))
        thing.status = status
    db.session.add_all(things)
    db.session.flush()  # the rows of history need the ids
    for thing, standing in zip(things, standings, strict=True):
        _record(thing, "begin", (None, status), standing, by=by, now=now, facts=facts)


def take_step(
    thing: Travels, verb: str, *, by: Actor, now: datetime, why: str = "", **facts: object
) -> None:
    """The thing has moved one step, and history says who moved it, when and why.

    Raises WrongMoment when the verb does not lead on from here, NotAllowed when the actor may not.
    """
    step = thing.journey.step(verb, thing.status)
    standing = require(by, step.may, thing)
    old, thing.status = thing.status, step.ends
    _record(thing, verb, (old, step.ends), standing, by=by, now=now, why=why, facts=facts)


def note(
    thing: Told, verb: str, *, may: May, by: Actor, now: datetime, why: str = "", **facts: object
) -> None:
    """History tells of something that left the state as it was; ValueError for a verb that is not
    among the notes of its journey."""
    if verb not in thing.journey.notes:
        raise ValueError(f"the journey of a {thing.journey.kind} knows no note {verb!r}")
    standing = require(by, may, thing)
    same = (thing.status, thing.status)
    _record(thing, verb, same, standing, by=by, now=now, why=why, facts=facts)


def _record(  # noqa: PLR0913
    thing: Told,
    verb: str,
    states: tuple[str | None, str],
    standing: As,
    *,
    by: Actor,
    now: datetime,
    why: str = "",
    facts: dict[str, object],
) -> None:
    db.session.add(
        Event(
            at=now,
            kind=thing.journey.kind,
            thing_id=thing.id,
            verb=verb,
            old=states[0],
            new=states[1],
            standing=standing.name.lower(),
            by_person_id=by.person_id,
            community_id=thing.community_id,
            why=why,
            facts=facts,
        )
    )
