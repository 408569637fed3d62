"""Where a need or an order stands and what comes next, in plain words; and how it came so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext

from volunteer.history.queries import story
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.web import labels, times
from volunteer.web.story_words import MEMBER, RESIDENT, sentence
from volunteer.words import word as w

NS, OS = NeedStatus, OrderStatus


class Line(NamedTuple):
    """One thing that happened."""

    when: datetime
    sentence: str


class Standing(NamedTuple):
    """The state in one sentence, and what comes next."""

    sentence: str
    next: str


# What the resident reads on top: how it stands, what comes next.
NEED_STANDING: Mapping[NeedStatus, Standing] = {
    NS.SUBMITTED: Standing(w("收到了，等社区受理"), w("社区看过就开始找人，有问题会打电话。")),
    NS.NEEDS_INFO: Standing(w("社区想再问您一句"), w("请在下面回答，回答后接着办。")),
    NS.REJECTED: Standing(w("社区没有受理"), w("原因写在下面。有不同意见，请打社区电话。")),
    NS.MERGED: Standing(w("和另一单并在一起办了"), w("不用再提交，以那一单为准。")),
    NS.REDIRECTED: Standing(w("这件事请换个地方找"), w("找谁、怎么找写在下面。")),
    NS.OPEN: Standing(w("社区受理了，正在找人"), w("有人接单，这里就会写明谁来、几点来。")),
    NS.STAFFED: Standing(w("有人接单了"), w("人到了，请把服务码报给对方。")),
    NS.IN_SERVICE: Standing(w("人到了，正在服务"), w("做完以后，请回到这里说说结果。")),
    NS.DONE_REPORTED: Standing(w("服务做完了，解决了吗"), w("请在下面点一下，只要一分钟。")),
    NS.CONFIRMED: Standing(w("您说过结果了，谢谢"), w("社区核对好服务时间就办结。")),
    NS.DISPUTED: Standing(w("您说还没有解决"), w("社区会打电话了解，再决定怎么办。")),
    NS.UNFILLED: Standing(w("到时间还没有找齐人"), w("社区会和您商量：换个时间，或换个办法。")),
    NS.CANCELLED: Standing(w("这一单取消了"), w("还需要帮忙，随时可以再提交。")),
    NS.CLOSED: Standing(w("都办完了，谢谢您"), ""),
}
ROAD = (w("提交"), w("受理"), w("找人"), w("上门"), w("您来确认"))
ON_THE_ROAD: Mapping[NeedStatus, int] = {
    NS.SUBMITTED: 1,
    NS.NEEDS_INFO: 1,
    NS.OPEN: 2,
    NS.UNFILLED: 2,
    NS.STAFFED: 3,
    NS.IN_SERVICE: 3,
    NS.DONE_REPORTED: 4,
    NS.DISPUTED: 4,
    NS.CONFIRMED: 5,
    NS.CLOSED: 5,
}
HALTED = frozenset({NS.NEEDS_INFO, NS.UNFILLED, NS.DISPUTED})

# What the member reads about an order of theirs.
ORDER_STANDING: Mapping[OrderStatus, Standing] = {
    OS.OFFERED: Standing(w("想请您看看合不合适"), w("接不接都可以，不用说理由。")),
    OS.CLAIMED: Standing(
        w("申请交上去了，等社区同意"), w("这一单有风险，社区看过才算数；同意了会马上告诉您。")
    ),
    OS.STANDING_BY: Standing(
        w("您在候补"), w("有位置了，先来的先请，会马上告诉您；不想等了，随时可以收回。")
    ),
    OS.ACCEPTED: Standing(w("这一单是您的了"), w("到了以后，请居民报服务码，在这里签到。")),
    OS.CHECKED_IN: Standing(w("您已经到了，正在服务"), w("做完以后在这里签退，时长由系统算好。")),
    OS.COMPLETED: Standing(w("做完了，辛苦您"), w("时长等社区审核，结果会写在“我的时长”里。")),
    OS.DECLINED: Standing(w("您没有接这一单"), w("没关系，有合适的再请您看。")),
    OS.EXPIRED: Standing(
        w("答复的时间过了"), w("没关系，什么都不会记下。还想去，可以看看任务大厅里还有没有。")
    ),
    OS.REFUSED: Standing(
        w("这次没有安排您去"), w("社区的说明写在经过里。谢谢您愿意帮忙，大厅里还有别的单。")
    ),
    OS.HANDED_OVER: Standing(w("已经有同志替您去了"), w("您不用去了，谢谢您安排好。")),
    OS.WITHDRAWN: Standing(w("这一单不用您去了"), w("谢谢您愿意帮忙。")),
    OS.RELEASED: Standing(w("您退掉了这一单"), w("没关系，已经在另找人。")),
    OS.NO_SHOW: Standing(w("社区记下您没有到场"), w("如有误会，请联系社区。")),
    OS.CANCELLED: Standing(w("这一单取消了，不用去了"), w("谢谢您愿意帮忙。")),
}
# Once the order is done, its minutes are what is still on the way.
RECORD_STANDING: Mapping[RecordStatus, Standing] = {
    RecordStatus.RETURNED: Standing(w("时长请您补充一下"), w("请在“我的时长”里改好，再提交。")),
    RecordStatus.APPROVED: Standing(w("做完了，谢谢您"), w("时长通过了，记在“我的时长”里。")),
    RecordStatus.VOIDED: Standing(w("做完了，辛苦您"), w("时长作废了，社区的说明写在下面。")),
    RecordStatus.REJECTED: Standing(w("做完了，辛苦您"), w("时长没有通过，社区的说明写在下面。")),
}
# With one person needed, the line about that person says it all.
SAID_ALREADY = {("need", "fill"), ("need", "lose"), ("need", "start")}


def of_need(need: Need, orders: Sequence[Order]) -> list[Line]:
    """What happened to the need and who came for it, oldest first, as its resident reads it."""
    who = {order.id: labels.shown_name(order.member.person) for order in orders}
    events = sorted(
        [*story("need", [need.id]), *(story("order", who) if who else ())],
        key=lambda event: event.id,
    )
    if need.headcount == 1:
        events = [one for one in events if (one.kind, one.verb) not in SAID_ALREADY]
    lines = (
        (
            event.at,
            sentence(event, RESIDENT, who=who.get(event.thing_id, "")),
        )
        for event in events
    )
    return [Line(at, said) for at, said in lines if said]


def of_order(order: Order) -> list[Line]:
    """What happened to the order, oldest first, as its member reads it."""
    events = story("order", [order.id])
    lines = [(one.at, sentence(one, MEMBER, RESIDENT, who=gettext("您"))) for one in events]
    return [Line(at, said) for at, said in lines if said]


def need_standing(need: Need, coming: Sequence[Order]) -> Standing:
    """How the need stands and what comes next; with names and the hour once people are found."""
    found = said(NEED_STANDING[need.status])
    if need.status != NeedStatus.STAFFED:
        return found
    who = gettext("、").join(labels.shown_name(order.member.person) for order in coming)
    when = times.window(need.starts_at, need.ends_at)
    return Standing(
        gettext("%(who)s会来", who=who),
        gettext("%(when)s。%(next)s", when=when, next=found.next),
    )


def order_standing(order: Order, record: Record | None) -> Standing:
    """How the order stands and what comes next; when done, what became of its minutes."""
    decided = RECORD_STANDING.get(RecordStatus(record.status)) if record else None
    return said(decided or ORDER_STANDING[OrderStatus(order.status)])


def said(standing: Standing) -> Standing:
    """How it stands and what comes next, in the reader's language."""
    return Standing(*(gettext(words) if words else "" for words in standing))


def road(words: Iterable[str] = ROAD) -> list[str]:
    """The steps of the road in the reader's language."""
    return [gettext(one) for one in words]
