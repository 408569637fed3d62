"""Words about taking tasks: where an order stands, what speaks against a task, what one is told."""

from __future__ import annotations

from enum import Enum

from volunteer.orders.fit import Hindrance
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Presence, Release
from volunteer.words import word as w

ORDER_WORDS: tuple[tuple[Enum, str], ...] = (
    (OrderStatus.OFFERED, w("等您答复")),
    (OrderStatus.CLAIMED, w("等社区同意")),
    (OrderStatus.STANDING_BY, w("候补中")),
    (OrderStatus.ACCEPTED, w("已接单")),
    (OrderStatus.CHECKED_IN, w("服务中")),
    (OrderStatus.COMPLETED, w("已完成")),
    (OrderStatus.DECLINED, w("没有接")),
    (OrderStatus.REFUSED, w("这次没有安排")),
    (OrderStatus.EXPIRED, w("过期了")),
    (OrderStatus.WITHDRAWN, w("已收回")),
    (OrderStatus.RELEASED, w("已退单")),
    (OrderStatus.HANDED_OVER, w("已转给同志")),
    (OrderStatus.NO_SHOW, w("没有到场")),
    (OrderStatus.CANCELLED, w("需求已取消")),
    (Hindrance.NOT_ACTIVE, w("报到还没有确认")),
    (Hindrance.ELSEWHERE, w("不在您报到的社区")),
    (Hindrance.SKILL, w("需要的特长您还没有填，或熟练程度不够")),
    (Hindrance.LICENCE, w("需要社区核验过的证书")),
    (Hindrance.CLASH, w("这个时间您已经有一单")),
    (Hindrance.FREE_TIME, w("不在您填的有空时间里")),
    (Hindrance.REACH, w("比您愿意走的路远")),
    (Hindrance.WEEKLY_LIMIT, w("这一周您已经接满了")),
    (Presence.SERVICE_CODE, w("居民服务码")),
    (Presence.CARD, w("居民卡片上的码")),
    (Presence.GROUP_CODE, w("现场的码")),
    (Presence.LEADER, w("带队人勾选")),
    (Presence.STAFF, w("社区代签")),
    (Presence.DECLARED, w("本人申报")),
    (Presence.PAPER, w("社区补录")),
    (Presence.FORGOTTEN, w("系统代签退")),
    (Release.WORK, w("工作")),
    (Release.ILLNESS, w("身体不适")),
    (Release.FAMILY, w("家里有事")),
    (Release.TRAVEL, w("出门在外")),
    (Release.OTHER, w("其他")),
)
ORDER_NOTICES: dict[str, str] = {
    "order_offered": w("想请您看看合不合适：{title}。"),
    "order_expired": w("这次没赶上也没关系：{title}。还想去，可以看看任务大厅里还有没有。"),
    "order_withdrawn": w("这一单不用再找人了：{title}。谢谢您愿意帮忙。"),
    "order_cancelled": w("这一单取消了，不用去了：{title}。"),
    "order_reminder": w("别忘了您接的单：{title}。"),
    "order_not_there": w("“{title}”开始一会儿了，还没有签到，请打电话问一问。"),
    "order_closed": w("您忘了签退，系统先替您签退了：{title}。时长等社区核对。"),
    "order_missed": w("社区记下您没有到场：{title}。如有误会，请联系社区。"),
    "order_released_late": w("有人临近开始才退单，请留意。"),
    "order_claimed": w("有人申请接有风险的单：{title}，请您看看同不同意。"),
    "claim_approved": w("社区同意了，这一单是您的了：{title}。"),
    "claim_refused": w("这次没有安排您去：{title}。社区说：{why}"),
    "claim_expired": w("社区没来得及答复您的申请：{title}。还想去，可以再申请一次。"),
    "standby_called": w("您候补的单有位置了：{title}。还想去的话，请尽快答复。"),
    "standby_ended": w("您候补的单和别的单时间冲突了，这次先不请您：{title}。"),
    "hand_over_asked": w("{who}想请您替他去：{title}。去不去都可以。"),
    "hand_over_done": w("有人替您去了：{title}。您不用去了，谢谢您安排好。"),
    "hand_over_failed": w("这次没有转成，这一单还是您的：{title}。"),
    "order_leads": w("想请您带队：{title}。到了以后，请替大家签到。"),
    "order_handed_over": w("“{title}”换了人去，请知悉。"),
}
