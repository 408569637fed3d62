"""Words for looking at somebody's phone or address: why, and as whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from volunteer.contacts.models import Reason
from volunteer.words import word as w

CONTACT_WORDS: tuple[tuple[Enum, str], ...] = (
    (Reason.ARRANGE, w("商量时间和安排")),
    (Reason.CALL_BACK, w("服务以后回访")),
    (Reason.CHECK, w("核实情况")),
    (Reason.GOING, w("要上门服务")),
    (Reason.OTHER, w("别的原因")),
    (Reason.OWN, w("核对自己的信息")),
    (Reason.RESULT, w("问服务的结果")),
    (Reason.URGENT, w("有急事")),
)
LOOKED_AS: Mapping[str, str] = {
    "caller": w("回访的社区"),
    "helper": w("接单的党员"),
    "himself": w("本人"),
    "resident": w("拿着链接的人"),
    "secretary": w("社区书记"),
    "worker": w("网格员"),
}
