"""Whatever happens to records, all sums of hours are one: ledger, records, page, files, paper."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from tests.build import ANYONE_CAN, a_record, a_session, an_accepted_order, an_open_need
from tests.cast import member_of
from volunteer.certificates import actions as certificates
from volunteer.certificates.models import Language
from volunteer.clock import local
from volunteer.db import db, transaction
from volunteer.errors import DomainError
from volunteer.invariants import broken
from volunteer.records import actions, ledger
from volunteer.records.models import Record
from volunteer.records.times import Times
from volunteer.web import labels

YEAR = {"since": date(2026, 1, 1), "until": date(2027, 12, 31)}
RECORDS, STEPS = 6, 40


@pytest.fixture
def judged(cast, zhou, now):
    """Zhou has served six times; a seventh was on paper, and the grid worker entered it."""
    clocked = [
        a_record(need_on(day, now), zhou, now, minutes=37 + 11 * day) for day in range(RECORDS)
    ]
    promised = an_accepted_order(need_on(RECORDS, now), zhou, now)
    on_sheet = Times(local(promised.starts_at).time(), 53)
    with transaction():
        late = actions.enter_late(
            promised, times=on_sheet, report="", by=cast["he"], now=promised.ends_at
        )
    return [*clocked, late]


def need_on(day, now):
    return an_open_need(now, **{**ANYONE_CAN, "date": now.date() + timedelta(days=1 + day)})


@pytest.mark.parametrize("seed", range(3))
def test_every_sum_of_hours_is_the_same(app, cast, judged, now, seed):
    chance, later = Random(seed), now + timedelta(days=10)
    for _ in range(STEPS):
        something_happens(chance, chance.choice(judged), cast, later)

    member = member_of(cast["zhou"])
    expected = sum_of_records(member.id)
    assert ledger.minutes_of(member) == expected
    assert list(broken()) == []
    assert sums_in_files(app, cast["zhou"], later) == {"csv": expected, "xlsx": expected}
    assert labels.hours(expected) in page(app, cast["zhou"], later)
    if expected:
        assert on_paper(app, cast["zhou"], later) == expected


def something_happens(chance: Random, record: Record, cast, now) -> None:
    """One step that somebody tries; refused ones leave everything as it was."""
    wang, qian, zhou = cast["wang"], cast["qian"], cast["zhou"]
    times = Times(local(record.order.starts_at).time(), chance.randint(1, 150))
    steps = (
        lambda: actions.approve(record, by=chance.choice((wang, qian)), now=now),
        lambda: actions.reject(record, why="不对", by=wang, now=now),
        lambda: actions.amend(record, times=times, report="", why="改", by=wang, now=now),
        lambda: actions.ask_void(record, why="重复", by=wang, now=now),
        lambda: actions.void(record, by=qian, now=now),
        lambda: actions.keep(record, by=qian, now=now),
        lambda: actions.object_to(record, why="不同意", by=zhou, now=now),
    )
    try:
        with transaction():
            chance.choice(steps)()
    except DomainError:
        db.session.expire_all()


def sum_of_records(member_id: int) -> int:
    approved = sa.select(sa.func.coalesce(sa.func.sum(Record.minutes), 0)).where(
        Record.member_id == member_id, Record.status == "approved", Record.counts
    )
    return int(db.session.scalar(approved))


def client_of(app, person, now):
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = a_session(person, now, hours=100_000)
    return client


def page(app, person, now) -> str:
    return client_of(app, person, now).get("/me/hours").text


def sums_in_files(app, person, now) -> dict[str, int]:
    client, asked = client_of(app, person, now), "?until=2027-12-31"
    text = client.get(f"/me/hours/csv{asked}").data.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(client.get(f"/me/hours/xlsx{asked}").data)).active
    return {
        "csv": sum(int(row[6]) for row in list(csv.reader(io.StringIO(text)))[1:]),
        "xlsx": sum(row[6] for row in list(sheet.values)[1:]),
    }


def on_paper(app, person, now) -> int:
    with transaction():
        certificate = certificates.issue(
            member_of(person),
            **YEAR,
            language=Language.CHINESE,
            signer=app.config["SIGNER"](),
            by=person,
            now=now,
        )
    return certificate.minutes
