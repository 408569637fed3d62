"""People read words: every state, reason, step and notice has its own."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

from tests.house.code import modules, teach
from tests.house.test_layers import STAGES, part
from volunteer.consents.words import Whom
from volunteer.imports import faults
from volunteer.imports.layouts import COLUMN_NAMES, Column
from volunteer.journey import Journey
from volunteer.members.free_time import GRADE_NAMES, PART_NAMES, Grade, Part
from volunteer.members.skills import GROUP_NAMES, LEVEL_NAMES, Group, Level
from volunteer.needs.models import Need
from volunteer.needs.waiting import Queue
from volunteer.notices.models import State, Topic
from volunteer.notices.topics import TOPIC_NAMES
from volunteer.orders.models import Order
from volunteer.people.models import RoleKind
from volunteer.people.sign_ins import Face
from volunteer.people.tickets import Purpose
from volunteer.policy import As
from volunteer.records.models import Record
from volunteer.reviews.flags import Flag
from volunteer.rights.classes import Fate
from volunteer.rounds.models import Ruling
from volunteer.web import audit_words, flags, labels, lanes, story_words
from volunteer.web.story_words import MEMBER, NOT_THE_RESIDENTS, RECORD, RESIDENT, STAFF, WAYS

# Enums that steer and are never read, or are read as buttons of their own.
UNSEEN: set[type[Enum]] = {Face, Fate, Purpose, RoleKind, Ruling, State, Whom}
# Enums whose words stand in tables of their own.
ELSEWHERE: dict[type[Enum], Mapping[Any, object]] = {
    Column: COLUMN_NAMES,
    Flag: flags.WORDS,
    Grade: GRADE_NAMES,
    Group: GROUP_NAMES,
    Level: LEVEL_NAMES,
    Part: PART_NAMES,
    Queue: lanes.NEEDS,
    Topic: TOPIC_NAMES,
    faults.Why: faults.WORDS,
}


def enums(of: type[Enum] = Enum) -> list[type[Enum]]:
    """Every enum of the stages, however deep it descends from Enum."""
    found = [one for kind in of.__subclasses__() for one in (kind, *enums(kind))]
    return [one for one in found if part(one.__module__) in STAGES or one.__subclasses__()]


def test_every_state_and_reason_has_a_word() -> None:
    wrong = [
        str(one)
        for enum in set(enums()) - UNSEEN
        for one in enum
        if (one not in ELSEWHERE[enum] if enum in ELSEWHERE else (enum, one) not in labels.NAMES)
    ]

    teach(
        "A member of an enum that people see needs a word in web/labels.py; codes are for us.\n"
        "One that nobody sees is named in UNSEEN.",
        wrong,
    )


@pytest.mark.parametrize(
    ("reader", "tables", "others"),
    [
        ("the resident", (RESIDENT,), NOT_THE_RESIDENTS),
        ("the member", (MEMBER, RESIDENT), frozenset()),
        ("staff", (STAFF, RESIDENT), frozenset()),
    ],
)
def test_all_that_can_happen_to_a_need_and_its_orders_is_said(
    reader: str, tables: tuple[story_words.Words, ...], others: frozenset[tuple[str, str]]
) -> None:
    happens = set(ways(Order)) if reader == "the member" else {*ways(Need), *ways(Order)}
    said = {one for table in tables for one in table}

    teach(
        "A thing tells its whole story to whoever may see it. What has no sentence in\n"
        "web/story_words.py is a change nobody explains; what is not for this reader is named.",
        [f"{reader}: {one}" for one in sorted(happens - said - others)],
    )
    assert not others & said, "what is not for the reader has no sentence for them"


def test_all_that_can_happen_to_a_record_is_said_and_nothing_else() -> None:
    assert set(ways(Record)) == set(RECORD)


def ways(thing: type[Need | Order | Record]) -> Iterator[tuple[str, str]]:
    """Each verb of the things' history, once for each way in which it can happen."""
    kind = thing.journey.kind
    for verb in thing.journey.verbs:
        for way in WAYS.get((kind, verb), (verb,)):
            yield kind, way


def test_every_notice_has_its_sentence() -> None:
    told = {
        node.value
        for module in modules("volunteer")
        if part(module.name) in STAGES
        for name, call in module.calls()
        if name.split(".")[-1].lstrip("_").startswith("tell")
        for given in call.args[1:2]
        for node in ast.walk(given)
        if isinstance(node, ast.Constant)
    }

    assert told == set(labels.NOTICES), "what is told and what can be said differ"


def test_the_auditor_reads_every_verb_and_office_in_words() -> None:
    told = [one for name in modules("volunteer") for one in journeys_of(name.name)]
    happens = {(one.kind, verb) for one in told for verb in one.verbs}

    assert set(audit_words.VERBS) == happens, "what can happen and what auditors read differ"
    assert {kind for kind, _verb in happens} <= set(audit_words.KINDS)
    assert {one.name.lower() for one in As} == set(audit_words.STANDINGS)


def journeys_of(module: str) -> list[Journey]:
    """The lifecycle that a module of the service lays down, if it does."""
    found = getattr(sys.modules.get(module), "JOURNEY", None)
    return [found] if isinstance(found, Journey) else []
