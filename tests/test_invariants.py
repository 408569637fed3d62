"""`volunteer check` sees every rule that is broken, even where no guard of the database does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import (
    ANYONE_CAN,
    a_record,
    a_series,
    agrees,
    an_accepted_order,
    an_offer,
    an_open_need,
    undone,
)
from tests.cast import Cast, everybody
from tests.engines import Database
from volunteer.consents import kept as consents
from volunteer.db import db, transaction
from volunteer.disclosures import kept as told
from volunteer.dispatch.rules import Rules
from volunteer.history.sealing import seal
from volunteer.invariants import RULES, broken
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.records import actions as records
from volunteer.records import earlier_kept as elsewhere
from volunteer.reviews import following
from volunteer.settings import Settings

# What somebody with the database in their hands might do -> the rules that then do not hold.
# Li (registration 1) has order 1 of need 1 and, served, order 2 of need 2 with record 1; Zhou has
# order 3 of need 1, the offer 4 of need 3 and, served, order 5 with record 2, approved.
HELD_TWICE = "A place is held once"
OVERFULL = "A need has no more helpers than places"
CREDITED = "The ledger holds what was approved and counts, no minute more or less"
CHAINED = "Each row of the ledger follows from the rows before"
NO_GAP = "History has no gap: each change begins where the one before ended"
SEALED = "Each row of history is what was sealed, and follows from the row before"
NOT_STAFFED = "A need is staffed exactly when all its places are held"
TAMPERINGS = {
    "UPDATE needs SET headcount = 1 WHERE id = 1": {
        OVERFULL, "A place exists before somebody holds it",
    },
    "UPDATE orders SET seat_no = 0 WHERE id = 3": {HELD_TWICE},
    "UPDATE orders SET member_id = 1 WHERE id = 3": {
        "A member holds one place of a need", "Nobody has promised to be in two places at once",
    },
    "UPDATE needs SET contact_phone = '01080001111' WHERE id = 1": {
        "Phones and homes are sealed under a key that is known",
    },
    "UPDATE needs SET headcount = 3 WHERE id = 1": {NOT_STAFFED},
    "UPDATE orders SET ends_at = starts_at WHERE id = 1": {
        "An order lies in the window of its need",
    },
    "UPDATE needs SET status = 'cancelled' WHERE id = 3": {
        "A need that has ended asks nobody and expects nobody",
        "The state of the need is the one its history ends with",
    },
    "UPDATE needs SET risk = 'high', risk_note = '高处' WHERE id = 1": {
        "What is risky is done by whom the community asked or approved",
        "What is of high risk is insured",
    },
    "UPDATE orders SET agreement_version = '9' WHERE id = 1": {
        "Whoever holds a place agreed to terms that can be read again",
    },
    "UPDATE orders SET status = 'handed_over', seat_no = NULL WHERE id = 1": {
        "A place handed over went to one colleague", NOT_STAFFED,
        "The state of the order is the one its history ends with",
    },
    "UPDATE orders SET given_by_id = 1 WHERE id = 4": {
        "A colleague is asked for what somebody else still holds",
    },
    "UPDATE needs SET no_call_since = '2020-01-01 00:00:00.000000+00:00'": {
        "Nobody is to be called who had said no",
    },
    "DELETE FROM records WHERE id = 1": {"Whoever has served has one record of it"},
    "UPDATE orders SET status = 'no_show', seat_no = NULL WHERE id = 2": {
        "A record is of a service that took place",
        "The state of the order is the one its history ends with",
    },
    "UPDATE records SET member_id = 2 WHERE id = 1": {"A record belongs to whoever served"},
    "UPDATE records SET reviewer_id = person_id": {"Nobody decides about their own hours"},
    "UPDATE records SET status = 'approved' WHERE id = 1": {
        "A decided record says by whom and when",
        CREDITED,
        "The state of the record is the one its history ends with",
    },
    "UPDATE needs SET status = 'confirmed' WHERE id = 2": {
        "A need is confirmed by somebody's word",
        "The state of the need is the one its history ends with",
    },
    "UPDATE needs SET status = 'closed' WHERE id = 2": {
        "A need is confirmed by somebody's word",
        "A closed need has no record that waits, unless its member objected",
        "The state of the need is the one its history ends with",
    },
    "UPDATE roles SET ended_at = granted_at WHERE role = 'member'"
    " AND person_id = (SELECT person_id FROM members WHERE id = 3)": {
        "A member has their role at home",
    },
    "UPDATE members SET status = 'withdrawn' WHERE id = 2": {
        "Whoever has promised to come is a member",
        "Nobody has a member's role but at home",
        "The state of the member is the one its history ends with",
    },
    "UPDATE orders SET expires_at = '2020-01-01 00:00:00.000000+00:00' WHERE id = 4": {
        "No offer stays open after its time when the jobs have looked",
    },
    # As if the secretary's offer to Zhou had been the service's own, with no message left for it.
    "UPDATE events SET verb = 'ask_next', facts = '{\"weekly\": 0}'"
    " WHERE kind = 'need' AND verb = 'approve' AND thing_id = 3": {
        "The service asks nobody more often in a week than was chosen", SEALED,
    },
    "UPDATE occurrences SET skipped_at = '2026-11-20 01:00:00.000000+00:00'": {
        "A date left out of a series asks nobody and expects nobody",
    },
    "UPDATE series SET community_id = 2": {"A date of a series is where its series is"},
    "UPDATE series SET status = 'ended'": {
        "The state of the series is the one its history ends with",
    },
    "DELETE FROM deliveries": {"A notice goes out in as many ways as it was to"},
    "UPDATE deliveries SET state = 'sending', due_at = '2020-01-01 00:00:00.000000+00:00'": {
        "Nothing is being sent for longer than its lease",
    },
    "UPDATE ledger SET minutes = minutes + 1": {CREDITED, CHAINED},
    "UPDATE ledger SET member_id = 1": {"An entry of the ledger is about its record", CHAINED},
    "UPDATE ledger SET kind = 'reversal', reverses_id = id, minutes = 0": {
        "A reversal takes back exactly one credit", CREDITED, CHAINED,
    },
    "UPDATE records SET entered_by_id = 2 WHERE id = 2": {
        "What was entered afterwards is approved by two others",
    },
    "UPDATE records SET status = 'voided' WHERE id = 2": {
        "A record is voided by two people", CREDITED,
        "The state of the record is the one its history ends with",
    },
    "DELETE FROM ledger_heads": {CHAINED},
    "UPDATE seal_heads SET number = number - 1": {SEALED},
    "INSERT INTO events SELECT id - 20000, at, kind, 0, verb, 'open', 'open', standing,"
    " by_person_id, community_id, why, facts, salt, erased FROM events"
    " WHERE kind = 'need' AND verb = 'begin' AND thing_id = 1":
    {"No row of history appeared behind what was sealed", NO_GAP},
    "UPDATE events SET old = 'closed' WHERE verb = 'check_in'": {
        NO_GAP, SEALED,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def a_few_stories(migrated_app: Flask, database: Database, now: datetime) -> Iterator[None]:
    """See TAMPERINGS. Told once: whatever is done to them is undone."""
    with migrated_app.app_context():
        tell(everybody(now), now)
        yield
        db.session.remove()
        database.restore(db.engine)


def tell(cast: Cast, now: datetime) -> None:
    li, zhou = cast["li"], cast["zhou"]
    agrees(zhou, now)
    shared = an_open_need(now, headcount=2, **ANYONE_CAN)
    an_accepted_order(shared, li, now)
    a_record(an_open_need(now, **LATER), li, now)
    an_accepted_order(shared, zhou, now)
    an_offer(an_open_need(now, **ANYONE_CAN), zhou, now)
    a_series(now)
    counted = a_record(an_open_need(now, **{**ANYONE_CAN, **EVENING}), zhou, now)
    with transaction():
        records.approve(counted, by=cast["wang"], now=now)
    with transaction():
        following.draw(counted.order.need, now=now + timedelta(days=20))
    list(run_due(JOBS, Rules.of(Settings()), now=now))
    with transaction():
        seal(0, now=now)


EVENING = {"time": time(19), "minutes": 60}
LATER = {"time": time(15), "minutes": 60}


def rules_broken() -> set[str]:
    return {one.rule for one in broken()}


@pytest.mark.usefixtures("a_few_stories")
def test_what_was_done_through_the_service_breaks_no_rule() -> None:
    assert rules_broken() == set()


@pytest.mark.usefixtures("a_few_stories")
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_done_behind_its_back_is_seen(tampering: str) -> None:
    with undone():
        take_guards_away()
        db.session.execute(sa.text(tampering))

        assert rules_broken() == TAMPERINGS[tampering]


def test_every_rule_is_broken_by_some_tampering() -> None:
    seen = set().union(*TAMPERINGS.values())

    # Those: test_kept.py of imports and disclosures, tests/moves/test_leaving.py.
    theirs = elsewhere.RULES | told.RULES | consents.RULES
    assert RULES.keys() - seen - theirs.keys() == {
        "The state of the import is the one its history ends with",
        "Whoever comes regularly is a member",
        "The state of the move is the one its history ends with",
        "The state of the round is the one its history ends with",
        "The state of the follow_up is the one its history ends with",
        "The state of the certificate is the one its history ends with",
    }


def take_guards_away() -> None:
    """Within this transaction the database refuses nothing."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        for kind in ("trigger", "index"):
            for name in connection.scalars(
                sa.text("SELECT name FROM sqlite_master WHERE type = :kind AND sql IS NOT NULL"),
                {"kind": kind},
            ).all():
                connection.exec_driver_sql(f"DROP {kind} {name}")
        return
    connection.exec_driver_sql("DROP INDEX one_seat, one_order_per_member")
    for table in ("needs", "orders", "records", "members", "events", "ledger", "seals"):
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name in connection.scalars(
            sa.text(
                "SELECT conname FROM pg_constraint"
                " WHERE contype IN ('c', 'x') AND conrelid = CAST(:table AS regclass)"
            ),
            {"table": table},
        ).all():
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
