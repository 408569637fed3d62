"""What the tests of imports begin with: files as other systems write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from tests.cast import Cast
from volunteer import clock
from volunteer.db import db, transaction
from volunteer.imports import actions
from volunteer.imports.layouts import Layout, load
from volunteer.imports.previewing import File, Preview, look
from volunteer.people.models import Person
from volunteer.places.queries import community
from volunteer.records.earlier import Import

HEADS = ("姓名", "活动名称", "日期", "服务时长", "地点")
LAYOUTS = load()
Rows = Sequence[Sequence[object]]


def in_csv(
    *rows: Sequence[object], heads: Sequence[object] = HEADS, encoding: str = "utf-8"
) -> File:
    """The file of these rows."""
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    return File("hours.csv", text.getvalue().encode(encoding))


def seen(file: File, now: datetime, layout: str | Layout = "register") -> Preview:
    """What somebody would see of the file in East Lane."""
    chosen = LAYOUTS[layout] if isinstance(layout, str) else layout
    return look(community(1), file, chosen, today=clock.local(now).date())


def findings(preview: Preview) -> list[str]:
    """What was found of each row."""
    return [str(row.finding) for row in preview.rows]


def said(preview: Preview) -> list[str]:
    """What is wrong, in words."""
    return [fault.said() for row in preview.rows for fault in row.faults]


def bring(file: File, by: Person, now: datetime, layout: str = "register") -> Import:
    """What is new in the file waits for approval."""
    with transaction():
        hash_seen = seen(file, now, layout).seen
        return actions.bring(community(1), file, LAYOUTS[layout], seen=hash_seen, by=by, now=now)


def approved(found: Import, by: Person, now: datetime) -> Import:
    """The hours count."""
    with transaction():
        actions.approve(found, by=by, now=now)
    db.session.expire_all()
    return found


LI = ("李卫民", "社区大扫除", "2025-03-08", "1.5", "社区广场")
ZHOU = ("周小雨", "社区大扫除", "2025-03-08", "2", "社区广场")


@pytest.fixture
def brought(cast: Cast, wang: Person, now: datetime) -> Import:
    """Wang brought hours of Li and Zhou from the register of last year."""
    return bring(in_csv(LI, ZHOU), wang, now)


@pytest.fixture
def counted(brought: Import, now: datetime, cast: Cast) -> Import:
    """Qian has approved them."""
    return approved(brought, cast["qian"], now)


Reads = Callable[..., Preview]


@pytest.fixture
def reads(cast: Cast, now: datetime) -> Reads:
    """A file of these rows, as it would be seen today."""

    def look_at(*rows: Sequence[object], layout: str = "register", **how: object) -> Preview:
        return seen(in_csv(*rows, **how), now, layout)

    return look_at
