"""The whole story of a record, for whoever may see the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from volunteer.history.models import Event
from volunteer.history.queries import sealed, story
from volunteer.people.models import Person
from volunteer.people.queries import names
from volunteer.records import ledger
from volunteer.records.entries import Entry
from volunteer.records.models import Record


@dataclass(frozen=True)
class Story:
    """What happened, what the ledger says of it, both oldest first; how many of the events are
    sealed by now; and the names of those who acted, where the reader may know them."""

    events: Sequence[Event]
    entries: Sequence[Entry]
    sealed: int
    names: Mapping[int, str]


def story_for(person: Person, record: Record) -> Story:
    """All that happened to the record. Whoever reviews reads names; its member reads in which
    office somebody acted. Callers took the record from `record_for`."""
    events, entries = story("record", [record.id]), ledger.entries_of(record)
    acted = {one.by_person_id for one in events if one.by_person_id}
    known = {person.id} if person.id == record.person_id else acted
    return Story(events, entries, sealed([one.id for one in events]), names(acted & known))
