"""Every column of every table is spoken of: a new one says what becomes of it."""

from __future__ import annotations

from collections import Counter

from tests.house.code import teach
from volunteer.db import db
from volunteer.rights.impersonal import IMPERSONAL
from volunteer.rights.personal import PERSONAL


def spoken_of() -> Counter[str]:
    personal = [f"{name}.{one}" for name, table in PERSONAL.items() for one, _ in table.fates]
    return Counter(personal) + Counter(
        f"{name}.{one}"
        for name, whys in IMPERSONAL.items()
        for columns in whys.values()
        for one in columns.split()
    )


def test_every_column_has_exactly_one_fate() -> None:
    there = {f"{name}.{one.name}" for name, table in db.metadata.tables.items() for one in table.c}
    found = spoken_of()
    wrong = sorted(there ^ set(found)) + [one for one, times in found.items() if times > 1]

    teach(
        "A column says what an erasure does to it, and why it may stay: in volunteer/rights,\n"
        "personal.py or affairs.py (the row is about somebody) or impersonal.py (about nobody).",
        wrong,
    )


def test_what_is_hidden_in_an_export_is_a_column_of_the_table() -> None:
    teach(
        "`hidden` names a column that the table does not have.",
        [
            f"{name}.{one}"
            for name, table in PERSONAL.items()
            for one in table.hidden.split()
            if one not in {column for column, _ in table.fates}
        ],
    )
