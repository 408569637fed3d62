"""The story of a record in plain words: who, in which office, did what and when."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from flask_babel import gettext

from volunteer.history.models import Event
from volunteer.people.models import Person
from volunteer.records.entries import Entry, EntryKind
from volunteer.records.models import Record
from volunteer.records.telling import Story, story_for
from volunteer.web import times
from volunteer.web.audit_words import STANDINGS
from volunteer.web.counted import counted
from volunteer.web.story_words import RECORD, sentence

# How many lines of the ledger a decision writes, where the kind of service counts at all.
ENTRIES_AFTER = {"approve": 1, "approve_second": 1, "amend": 2, "void": 1}


class Line(NamedTuple):
    """One thing that happened, what stood before, and who did it."""

    when: datetime
    sentence: str
    detail: str
    who: str


def of_record(person: Person, record: Record) -> tuple[list[Line], str]:
    """What happened to the record, oldest first, and how much of it is sealed."""
    told = story_for(person, record)
    lines, entries = [], iter(told.entries)
    for event in told.events:
        lines.append(_line(event, told, person))
        follows = islice(entries, ENTRIES_AFTER.get(event.verb, 0))
        lines += [Line(one.written_at, _entry(one), "", "") for one in follows]
    return lines, _seals(told)


def _line(event: Event, told: Story, reader: Person) -> Line:
    said = sentence(event, RECORD)
    assert said is not None, "every verb of a record has words"
    return Line(event.at, said, _before(event), _who(event, told, reader))


def _who(event: Event, told: Story, reader: Person) -> str:
    if event.by_person_id == reader.id:
        return gettext("您")
    office = gettext(STANDINGS[event.standing])
    return f"{office} {told.names.get(event.by_person_id or 0, '')}".strip()


def _before(event: Event) -> str:
    """The times that an amendment replaced."""
    was: Any = event.facts.get("was")
    if event.verb != "amend":
        return ""
    began, ended = (datetime.fromisoformat(was[one]) for one in ("started_at", "ended_at"))
    when = times.window(began, ended)
    if not was["break_minutes"]:
        return gettext("原来写的：%(when)s。", when=when)
    pause = times.minutes(was["break_minutes"])
    return gettext("原来写的：%(when)s，中间休息 %(pause)s。", when=when, pause=pause)


def _entry(entry: Entry) -> str:
    said = {"time": times.minutes(abs(entry.minutes)), "n": entry.number}
    if entry.kind == EntryKind.CREDIT:
        return gettext("记到账上：%(time)s（账本第 %(n)s 条）。", **said)
    return gettext("从账上冲回：%(time)s（账本第 %(n)s 条）。", **said)


def _seals(told: Story) -> str:
    open_ones = len(told.events) - told.sealed
    if open_ones:
        return counted("还有 %(n)s 条经过等着封存。", open_ones)
    return gettext("上面的经过都封存了，改动查得出来。")
