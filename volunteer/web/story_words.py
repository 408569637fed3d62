"""What happened to a need, an order or a record, said to each of its readers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from flask_babel import gettext

from volunteer.history.models import Event
from volunteer.needs import types
from volunteer.orders.lifecycle import OrderStatus
from volunteer.reviews.models import Outcome
from volunteer.web import labels, times
from volunteer.words import word as w

Words = Mapping[tuple[str, str], str]
SERVICE = "service"  # how history names whoever acted for nobody

# A thing can begin in several ways, and what is amended can keep its minutes: each has a sentence
# of its own, or one of them would be untrue. What is missing here is said by its verb.
WAYS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("need", "begin"): ("begin", "come_again"),
    ("order", "begin"): ("offer", "pass_on", "ask_for", "keep_asking", "stand_by", "take", "keep"),
    ("record", "begin"): ("leave", "leave_by_service", "enter_late"),
    ("record", "resubmit"): ("resubmit", "resubmit_same", "resubmit_changed"),
    ("record", "amend"): ("amend", "amend_same"),
}
BEGUN_AS: Mapping[str, str] = {
    OrderStatus.OFFERED: "offer",
    OrderStatus.CLAIMED: "ask_for",
    OrderStatus.STANDING_BY: "stand_by",
    OrderStatus.ACCEPTED: "take",
}

# To the resident. Who was asked and did not come is between them and the community.
RESIDENT: Words = {
    ("need", "begin"): w("需求已经提交，社区会尽快看。"),
    ("need", "come_again"): w("按定期安排，又到了这一次，正在找人。"),
    ("need", "approve"): w("社区受理了，正在找合适的人。"),
    ("need", "ask"): w("社区想再问一句：{why}"),
    ("need", "answer"): w("已经回答：{why}"),
    ("need", "reject"): w("社区没有受理，因为{reason}。{why}"),
    ("need", "merge"): w("和另一单 {into} 是同一件事，已经并到一起办。"),
    ("need", "redirect"): w("这件事请找{door}。{why}"),
    ("need", "fill"): w("人手齐了。"),
    ("need", "lose"): w("有人临时来不了，正在另找人。"),
    ("need", "lapse"): w("到时间还没有找齐人，社区会和您商量怎么办。"),
    ("need", "rearrange"): w("时间改了，重新找人。"),
    ("need", "start"): w("人已经到了，服务开始。"),
    ("need", "finish"): w("服务做完了，请说说结果怎么样。"),
    ("need", "confirm"): w("您确认了结果：{outcome}。"),
    ("need", "confirm_by_phone"): w("社区打电话问过了：{outcome}。"),
    ("need", "dispute"): w("您说还没有解决，社区会来了解。"),
    ("need", "dispute_by_phone"): w("电话里说还没有解决，社区会来了解。"),
    ("need", "doubt"): w("回访时您说还没有解决，社区会来了解。"),
    ("need", "settle"): w("社区了解了情况：{why}"),
    ("need", "reopen"): w("社区重新来办：{why}"),
    ("need", "cancel"): w("需求取消了：{reason}。"),
    ("need", "add_photo"): w("加了一张照片。"),
    ("need", "remove_photo"): w("去掉了一张照片。"),
    ("need", "refuse_calls"): w("您说不接回访电话，不会再为这一单回访。"),
    ("need", "allow_calls"): w("您说可以打回访电话。"),
    ("need", "close"): w("都办完了，谢谢。"),
    ("need", "ask_next"): w("还在找人，又请了 {people} 位党员看看合不合适。"),
    ("need", "export"): w("您看过我们记下的全部内容。"),
    ("need", "erase"): w("您要求删去这一单里的个人信息。"),
    ("order", "accept"): w("{who}接了单。"),
    ("order", "accept_late"): w("{who}接了单。"),
    ("order", "approve"): w("{who}接了单。"),
    ("order", "take"): w("{who}从任务大厅接了单。"),
    ("order", "keep"): w("按定期安排，这一次还是{who}来。"),
    ("order", "release"): w("{who}来不了了。"),
    ("order", "hand_over"): w("{who}来不了，换了一位同志来。"),
    ("order", "check_in"): w("{who}到了。"),
    ("order", "check_in_by_staff"): w("{who}到了（社区代签）。"),
    ("order", "check_in_by_leader"): w("{who}到了（带队人勾选）。"),
    ("order", "lead"): w("{who}带队。"),
    ("order", "miss"): w("{who}没有到。"),
    ("order", "complete"): w("{who}做完离开了。"),
    ("order", "complete_by_staff"): w("{who}做完离开了。"),
    ("order", "complete_by_leader"): w("{who}做完离开了。"),
    ("order", "complete_late"): w("{who}来过（社区补录）。"),
    ("order", "complete_by_service"): w("{who}做完离开了。"),
}
# What the resident does not read: who was asked, waited, or thought about it, and slips of a code.
NOT_THE_RESIDENTS = frozenset(
    ("order", verb)
    for verb in (
        *("offer", "pass_on", "ask_for", "keep_asking", "stand_by", "call", "claim", "decline"),
        *("refuse", "take_back", "recall", "expire", "withdraw", "propose", "cancel"),
        *("wrong_code", "vouch"),
    )
)
# To the member whose order it is; what is missing here reads as on the resident's page.
MEMBER: Words = {
    ("order", "offer"): w("社区想请您看看这一单。"),
    ("order", "pass_on"): w("一位同志想请您替他去。"),
    ("order", "ask_for"): w("您申请接这一单，等社区同意。"),
    ("order", "keep_asking"): w("按您认领的定期安排报了名，等社区同意。"),
    ("order", "stand_by"): w("您在这一单上候补。"),
    ("order", "keep"): w("按您认领的定期安排，这一次是您的。"),
    ("order", "decline"): w("您没有接。"),
    ("order", "claim"): w("您申请接这一单，等社区同意。"),
    ("order", "call"): w("有位置了，社区想请您去。"),
    ("order", "approve"): w("社区同意了，这一单是您的。"),
    ("order", "refuse"): w("社区这次没有安排您去：{why}"),
    ("order", "take_back"): w("您收回了，不再等。"),
    ("order", "recall"): w("同志自己去，收回了。"),
    ("order", "expire"): w("到时间没有定下来，过期了。"),
    ("order", "withdraw"): w("不用再找人了，收回了。"),
    ("order", "propose"): w("您想请一位同志替您去，等他答复。"),
    ("order", "hand_over"): w("同志答应了，替您去。"),
    ("order", "release"): w("您退掉了这一单。"),
    ("order", "cancel"): w("这一单取消了。"),
    ("order", "lead"): w("社区请您带队。"),
    ("order", "vouch"): w("社区问过居民，您来过。"),
    ("order", "wrong_code"): w("服务码输错了一次。"),
    ("order", "complete_by_service"): w("没有签退，系统按计划结束两小时后替您签退了。"),
    ("order", "miss"): w("社区记下您没有到场。"),
}
# To staff, where the sentence for residents says too little or speaks to the resident.
STAFF: Words = {
    ("need", "begin"): w("需求来了：{channel}。"),
    ("need", "come_again"): w("按定期安排，又到了这一次。"),
    ("need", "approve"): w("受理了，要 {people} 个人。"),
    ("need", "ask"): w("问居民：{why}"),
    ("need", "answer"): w("居民回答：{why}"),
    ("need", "ask_next"): w(
        "系统又请了 {people} 个人看看：开始前大约还够问 {tries} 轮，估计每个人有 {chance}% 会答应。"
    ),
    ("need", "lapse"): w("到时间还没有找齐人。"),
    ("need", "finish"): w("服务做完了。"),
    ("need", "confirm"): w("居民说：{outcome}。"),
    ("need", "confirm_by_phone"): w("居民在电话里说：{outcome}。"),
    ("need", "dispute"): w("居民说还没有解决。{why}"),
    ("need", "dispute_by_phone"): w("居民在电话里说还没有解决。{why}"),
    ("need", "settle"): w("异议说清楚了：{why}"),
    ("need", "doubt"): w("另一个社区回访，居民说没有解决。{why}"),
    ("need", "reopen"): w("重新来办：{why}"),
    ("need", "close"): w("办结。"),
    ("need", "refuse_calls"): w("居民说不接回访电话。"),
    ("need", "allow_calls"): w("居民说可以打回访电话。"),
    ("need", "export"): w("居民看了系统里关于这一单的全部内容。"),
    ("need", "erase"): w("居民要求删去这一单里的个人信息。"),
    ("order", "offer"): w("邀请了{who}。"),
    ("order", "pass_on"): w("一位同志想请{who}替他去。"),
    ("order", "ask_for"): w("{who}申请接这一单，等社区同意。"),
    ("order", "keep_asking"): w("按定期安排给{who}报了名，等社区同意。"),
    ("order", "stand_by"): w("{who}在候补。"),
    ("order", "call"): w("有位置了，请候补的{who}看看。"),
    ("order", "claim"): w("{who}想去，等社区同意。"),
    ("order", "approve"): w("同意{who}去。"),
    ("order", "refuse"): w("没有安排{who}去：{why}"),
    ("order", "take_back"): w("{who}不再等了。"),
    ("order", "recall"): w("不请{who}替了。"),
    ("order", "propose"): w("{who}想请一位同志替他去。"),
    ("order", "hand_over"): w("{who}把这一单转给了另一位同志。"),
    ("order", "decline"): w("{who}这次没有接。"),
    ("order", "expire"): w("{who}的这一单到时间没有定下来，过期了。"),
    ("order", "withdraw"): w("不用再等{who}，收回了。"),
    ("order", "cancel"): w("{who}不用来了。"),
    ("order", "complete_by_service"): w("{who}没有签退，系统按计划结束两小时后关单，时长要核对。"),
    ("order", "release"): w("{who}退了单。"),
    ("order", "wrong_code"): w("{who}输错了一次服务码。"),
    ("order", "lead"): w("请{who}带队。"),
    ("order", "vouch"): w("问过居民，{who}来过。"),
}
# To whoever may see the record, its member among them.
RECORD: Words = {
    ("record", "leave"): w("签退了，算出 {time}，等社区审核。"),
    ("record", "leave_by_service"): w("没有人签退，系统替着签退，算出 {time}，等社区审核。"),
    ("record", "enter_late"): w("社区事后按纸质签名补录：{time}，要两个人审核。"),
    ("record", "approve"): w("审核通过：{time}。{why}"),
    ("record", "second"): w("第一个人看过，通过了：{time}。{why}"),
    ("record", "approve_second"): w("第二个人也通过了：{time}。{why}"),
    ("record", "return"): w("退回补充：{why}"),
    ("record", "reject"): w("没有通过：{why}"),
    ("record", "resubmit"): w("补充后重新提交，原来是 {was}。"),
    ("record", "resubmit_same"): w("补充后重新提交，还是 {time}。"),
    ("record", "resubmit_changed"): w("补充后重新提交：{time}，原来是 {was}。"),
    ("record", "amend"): w("更正为 {time}，原来是 {was}：{why}"),
    ("record", "amend_same"): w("更正了写的内容，还是 {time}：{why}"),
    ("record", "rewrite"): w("原来写的内容：{why}"),
    ("record", "ask_void"): w("有人提出作废：{why}"),
    ("record", "void"): w("第二个人同意，作废了：{why}"),
    ("record", "keep"): w("看过了，不作废。"),
    ("record", "object"): w("本人有意见：{why}"),
    ("record", "escalate"): w("过了十个工作日没有审，转给街道看。"),
}


def sentence(event: Event, *tables: Words, who: str = "") -> str | None:
    """What happened, from the first of these tables that has words for it; `who` is the member
    whose order it is. None where none has: it is not for this reader."""
    key = (event.kind, way(event))
    said = next((table[key] for table in tables if key in table), None)
    return None if said is None else gettext(said).format(who=who, **_facts(event))


def way(event: Event) -> str:
    """In which of its ways it happened; the verb itself where there is only one."""
    told = _TELL_APART.get((event.kind, event.verb))
    return told(event) if told else event.verb


def _need_began(event: Event) -> str:
    return "come_again" if "series" in event.facts else "begin"


def _order_began(event: Event) -> str:
    found = BEGUN_AS[event.new or ""]
    if found == "offer" and "given" in event.facts:
        return "pass_on"
    if event.standing == SERVICE:
        # What the service takes or asks for in somebody's name, they agreed to for all dates.
        return {"take": "keep", "ask_for": "keep_asking"}.get(found, found)
    return found


def _record_began(event: Event) -> str:
    if event.facts.get("late"):
        return "enter_late"
    return "leave_by_service" if event.standing == SERVICE else "leave"


def _resubmitted(event: Event) -> str:
    if "minutes" not in event.facts:
        return "resubmit"
    same = event.facts["minutes"] == event.facts["was"]
    return "resubmit_same" if same else "resubmit_changed"


def _amended(event: Event) -> str:
    same = event.facts["minutes"] == event.facts["was"]["minutes"]
    return "amend_same" if same else "amend"


_TELL_APART = {
    ("need", "begin"): _need_began,
    ("order", "begin"): _order_began,
    ("record", "begin"): _record_began,
    ("record", "resubmit"): _resubmitted,
    ("record", "amend"): _amended,
}


def _facts(event: Event) -> dict[str, Any]:
    """What fills the sentence, codes of closed lists in words."""
    said: dict[str, Any] = {"why": event.why or _gone(event), **event.facts}
    if event.kind == "need":
        cancels = event.verb == "cancel"
        enums: Mapping[str, type[Enum]] = {
            "reason": types.Cancellation if cancels else types.Rejection,
            "channel": types.Channel,
            "door": types.Door,
            "outcome": Outcome,
        }
        coded = [(fact, kind) for fact, kind in enums.items() if fact in said]
        said |= {fact: labels.name(kind(said[fact])) for fact, kind in coded}
    if "minutes" in said:
        said["time"] = times.minutes(said["minutes"])
    if "was" in said:
        was = said["was"]
        said["was"] = times.minutes(was["minutes"] if isinstance(was, Mapping) else was)
    return said


def _gone(event: Event) -> str:
    return gettext("（原话已经删去）") if event.erased else ""
