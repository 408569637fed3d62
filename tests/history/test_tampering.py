"""Whoever changes history behind the service's back is refused, or found by the chain or by an
anchor kept outside. `--tamperings 1000` tries as many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.build import ANYONE_CAN, a_record, an_open_need, undone
from tests.test_invariants import take_guards_away
from volunteer.db import db, transaction
from volunteer.history import sealing
from volunteer.history.models import Seal
from volunteer.invariants import RULES, broken
from volunteer.records import actions, anchors

HISTORY = [rule for rule in RULES if "istory" in rule]
WORDS = ("kind", "verb", "standing", "why", "old", "new")
NUMBERS = ("thing_id", "by_person_id", "community_id")


def another_word(chance: Random) -> Sequence[str]:
    column = chance.choice(WORDS)
    return [f"UPDATE events SET {column} = coalesce({column}, '') || 'x' WHERE id = :one"]


def another_number(chance: Random) -> Sequence[str]:
    column = chance.choice(NUMBERS)
    return [f"UPDATE events SET {column} = coalesce({column}, 0) + 1 WHERE id = :one"]


def other_facts(chance: Random) -> Sequence[str]:
    return [
        f"UPDATE events SET facts = '{{\"minutes\": {chance.randrange(10**6)}}}' WHERE id = :one"
    ]


def another_day(chance: Random) -> Sequence[str]:
    days = chance.randint(1, 400)
    moved = {
        "sqlite": f"datetime(at, '+{days} days')",
        "postgresql": f"at + interval '{days} days'",
    }
    return [f"UPDATE events SET at = {moved[db.engine.name]} WHERE id = :one"]


def gone(chance: Random) -> Sequence[str]:
    return ["DELETE FROM seals WHERE event_id = :one", "DELETE FROM events WHERE id = :one"]


def changed_places(chance: Random) -> Sequence[str]:
    apart = chance.randint(1, 3)
    return [
        "UPDATE seals SET number = -number WHERE event_id = :one",
        "UPDATE seals SET number = (SELECT -number FROM seals WHERE event_id = :one)"
        f" WHERE event_id = :one + {apart}",
        f"UPDATE seals SET number = {apart} - number WHERE event_id = :one",
    ]


def another_seal(chance: Random) -> Sequence[str]:
    return [f"UPDATE seals SET hash = '{chance.randbytes(32).hex()}' WHERE event_id = :one"]


def added_long_ago(chance: Random) -> Sequence[str]:
    return [
        f"INSERT INTO events SELECT id - 20000, at, kind, {chance.randint(1, 9)}, verb, old, new,"
        " standing, by_person_id, community_id, why, facts, salt, erased FROM events"
        " WHERE id = :one"
    ]


def the_end_cut_off(chance: Random) -> Sequence[str]:
    return [
        "DELETE FROM seals WHERE event_id >= :one",
        "DELETE FROM events WHERE id >= :one",
        "UPDATE seal_heads SET number = (SELECT coalesce(max(number), 0) FROM seals), hash ="
        " coalesce((SELECT hash FROM seals ORDER BY number DESC LIMIT 1), '')",
    ]


def written_anew(chance: Random) -> Sequence[str]:
    """Everything from there on is sealed again, as the service would."""
    return [
        "DELETE FROM seals WHERE event_id >= :one",
        f"UPDATE events SET why = 'other {chance.randrange(99)}' WHERE id = :one",
        *the_end_cut_off(chance)[2:],
        SEAL_AGAIN,
    ]


SEAL_AGAIN = "SELECT 1"
TAMPERINGS: tuple[Callable[[Random], Sequence[str]], ...] = (
    another_word, another_number, other_facts, another_day, gone, changed_places, another_seal,
    added_long_ago, the_end_cut_off, written_anew,
)  # fmt: skip


@pytest.fixture
def a_long_story(cast, li, zhou, wang, now) -> list[int]:
    """Two people have served, one record is approved; all of it is sealed. Ids of its rows."""
    approved = a_record(an_open_need(now, **ANYONE_CAN), zhou, now)
    a_record(an_open_need(now), li, now)
    with transaction():
        actions.approve(approved, by=wang, now=now)
    with transaction():
        sealing.seal(0, now=now)
    return list(db.session.scalars(sa.select(Seal.event_id)))


def test_every_random_tampering_of_history_is_refused_or_found(app, a_long_story, now, request):
    chance, unseen = Random(20261124), []
    kept = anchors.lines(now)
    with undone():
        take_guards_away()
        assert list(broken(HISTORY)) == [] and list(anchors.adrift(kept)) == []
        for number in range(request.config.getoption("--tamperings")):
            tampering = TAMPERINGS[number % len(TAMPERINGS)]
            statements, one = tampering(chance), chance.choice(a_long_story[:-3])
            if not noticed(statements, one, kept, now):
                unseen.append((one, *statements))

    assert unseen == []


def noticed(statements: Sequence[str], one: int, kept: Sequence[str], now) -> bool:
    """Whether the database refuses it, or `volunteer check` with its anchors sees it afterwards."""
    savepoint = db.session.begin_nested()
    try:
        for statement in statements:
            if statement == SEAL_AGAIN:
                sealing.seal(0, now=now)
                db.session.flush()
            else:
                named = {"one": one} if ":one" in statement else {}
                db.session.execute(sa.text(statement), named)
        db.session.expire_all()
        return bool(list(broken(HISTORY)) or list(anchors.adrift(kept)))
    except DBAPIError:
        return True
    finally:
        savepoint.rollback()
