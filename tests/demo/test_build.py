"""Making the made-up district: whole or not at all, the same from the same seed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.engines import Database
from volunteer.db import db, transaction
from volunteer.demo import district
from volunteer.history.models import Event
from volunteer.people.actions import hash_password
from volunteer.people.queries import by_login

SECRETS = {"password_hash", "link_secret", "salt", "seconds", "revision", "photos.name"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, without what must never be the same twice."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table.name: sorted(
                connection.execute(
                    sa.select(*(one for one in table.c if SECRETS.isdisjoint((one.name, str(one)))))
                ).all(),
                key=repr,
            )
            for table in db.metadata.sorted_tables
        }


def quietly(_: str) -> None:
    """Nobody watches."""


@pytest.mark.engine("sqlite")
def test_the_same_seed_makes_the_same_district(
    app: Flask, database: Database, now: datetime
) -> None:
    district.build(size="XS", say=quietly, now=now)
    first = everything()
    db.session.remove()
    database.restore(db.engine)

    district.build(size="XS", say=quietly, now=now)

    assert everything() == first


def test_a_build_that_is_interrupted_leaves_nothing(app: Flask, now: datetime) -> None:
    def interrupt(told: str) -> None:
        if "1 of 2" in told:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        district.build(size="XS", say=interrupt, now=now)

    assert district.is_empty()
    assert not any(everything().values())


def test_nobody_is_introduced_where_there_is_no_demo(app: Flask) -> None:
    told: list[str] = []

    district.introduce(say=told.append)

    assert told == []


@pytest.mark.engine("sqlite")
def test_whoever_has_another_password_is_not_introduced(app: Flask, now: datetime) -> None:
    district.build(size="XS", say=quietly, now=now)
    with transaction():
        secretary = by_login("shuji")
        assert secretary is not None
        secretary.password_hash = hash_password("something else")
    told: list[str] = []

    district.introduce(say=told.append)

    assert not any("shuji" in line for line in told)


@pytest.mark.engine("sqlite")
def test_no_fact_of_history_holds_what_somebody_wrote(app: Flask, now: datetime) -> None:
    """Facts are sealed as they are; the words of `why` can be erased, and the seal still fits."""
    district.build(size="XS", say=quietly, now=now)

    told = db.session.scalars(sa.select(Event.facts))

    assert {fact for facts in told for fact in worded(facts)} == set()


def worded(facts: dict[str, Any]) -> set[str]:
    """What is no code, number or moment."""
    return {name for name, value in facts.items() if not repr(value).isascii()}
