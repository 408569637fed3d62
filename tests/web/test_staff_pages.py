"""All pages of staff: few questions to the database, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import SATURDAY, a_need, a_record, an_accepted_order, an_open_need
from tests.web.staff import a_registration, a_round, a_word
from volunteer.db import db
from volunteer.reviews.models import Outcome

MOST = 15  # queries for one page; a need asks what a round would ask
NEXT_SATURDAY = SATURDAY + timedelta(days=7)


@contextmanager
def queries() -> Iterator[list[str]]:
    """What the database is asked inside; beginning and ending a transaction is no question."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SET")):
            asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def lived_in(cast, now):
    """East Lane with something in every queue; what a page of each kind is about."""
    li, zhou, qian, wang = (cast[who] for who in ("li", "zhou", "qian", "wang"))
    served = an_open_need(now, skill=None, headcount=3)
    record = a_record(served, li, now)
    for other in (zhou, qian):
        an_accepted_order(an_open_need(now, skill=None, date=SATURDAY), other, now)
    a_word(served, Outcome.PARTLY, now)
    for day in range(3):
        an_open_need(now, skill=None, headcount=2, date=NEXT_SATURDAY + timedelta(days=day))
    first, *_ = [a_need(now) for _ in range(3)]
    one, *_ = [a_registration(now, phone=f"1390000000{n}") for n in range(3)]
    found = a_round(wang, now)
    return {
        "need": first.id, "served": served.id, "record": record.id, "member": one.id,
        "round": found.id,
    }  # fmt: skip


PAGES = (
    "/workbench",
    "/needs/",
    "/needs/{need}",
    "/needs/{served}",
    "/needs/{need}/slip",
    "/needs/new-for-caller",
    "/registrations/",
    "/registrations/?status=active",
    "/registrations/{member}",
    "/records/",
    "/records/{record}",
    "/rounds/",
    "/rounds/{round}",
    "/rounds/{round}?by=person",
    "/rounds/{round}?by=gaps",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_database_little(reading_as, wang, lived_in, path):
    reader = reading_as(wang)

    with queries() as asked:
        reader.opens(path.format(**lived_in))

    assert reader.status == 200
    assert len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_main_heading_and_no_id_twice(reading_as, wang, lived_in, path):
    html = reading_as(wang).opens(path.format(**lived_in)).answer.text

    ids = [part.partition('"')[0] for part in html.split(' id="')[1:]]
    assert html.count("<h1") == 1
    assert len(ids) == len(set(ids))
