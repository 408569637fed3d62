"""The words people read for states, reasons and stories; tables first, then short functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import format_date, gettext

from volunteer import clock
from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.history.steps import Travels
from volunteer.members import free_time, skills
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Reminders
from volunteer.moves.lifecycle import MoveStatus
from volunteer.needs import types
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders.fit import Hindrance
from volunteer.orders.lifecycle import OrderStatus
from volunteer.people.models import COURTESY, Person, RoleKind
from volunteer.records.earlier import ImportStatus
from volunteer.records.lifecycle import RecordStatus
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Mode, Outcome
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.series.lifecycle import SeriesStatus
from volunteer.web import times
from volunteer.web.audit_words import AUDIT_WORDS
from volunteer.web.contact_words import CONTACT_WORDS
from volunteer.web.notice_words import NOTICES
from volunteer.web.order_words import ORDER_WORDS
from volunteer.web.paper_words import PAPER_WORDS
from volunteer.web.series_words import SERIES_WORDS
from volunteer.words import word as w

_WORDS: tuple[tuple[Enum, str], ...] = (
    (MemberStatus.SUBMITTED, w("待社区确认")),
    (MemberStatus.RETURNED, w("请补充后再提交")),
    (MemberStatus.ACTIVE, w("已报到")),
    (MemberStatus.REFUSED, w("未通过")),
    (MemberStatus.WITHDRAWN, w("已退出")),
    (MoveStatus.ASKED, w("等新社区确认")),
    (MoveStatus.CONFIRMED, w("搬好了")),
    (MoveStatus.REFUSED, w("没有确认")),
    (MoveStatus.TAKEN_BACK, w("收回了")),
    (Reminders.BOTH, w("前一天和前一小时各提醒一次")),
    (Reminders.DAY_BEFORE, w("只在前一天提醒")),
    (Reminders.NONE, w("不用提醒")),
    (RoleKind.ADMINISTRATOR, w("管理员")),
    (RoleKind.AUDITOR, w("审计员")),
    (RoleKind.DEPARTMENT_OFFICER, w("部门负责人")),
    (RoleKind.DISTRICT_OFFICER, w("区级负责人")),
    (RoleKind.MEMBER, w("党员")),
    (RoleKind.NEIGHBOUR, w("邻近社区的党员")),
    (RoleKind.SECRETARY, w("社区书记")),
    (RoleKind.SUBDISTRICT_OFFICER, w("街道负责人")),
    (RoleKind.UNIT_CONTACT, w("单位联络人")),
    (RoleKind.WORKER, w("网格员")),
    (NeedStatus.SUBMITTED, w("待受理")),
    (NeedStatus.NEEDS_INFO, w("待补充")),
    (NeedStatus.REJECTED, w("不予受理")),
    (NeedStatus.MERGED, w("已合并")),
    (NeedStatus.REDIRECTED, w("已转介")),
    (NeedStatus.OPEN, w("待接单")),
    (NeedStatus.STAFFED, w("已接单")),
    (NeedStatus.IN_SERVICE, w("服务中")),
    (NeedStatus.DONE_REPORTED, w("待确认")),
    (NeedStatus.CONFIRMED, w("已确认")),
    (NeedStatus.DISPUTED, w("有异议")),
    (NeedStatus.UNFILLED, w("无人接单")),
    (NeedStatus.CANCELLED, w("已取消")),
    (NeedStatus.CLOSED, w("已办结")),
    (RecordStatus.SUBMITTED, w("待审核")),
    (RecordStatus.SECONDED, w("待第二人审核")),
    (RecordStatus.RETURNED, w("请补充")),
    (RecordStatus.APPROVED, w("已通过")),
    (RecordStatus.REJECTED, w("未通过")),
    (RecordStatus.VOIDED, w("已作废")),
    (RoundStatus.PROPOSED, w("方案待发布")),
    (RoundStatus.RELEASED, w("已发布")),
    (RoundStatus.DISCARDED, w("已作废")),
    (Outcome.SOLVED, w("解决了")),
    (Outcome.PARTLY, w("部分解决")),
    (Outcome.NOT, w("没有解决")),
    (Mode.RESIDENT, w("居民本人")),
    (Mode.PHONE, w("电话回访")),
    *CONTACT_WORDS,
    *AUDIT_WORDS,
    *ORDER_WORDS,
    *PAPER_WORDS,
    *SERIES_WORDS,
    *skills.GROUP_NAMES.items(),
    *types.URGENCY_NAMES.items(),
    *types.RISK_NAMES.items(),
    *types.AGE_NAMES.items(),
    *types.CHANNEL_NAMES.items(),
    *types.REJECTION_NAMES.items(),
    *types.DOOR_NAMES.items(),
    *types.CANCELLATION_NAMES.items(),
)
# Keyed with the kind as well: members of different string enums are equal when their values are.
NAMES: dict[tuple[type[Enum], Enum], str] = {(type(one), one): word for one, word in _WORDS}
STATUSES: dict[str, type[Enum]] = {
    "certificate": CertificateStatus,
    "follow_up": FollowUpStatus,
    "import": ImportStatus,
    "member": MemberStatus,
    "move": MoveStatus,
    "need": NeedStatus,
    "order": OrderStatus,
    "record": RecordStatus,
    "round": RoundStatus,
    "series": SeriesStatus,
}
SATISFACTION = {
    5: w("很满意"),
    4: w("满意"),
    3: w("基本满意"),
    2: w("不太满意"),
    1: w("不满意"),
}


def name(value: Enum) -> str:
    """The word for a member of an enum."""
    return gettext(NAMES[type(value), value])


def status(thing: Travels) -> str:
    """The word for where something that travels stands."""
    return name(STATUSES[thing.journey.kind](thing.status))


def hindrance(value: Hindrance) -> str:
    """Why a task does not suit, as half a sentence."""
    return name(value)


def hindrances(found: Iterable[Hindrance]) -> list[str]:
    """Why a task does not suit, reason by reason."""
    return [hindrance(one) for one in found]


def age(code: str) -> str:
    return name(types.AgeBand(code))


def risk(code: str) -> str:
    return name(types.Risk(code))


def skill(code: str | None) -> str:
    return gettext(skills.SKILLS[code].name) if code else gettext("不限特长")


def level(number: int) -> str:
    return gettext(skills.LEVEL_NAMES[skills.Level(number)])


def need_type(code: str) -> str:
    return gettext(types.NEED_TYPES[code].name)


def grade(number: int) -> str:
    return gettext(free_time.GRADE_NAMES[free_time.Grade(number)])


def satisfaction(steps: int) -> str:
    return gettext(SATISFACTION[steps])


def window(starts_at: datetime, ends_at: datetime) -> str:
    """A day and two hours, as on a wall clock: 11月28日周六 10:00–11:00."""
    start, end = clock.local(starts_at), clock.local(ends_at)
    day = format_date(start.date(), gettext("M月d日EEE"))
    return f"{day} {start:%H:%M}–{end:%H:%M}"


def hours(minutes: int) -> str:
    """Hours with one decimal, never rounded up."""
    return f"{minutes // 6 / 10:.1f}"


def reasons(terms: Mapping[str, Any]) -> str:
    """Why this member for this task: one sentence from the numbers kept with the order."""
    said = []
    if terms.get("skill"):
        said.append(gettext("您掌握“%(skill)s”", skill=skill(terms["skill"])))
    said.append(
        gettext("那时您有空")
        if terms["grade"] == free_time.Grade.YES
        else gettext("那时您填的是“尽量不”")
    )
    said.append(gettext("步行 %(n)s 分钟", n=terms["walk_minutes"]))
    if terms.get("familiar"):
        said.append(gettext("您以前帮过这位居民"))
    if terms.get("points", {}).get("wish"):
        said.append(gettext("是您最想做的一类"))
    time = times.minutes(terms["recent_minutes"])
    said.append(gettext("近 30 天服务 %(time)s", time=time))
    return gettext("，").join(said) + gettext("。")


def shown_name(person: Person) -> str:
    """How the member is named to residents: by surname."""
    return gettext(COURTESY).format(surname=person.surname)


def notice(kind: str, facts: Mapping[str, Any]) -> str:
    """A notice as one sentence."""
    if "minutes" in facts:
        facts = {**facts, "time": times.minutes(facts["minutes"])}
    if "day" in facts:
        day = date.fromisoformat(str(facts["day"]))
        facts = {**facts, "day": format_date(day, gettext("M月d日EEE"))}
    return gettext(NOTICES[kind]).format(**facts)
