"""What one agrees to by taking a task, as it is read before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext

from volunteer.orders.agreement import NOW, TERMS
from volunteer.orders.models import Order
from volunteer.web import labels


class Agreed(NamedTuple):
    """The terms and the task as they stood when somebody agreed."""

    when: datetime
    version: str
    terms: Sequence[str]
    facts: Sequence[tuple[str, str]]


def terms(version: str = NOW) -> list[str]:
    """The terms, sentence by sentence, in the reader's language."""
    return [gettext(one) for one in TERMS[version]]


def agreed_to(order: Order) -> Agreed | None:
    """What the member of this order has agreed to; None before that."""
    if order.agreed_at is None or order.agreement_version is None:
        return None
    version = order.agreement_version
    return Agreed(order.agreed_at, version, terms(version), _facts(order))


def _facts(order: Order) -> list[tuple[str, str]]:
    kept = order.agreement
    if not kept:
        return []
    starts_at, ends_at = (datetime.fromisoformat(kept[one]) for one in ("starts_at", "ends_at"))
    skill = kept["skill"]
    level = f" · {labels.level(kept['skill_level'])}" if skill else ""
    said = [
        (gettext("内容"), f"{kept['title']} · {labels.need_type(kept['type'])}"),
        (gettext("方式"), gettext("志愿服务，到现场")),
        (gettext("时间"), labels.window(starts_at, ends_at)),
        (gettext("地方"), kept["place"]),
        (gettext("碰头地点"), kept.get("meeting_point", "")),
        (gettext("人数"), str(kept["people"])),
        (gettext("条件"), labels.skill(skill) + level),
        (gettext("风险"), labels.risk(kept["risk"])),
        (gettext("注意"), kept["risk_note"]),
        (gettext("保险"), kept.get("insurance", "")),
    ]
    return [(name, words) for name, words in said if words]
