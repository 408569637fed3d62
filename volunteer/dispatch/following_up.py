"""Promising the seed of the coming month, and drawing whom somebody else will call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.dispatch import queries
from volunteer.dispatch.rules import Rules
from volunteer.reviews import following, sampling


def seeds_due(now: datetime, rules: Rules) -> Sequence[int]:
    """One thing to do while this month or the next has no promised seed."""
    return [0] if sampling.months_to_promise(now) else []


def promise_seed(_: int, now: datetime, rules: Rules) -> bool:
    """This month and the next have theirs."""
    return sampling.promise(now)


def to_call(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs about which somebody should be called and is not yet."""
    return list(sampling.to_call_about(now, limits=rules.limits))


def draw(need_id: int, now: datetime, rules: Rules) -> bool:
    """Another community has it on its list."""
    return following.draw(queries.need(need_id), now=now, limits=rules.limits)
