"""Where a need stands and what happened to it, as staff of its community read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext

from volunteer.history.queries import stories
from volunteer.members.free_time import Grade
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import AgeBand, Channel, Urgency
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order, Presence
from volunteer.people.queries import names
from volunteer.reviews.models import Confirmation, Mode, Outcome
from volunteer.web import labels, times
from volunteer.web.counted import counted
from volunteer.web.story_words import RESIDENT, STAFF, sentence
from volunteer.words import word as w

NS = NeedStatus


class Line(NamedTuple):
    """One thing that happened, and who did it."""

    when: datetime
    sentence: str
    who: str


# How it stands, and what staff do next.
STANDING: Mapping[NeedStatus, tuple[str, str]] = {
    NS.SUBMITTED: (w("等您受理"), w("定下任务、人数和时间，就可以找人。")),
    NS.NEEDS_INFO: (w("等居民回答"), w("一直没有回音的，请打个电话，把回答记在下面。")),
    NS.REJECTED: (w("没有受理"), w("居民看到的原因写在经过里。")),
    NS.MERGED: (w("并到另一单了"), w("居民跟着那一单看进展。")),
    NS.REDIRECTED: (w("转到别处了"), w("居民看到的说明写在经过里。")),
    NS.OPEN: (w("正在找人"), w("可以安排一轮匹配，党员也能在任务大厅自己接。")),
    NS.STAFFED: (w("人手齐了，等着上门"), w("到点没有签到的，请打电话问一问。")),
    NS.IN_SERVICE: (w("人到了，正在服务"), w("做完签退以后，居民就能说结果。")),
    NS.DONE_REPORTED: (w("做完了，等居民说结果"), w("不方便上网的，请打个电话，把结果记在下面。")),
    NS.CONFIRMED: (w("居民说过结果了"), w("时长都审核完，就自动办结。")),
    NS.DISPUTED: (w("居民说还没有解决"), w("请先打电话了解，再决定结案还是重新办。")),
    NS.UNFILLED: (w("到时间没有找齐人"), w("请和居民商量：换个时间再找，或换个办法。")),
    NS.CANCELLED: (w("取消了"), ""),
    NS.CLOSED: (w("办结了"), ""),
}
# How an order stands, said to staff; elsewhere these words speak to the member.
ORDERS: Mapping[OrderStatus, str] = {
    OrderStatus.OFFERED: w("还没答复"),
    OrderStatus.CLAIMED: w("等您同意"),
    OrderStatus.STANDING_BY: w("候补中"),
    OrderStatus.DECLINED: w("这次没接"),
    OrderStatus.EXPIRED: w("没来得及答复"),
    OrderStatus.WITHDRAWN: w("邀请收回了"),
    OrderStatus.CANCELLED: w("随需求取消"),
}


def standing(need: Need, missing: int) -> tuple[str, str]:
    """How the need stands in one sentence, and what staff do next."""
    sentence, following = (gettext(one) if one else "" for one in STANDING[need.status])
    if need.status == NeedStatus.OPEN and missing < need.headcount:
        sentence = gettext("正在找人，还缺 %(n)s 人", n=missing)
    return sentence, following


def order_word(order: Order) -> str:
    """How the order stands, as staff say it."""
    said = ORDERS.get(order.status)
    return gettext(said) if said else labels.name(OrderStatus(order.status))


def facts_of(need: Need, now: datetime) -> list[tuple[str, str | None]]:
    """What is known of the need; what triage decides is left out before it has."""
    known: list[tuple[str, str | None]] = [
        (gettext("称呼"), need.contact_name),
        (gettext("地方"), f"{need.community.name} {need.grid.name}"),
        (gettext("时间"), times.window(need.starts_at, need.ends_at, now)),
        (gettext("提交时间"), times.relative(need.posted_at, now)),
        (gettext("从哪里来"), labels.name(Channel(need.channel))),
    ]
    if need.child_age:
        known.append((gettext("孩子多大"), labels.name(AgeBand(need.child_age))))
    if need.reopened:
        known.append((gettext("办过几次"), gettext("这是第 %(n)s 次", n=need.reopened + 1)))
    if need.triaged_at:
        level = f" · {labels.level(need.skill_level)}" if need.skill else ""
        known += [
            (gettext("碰头地点"), need.meeting_point),
            (gettext("人数"), _people(need)),
            (gettext("特长"), labels.skill(need.skill) + level),
            (gettext("紧急程度"), labels.name(Urgency(need.urgency))),
            (gettext("风险"), labels.risk(need.risk)),
            (gettext("注意"), need.risk_note),
            (gettext("保险"), need.insurance),
        ]
    return known


def _people(need: Need) -> str:
    people = counted("%(n)s 人", need.headcount)
    return f"{people} · {gettext('人凑齐了才去')}" if need.together else people


def word_of(said: Confirmation) -> list[tuple[str, str | None]]:
    """What the resident said about the service, question by question."""
    satisfied = labels.satisfaction(said.satisfaction) if said.satisfaction else None
    return [
        (gettext("解决了吗"), labels.name(Outcome(said.outcome))),
        (gettext("满意吗"), satisfied or gettext("没有说")),
        (gettext("怎么知道的"), labels.name(Mode(said.mode))),
        (gettext("还说了"), said.comment),
    ]


def presence(order: Order) -> str:
    """How it is known that the member came; empty before arrival."""
    return labels.name(Presence(order.presence)) if order.presence else ""


def leaving(order: Order) -> str:
    """How it is known when the member left; empty before, and where it was not written down."""
    return labels.name(Presence(order.leaving)) if order.leaving else ""


def reasons(terms: Mapping[str, Any]) -> str:
    """Why this member for this task, said about them to whoever decides."""
    said = []
    if terms.get("skill"):
        said.append(gettext("会“%(skill)s”", skill=labels.skill(terms["skill"])))
    gladly = terms["grade"] == Grade.YES
    said.append(gettext("那时有空") if gladly else gettext("那时勉强有空"))
    said.append(gettext("步行 %(n)s 分钟", n=terms["walk_minutes"]))
    if terms.get("familiar"):
        said.append(gettext("以前帮过这位居民"))
    if terms.get("points", {}).get("wish"):
        said.append(gettext("是最想做的一类"))
    said.append(gettext("近 30 天服务 %(time)s", time=times.minutes(terms["recent_minutes"])))
    return gettext("，").join(said) + gettext("。")


def of_need(need: Need, orders: Sequence[Order]) -> list[Line]:
    """What happened to the need and to the orders for it, oldest first; two queries."""
    events = stories({"need": [need.id], "order": [order.id for order in orders]})
    members = {order.id: order.member.person.name for order in orders}
    people = names({event.by_person_id for event in events if event.by_person_id})
    lines = (
        (
            one,
            sentence(one, STAFF, RESIDENT, who=members.get(one.thing_id, "")),
        )
        for one in events
    )
    return [
        Line(event.at, said, people.get(event.by_person_id or 0, ""))
        for event, said in lines
        if said
    ]
