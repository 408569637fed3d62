"""What somebody agrees to by taking a task: the terms of their day, and the task as it stood then.

The terms of a version never change once somebody has agreed to them (a test keeps their digest);
other terms are another version. With an order stand the version and the facts of the task, so
that what was agreed on can be read again word for word, whatever became of the need.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.words import word as w

TERMS: Mapping[str, tuple[str, ...]] = {
    "0": (w("那时的约定没有留下文字。"),),
    "1": (
        w("自愿参加，到居民约定的地方去；不收钱，也不收礼物。"),
        w("按约定的时间到。去不了，开始以前都可以退单，越早说越好。"),
        w("尊重居民的意愿和隐私；地址和电话只用来做这件事，不告诉别人。"),
        w("先顾自己的安全。有危险就停下，告诉社区；紧急的打 110、119、120。"),
    ),
}
NOW = "1"


def facts_of(need: Need) -> dict[str, Any]:
    """The task as whoever takes it sees it beforehand: no name, no door, no phone of anybody."""
    return {
        "title": need.title,
        "type": need.type,
        "starts_at": need.starts_at.isoformat(),
        "ends_at": need.ends_at.isoformat(),
        "place": f"{need.community.name} {need.grid.name}",
        "meeting_point": need.meeting_point,
        "people": need.headcount,
        "skill": need.skill,
        "skill_level": need.skill_level,
        "risk": str(need.risk),
        "risk_note": need.risk_note,
        "insurance": need.insurance,
    }


def agree(order: Order, *, now: datetime) -> None:
    """The member of the order agrees to the terms of today and to the task as it stands."""
    order.agreement = facts_of(order.need)
    order.agreed_at, order.agreement_version = now, NOW
