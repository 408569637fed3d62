"""A small year of records with frauds among them: each kind is refused, flagged or found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.bench.frauds import KINDS
from tests.bench.review import lived, review_table
from tests.bench.year import Size
from volunteer.db import db
from volunteer.people.models import Person

# Small, but for a ring of reviewers and a faked need there must be a few records of the same.
A_SEASON = Size(members=40, records=600, weeks=8)


@pytest.mark.engine("sqlite")
def test_every_kind_of_fraud_is_seen_and_honest_records_are_let_alone(app: Flask) -> None:
    row = lived("a season", A_SEASON, each=10)

    assert row["tried"] == 10 * len(KINDS)
    assert [kind for kind, (caught, _tries) in row["kinds"].items() if not caught] == []
    assert row["caught"] >= 0.85 * row["tried"]
    # The frauds themselves, forty times as dense as in the year, stand beside honest records.
    assert row["asked"] <= 0.2 * row["honest"]
    assert "| code used again | 10 of 10 (100.0%) |" in review_table([{"seed": 0, **row}])
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
