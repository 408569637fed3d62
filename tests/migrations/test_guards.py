"""What the database refuses by itself, whoever writes to it and in whatever language."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.build import ANYONE_CAN, a_record, an_accepted_order, an_open_need, every_row
from tests.cast import member_of
from volunteer.db import db
from volunteer.needs.types import Risk

TRIGGERS = {
    "sqlite": {
        "no_room_insert",
        "no_room_update",
        "no_room_headcount",
        "no_approval_insert",
        "no_approval_update",
        "no_overlap_insert",
        "no_overlap_update",
        "events_append_only_update",
        "events_append_only_delete",
        "looks_append_only_update",
        "looks_append_only_delete",
        *(
            f"{table}_append_only_{verb}"
            for table in ("disclosures", "exports", "unit_letters")
            for verb in ("update", "delete")
        ),
        "events_append_only_insert",
        "seals_append_only_insert",
        "seals_append_only_update",
        "seals_append_only_delete",
        "seals_chain_is_whole",
        "ledger_append_only_insert",
        "ledger_append_only_update",
        "ledger_append_only_delete",
        "ledger_one_credit_at_a_time",
        "ledger_reversal_undoes_a_credit",
        "ledger_chain_is_whole",
    },
    "postgresql": {
        "no_room",
        "no_room_headcount",
        "no_approval",
        "events_append_only",
        "seals_append_only",
        "seals_chain",
        "ledger_append_only",
        "looks_append_only",
        "events_erased",
        "looks_erased",
        "disclosures_append_only",
        "exports_append_only",
        "unit_letters_append_only",
        "ledger_entry",
    },
}
ASKED = {
    "sqlite": {
        "trigger": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "partial": "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'",
        "check": "SELECT sql FROM sqlite_master WHERE type = 'table'",
    },
    "postgresql": {
        "trigger": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
        "partial": "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'",
        "check": "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0",
        "exclude": "SELECT conname FROM pg_constraint WHERE contype = 'x'",
    },
}


def told(what: str) -> set[str]:
    """The names of what the database says it has."""
    with db.engine.connect() as connection:
        found = connection.scalars(sa.text(ASKED[db.engine.name][what])).all()
    if what == "check" and db.engine.name == "sqlite":
        return set(re.findall(r"CONSTRAINT \"?(\w+)\"? CHECK", "\n".join(found)))
    return set(found)


def test_every_trigger_is_there(app: Flask) -> None:
    assert told("trigger") == TRIGGERS[db.engine.name]


@pytest.mark.engine("postgres")
def test_every_exclusion_is_there(app: Flask) -> None:
    assert told("exclude") == {"no_overlap"}


def test_every_check_of_the_models_is_there(app: Flask) -> None:
    named = {
        str(one.name)
        for table in db.metadata.sorted_tables
        for one in table.constraints
        if isinstance(one, sa.CheckConstraint)
    }

    assert named and told("check") == named


def test_every_partial_index_of_the_models_is_there(app: Flask) -> None:
    named = {
        str(index.name)
        for table in db.metadata.sorted_tables
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }

    assert named >= {"one_seat", "one_order_per_member", "one_role_at_a_time"}
    assert named <= told("partial")


ANOTHER_ORDER = """
INSERT INTO orders (need_id, attempt, member_id, community_id, starts_at, ends_at, seat_no,
    reasons, status, accepted_at, agreed_at, agreement_version, wrong_codes, revision)
SELECT {need}, 0, {member}, community_id, starts_at, ends_at, {seat},
    reasons, 'accepted', accepted_at, agreed_at, '1', 0, 1 FROM orders WHERE id = :order
"""
# What somebody with the database's own client might try, and the name of the refusal.
TRIED = {
    "a second order at the same time": (
        ANOTHER_ORDER.format(need=":other", member="member_id", seat=0),
        "no_overlap",
    ),
    "a seat too many": (
        ANOTHER_ORDER.format(need="need_id", member=":zhou", seat=1),
        "no_room",
    ),
    "what is risky without approval": (
        ANOTHER_ORDER.format(need=":risky", member=":zhou", seat=0),
        "no_approval",
    ),
    "a place held without having agreed": (
        "UPDATE orders SET agreed_at = NULL, agreement_version = NULL",
        "live_order_agreed",
    ),
    "another story": ("UPDATE events SET why = 'it was not so'", "append_only"),
    "a shorter story": ("DELETE FROM events WHERE id = 1", "append_only"),
    "one's own hours approved": (
        "UPDATE records SET status = 'approved', reviewer_id = person_id, reviewed_at = ended_at",
        "nobody_reviews_their_own",
    ),
    "hours approved by nobody": ("UPDATE records SET status = 'approved'", "decided_record"),
    "a state nobody knows": ("UPDATE needs SET status = 'lost'", "need_status_is_known"),
}


@pytest.fixture
def things(cast, li, zhou, now) -> dict[str, int]:
    """Li has taken a task; another is open at that time, and another hour waits for review."""
    order = an_accepted_order(an_open_need(now), li, now)
    other = an_open_need(now, **ANYONE_CAN)
    a_record(an_open_need(now, date=now.date() + timedelta(days=8)), li, now)
    risky = an_open_need(now, **ANYONE_CAN, risk=Risk.MEDIUM, risk_note="老人怕摔")
    found = {"order": order, "other": other, "risky": risky, "zhou": member_of(zhou)}
    return {name: one.id for name, one in found.items()}


@pytest.mark.parametrize("what", TRIED)
def test_the_database_itself_refuses(things: dict[str, int], what: str) -> None:
    statement, reason = TRIED[what]
    named = {name: id for name, id in things.items() if f":{name}" in statement}
    before = every_row()

    with pytest.raises(IntegrityError, match=reason), db.engine.begin() as connection:
        connection.execute(sa.text(statement), named)

    assert every_row() == before


@pytest.mark.engine("postgres")
def test_history_is_not_emptied_either(app: Flask) -> None:
    with pytest.raises(IntegrityError, match="append_only"), db.engine.begin() as connection:
        connection.execute(sa.text("TRUNCATE events, seals"))
