"""Every refusal has a status, a sentence and a page, and stands for something that exists."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.house.code import teach
from volunteer import errors
from volunteer.app import TEMPLATES
from volunteer.db import UNIQUE_COLUMNS, db
from volunteer.errors import REFUSALS, DomainError
from volunteer.orders.fit import Hindrance
from volunteer.policy import May
from volunteer.web.error_pages import PAGES
from volunteer.web.errors import HTTP_STATUS, PLAIN_SENTENCES, sentence


def kinds(of: type[DomainError] = DomainError) -> list[type[DomainError]]:
    """All kinds of DomainError, however deep."""
    return [one for kind in of.__subclasses__() for one in (kind, *kinds(kind))]


# Errors that need facts; of every other kind one is made without.
WITH_FACTS = [
    errors.NotFound("need", 1),
    errors.NotAllowed(May.POST_NEED),
    errors.WrongMoment("need.approve", "open"),
    errors.NotSuited([*Hindrance]),
    errors.WrongCode(tries_left=2),
    errors.WrongCode(tries_left=0),
    errors.Unreadable("没有第 {row} 行。", {"row": 1}),
    errors.AlreadyCounted(2),
    errors.StillRelied(["2026-7K3M-9QXD"]),
    errors.Danger([("119", "火警")]),
]


@pytest.mark.engine("sqlite")
def test_every_refusal_has_a_status_and_a_sentence(app: Flask) -> None:
    made = {type(one): one for one in WITH_FACTS}
    with app.test_request_context():
        wrong = [
            kind.__name__
            for kind in kinds()
            if kind not in HTTP_STATUS or not sentence(made.get(kind) or kind()).endswith("。")
        ]

    teach(
        "An error without a status or a sentence is a crash for whoever meets it.\n"
        "Add it to HTTP_STATUS and SENTENCES in volunteer/web/errors.py.",
        wrong,
    )
    assert set(HTTP_STATUS) == set(kinds()), "the table speaks of an error that is no more"


def test_every_answer_has_a_page_and_a_sentence() -> None:
    wrong = [
        str(code)
        for code in {*HTTP_STATUS.values(), *PAGES}
        if code not in PAGES or not (TEMPLATES / "errors" / f"{code}.html").exists()
    ]

    teach("A refusal leads on: it has a page of its own in templates/errors.", wrong)
    assert set(PAGES) - {409, 422} <= set(PLAIN_SENTENCES)


def schema(connection: sa.Connection) -> str:
    """The whole schema as the database tells it: names of indexes, constraints, refusals."""
    if connection.dialect.name == "sqlite":
        told = "SELECT coalesce(sql, name) FROM sqlite_master"
    else:
        told = (
            "SELECT conname::text FROM pg_constraint UNION ALL SELECT relname::text FROM pg_class"
            " WHERE relkind = 'i' UNION ALL SELECT prosrc FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND prolang <> 13"
        )
    return "\n".join(connection.scalars(sa.text(told)))


def test_every_refusal_of_the_database_exists(app: Flask) -> None:
    with db.engine.connect() as connection:
        words = set(re.findall(r"\w+", schema(connection)))

    teach(
        "REFUSALS gives a meaning to a constraint, index or trigger of this name. Without it the\n"
        "database refuses nothing, or refuses with a crash.",
        sorted(set(REFUSALS) - words),
    )


KEYS = (sa.UniqueConstraint, sa.PrimaryKeyConstraint)


def test_unique_columns_are_those_of_the_indexes(app: Flask) -> None:
    """SQLite tells only the columns of a unique index, so a table of ours knows the names."""
    found = {}
    for table in db.metadata.sorted_tables:
        keys = (sa.UniqueConstraint, sa.PrimaryKeyConstraint)
        uniques = [one for one in table.constraints if isinstance(one, keys)]
        for one in (*uniques, *(index for index in table.indexes if index.unique)):
            columns = ", ".join(f"{table.name}.{column.name}" for column in one.columns)
            found[columns] = str(one.name)

    assert set(UNIQUE_COLUMNS.values()) <= set(REFUSALS)
    assert UNIQUE_COLUMNS.items() <= found.items()
    teach(
        "A unique index with a meaning needs its columns in db.UNIQUE_COLUMNS for SQLite.",
        sorted(set(REFUSALS) & set(found.values()) - set(UNIQUE_COLUMNS.values())),
    )
