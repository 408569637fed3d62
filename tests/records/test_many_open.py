"""However many records wait, the page that shows them asks the database as often.

docs/benchmarks.md has the times for 10,000 records of 200 people, laid out in the same way.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.build import ANYONE_CAN, a_record, a_session, an_open_need
from tests.cast import member_of
from tests.storms.crowd import a_crowd
from volunteer.db import db, transaction

OPEN, PEOPLE, MOST = 300, 6, 10


@pytest.fixture
def asked(app):
    """Every statement that reaches the database."""
    heard: list[str] = []

    def hear(_connection, _cursor, statement, *_more) -> None:
        heard.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", hear)
    yield heard
    sa.event.remove(db.engine, "before_cursor_execute", hear)


def repeat(table: str, **changed: str) -> None:
    """The first row of the table is there so many times more, each a little different."""
    names = [one["name"] for one in sa.inspect(db.engine).get_columns(table)]
    columns, said = ", ".join(names), ", ".join(changed.get(one, f"t.{one}") for one in names)
    numbers = f"n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {OPEN})"
    rows = f"SELECT {said} FROM {table} t, n WHERE t.id = 1"
    db.session.execute(sa.text(f"INSERT INTO {table} ({columns}) WITH RECURSIVE {numbers} {rows}"))


def test_the_review_asks_as_often_however_many_wait(app, wang, li, now, monkeypatch, asked):
    first = a_crowd(wang, now, PEOPLE)[0]
    a_record(an_open_need(now, **ANYONE_CAN), li, now)
    member = f"{member_of(first).id} + n.i % {PEOPLE}"
    with transaction():
        repeat("needs", id="1000 + n.i")
        repeat("orders", id="1000 + n.i", need_id="1000 + n.i", member_id=member)
        whose = {"member_id": member, "person_id": f"{first.id} + n.i % {PEOPLE}"}
        repeat("records", id="1000 + n.i", order_id="1000 + n.i", **whose)
    monkeypatch.setitem(app.config, "CLOCK", lambda: now)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = a_session(wang, now, hours=1000)
    client.get("/records/")
    asked.clear()

    answer = client.get("/records/")

    assert answer.status_code == 200 and len(asked) <= MOST
