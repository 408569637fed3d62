"""Kill -9 at any write: half of nothing remains, and doing it again does it once.

By default some moments of each act, the first and the last among them; `--storms 2` tries all.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import ANYONE_CAN, a_round_for, agrees, an_accepted_order, an_offer, an_open_need
from tests.cast import HOME, build_again
from tests.cli.starts import PROJECT
from tests.crashes.acts import ACTS, somebody
from tests.engines import Database
from tests.letters import as_environment, sending_to
from tests.post.sink import Sink, mail_server
from volunteer.db import db
from volunteer.errors import DomainError
from volunteer.history.models import Event
from volunteer.invariants import broken
from volunteer.notices import outbox
from volunteer.notices.models import Delivery, Notice
from volunteer.settings import Settings

A_FEW = 3
# These do one step after the other, each of them wholly; what is left is done by the next look.
IN_STEPS = {"expire": timedelta(minutes=1), "send": outbox.LEASE + timedelta(minutes=1)}


@dataclass
class Mortal:
    """A process that does things and dies of them, and where its letters go."""

    process: subprocess.Popen[str]
    sink: Sink
    settings: Settings

    def does(self, act: str, thing: int, now: datetime, *, dying_at: int = 0) -> int:
        """It has done so, or died trying; returns how many moments it passed."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{act} {thing} {dying_at} {now.isoformat()}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def started(settings: Settings, migrated_app: Flask) -> Iterator[Mortal]:
    """One process for all acts: it keeps nothing, because its children do everything."""
    command = [sys.executable, "-m", "tests.crashes.mortal"]
    with mail_server() as sink:
        mailing = sending_to(sink, settings)
        with subprocess.Popen(
            command,
            cwd=PROJECT,
            env=as_environment(mailing),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            yield Mortal(process, sink, mailing)
            assert process.stdin
            process.stdin.close()


@pytest.fixture
def mortal(app: Flask, started: Mortal) -> Iterator[Mortal]:
    """The process; and this one sends its letters to where that one does."""
    before, app.config["SETTINGS"] = app.config["SETTINGS"], started.settings
    yield started
    app.config["SETTINGS"] = before


@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_write_an_act_is_done_once_or_not_at_all(
    database: Database, mortal: Mortal, now, act, pytestconfig
) -> None:
    thing = anew(database, act, now)
    before = story()
    moments = mortal.does(act, thing, now)
    after = story()

    for moment in some_of(moments, everything=pytestconfig.getoption("storms") > 1):
        thing = anew(database, act, now)
        mortal.sink.letters.clear()
        mortal.does(act, thing, now, dying_at=moment)
        if act not in IN_STEPS:
            assert story() in (before, after), f"half done at moment {moment} of {moments}"
            assert list(broken()) == []

        with suppress(DomainError):  # it was done already: only the answer was lost
            ACTS[act](thing, now + IN_STEPS.get(act, timedelta()))

        assert story() == after, f"not as if nothing had happened at moment {moment} of {moments}"
        assert list(broken()) == []
        if act == "send":
            assert sorted(Counter(mortal.sink.keys).values()) in ([1, 1], [1, 2])
    assert before != after


def some_of(moments: int, *, everything: bool) -> Sequence[int]:
    """All of them, or a few that are spread evenly, with the last two."""
    step = 1 if everything else max(1, moments // A_FEW)
    return sorted({*range(1, moments + 1, step), moments - 1, moments})


def anew(database: Database, act: str, now: datetime) -> int:
    """Everything is as new, and ready for the act; returns the id of what it is about."""
    db.session.remove()
    database.restore(db.engine)
    build_again(now)
    need = an_open_need(now, **ANYONE_CAN)
    li = somebody("li")
    agrees(li, now)
    if act == "take":
        return need.id
    if act == "release":
        return an_accepted_order(need, li, now).id
    if act == "publish":
        return HOME
    if act == "ask":
        return a_round_for(need.community, somebody("wang"), now).id
    if act == "send":
        an_offer(an_open_need(now), li, now)
    return an_offer(need, li, now).id


def story() -> list[tuple[Any, ...]]:
    """Everything that happened, who was told, and which letters have left; without numbers, because
    PostgreSQL gives none a second time."""
    db.session.rollback()
    told: list[sa.Select[Any]] = [
        sa.select(Event.kind, Event.verb, Event.old, Event.new, Event.standing),
        sa.select(Notice.notice_kind, Notice.to_person_id, Notice.copies),
        sa.select(Delivery.channel, Delivery.state),
    ]
    return [row for one in told for row in sorted(map(tuple, db.session.execute(one)), key=repr)]
