"""What the tests of history begin with."""

from __future__ import annotations

import pytest

from tests.build import a_record, an_open_need
from volunteer.db import db, transaction
from volunteer.history import sealing
from volunteer.history.models import Event


@pytest.fixture
def written(cast, li, now) -> int:
    """How many rows of history there are: people came, Li has served for an hour."""
    a_record(an_open_need(now), li, now)
    return db.session.query(Event).count()


@pytest.fixture
def sealed(written, now) -> int:
    """The same, all of them sealed."""
    while sealing.unsealed():
        with transaction():
            sealing.seal(0, now=now)
    return written
