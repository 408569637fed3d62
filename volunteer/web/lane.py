"""One lane of the workbench: things that wait for the same step, each with its clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext

from volunteer.web import times

SHOWN = 5


class Item(NamedTuple):
    """One thing that waits, and the next thing to do about it."""

    url: str
    title: str
    facts: Sequence[str]
    clock: str
    next: str
    is_late: bool = False


class Lane(NamedTuple):
    """Things that wait for the same step."""

    code: str
    title: str
    hint: str
    symbol: str
    tone: str
    total: int
    items: Sequence[Item]
    all_url: str = ""


def waited(since: datetime, now: datetime) -> str:
    """For how long it has waited."""
    return gettext("等了 %(time)s", time=times.span(now - since))


def until(moment: datetime, now: datetime) -> str:
    """How long it is until then."""
    if moment <= now:
        return gettext("时间已经到了")
    return gettext("还有 %(time)s", time=times.span(moment - now))
