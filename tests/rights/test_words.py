"""Whatever somebody reads about themself has a name."""

from __future__ import annotations

from tests.house.code import teach
from volunteer.rights.personal import PERSONAL
from volunteer.web.rights_words import COLUMNS


def test_every_column_that_is_shown_has_a_word() -> None:
    shown = {one for table in PERSONAL.values() for one in table.shown}

    teach(
        "Columns of an export are called something: web/rights_words.py.",
        sorted(shown ^ set(COLUMNS)),
    )
