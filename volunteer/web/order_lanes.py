"""The lanes of the workbench that are about who goes: claims, and who did not come or leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext

from volunteer.needs.limits import Limits
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.waiting import claims_for, overdue_for
from volunteer.people.models import Person
from volunteer.web import times
from volunteer.web.lane import SHOWN, Item, Lane, until

CLAIM_LATE = timedelta(hours=6)  # before it expires


def overdue(staff: Person, now: datetime, limits: Limits) -> Lane:
    """Who has not arrived, or not left, long after they should."""
    found, total = overdue_for(staff, now=now, limits=limits, limit=SHOWN)
    return Lane(
        code="overdue",
        title=gettext("到点没有签到或签退"),
        hint=gettext("先打电话问一问"),
        symbol="bell",
        tone="danger",
        total=total,
        items=[
            Item(
                url=url_for("needs.show", need_id=order.need_id, _anchor="orders"),
                title=order.need.title,
                facts=[
                    order.member.person.name,
                    times.window(order.starts_at, order.ends_at, now),
                ],
                clock=gettext("还没签到")
                if order.status == OrderStatus.ACCEPTED
                else gettext("还没签退"),
                next=gettext("去处理"),
                is_late=True,
            )
            for order in found
        ],
    )


def claims(staff: Person, now: datetime) -> Lane:
    """Who would like to do what is risky."""
    found, total = claims_for(staff, limit=SHOWN)
    return Lane(
        code="claims",
        title=gettext("有风险的单，有人申请"),
        hint=gettext("看看合不合适，再定"),
        symbol="shield",
        tone="waiting",
        total=total,
        items=[
            Item(
                url=url_for("needs.show", need_id=order.need_id, _anchor="orders"),
                title=order.need.title,
                facts=[
                    order.member.person.name,
                    times.window(order.starts_at, order.ends_at, now),
                ],
                clock=until(order.expires_at or order.starts_at, now),
                next=gettext("去定"),
                is_late=(order.expires_at or order.starts_at) - now < CLAIM_LATE,
            )
            for order in found
        ],
    )
