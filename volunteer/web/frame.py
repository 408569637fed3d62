"""What every page has: language, elder version, navigation, what templates may ask."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, request, url_for
from flask_babel import Babel, gettext
from flask_login import current_user

from volunteer.door import in_api, now
from volunteer.needs import notice
from volunteer.notices.queries import unread_count
from volunteer.people.models import RoleKind
from volunteer.policy import HasStandings, May, can
from volunteer.web import labels, times
from volunteer.web.counted import counted
from volunteer.web.hint_words import hint_here
from volunteer.web.tones import tone
from volunteer.words import word as w

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
LANGUAGE_COOKIE, ELDER_COOKIE = "language", "elder"


class Link(NamedTuple):
    """One entry of the navigation."""

    url: str
    label: str
    icon: str
    is_current: bool


NAV = {
    "visitor": (
        ("needs.new", w("我要求助"), "hand"),
        ("members.register", w("党员报到"), "person-plus"),
        ("signin.page", w("登录"), "sign-in"),
    ),
    "member": (
        ("orders.mine", w("为您"), "home"),
        ("orders.hall", w("任务大厅"), "list"),
        ("records.hours", w("我的时长"), "clock"),
        ("members.profile", w("我的资料"), "person"),
    ),
    "secretary": (
        ("workbench.show", w("工作台"), "inbox"),
        ("needs.index", w("需求"), "list"),
        ("rounds.index", w("匹配"), "match"),
        ("records.index", w("时长审核"), "clock"),
        ("follow_ups.index", w("回访"), "phone"),
        ("members.index", w("报到审核"), "people"),
        ("certificates.register", w("证明登记簿"), "document"),
        ("figures.index", w("统计"), "chart"),
        ("offices.index", w("人员与角色"), "people"),
    ),
    "officer": (
        ("rounds.index", w("匹配"), "match"),
        ("records.index", w("时长审核"), "clock"),
        ("figures.index", w("统计"), "chart"),
        ("offices.index", w("人员与角色"), "people"),
    ),
    "administrator": (
        ("deliveries.index", w("没送到的通知"), "inbox"),
        ("offices.index", w("人员与角色"), "people"),
    ),
    "auditor": (("audit.index", w("审计"), "search"),),
    "department_officer": (("figures.index", w("统计"), "chart"),),
    "unit_contact": (("disclosures.to_unit", w("给我们单位的信"), "document"),),
    "worker": (
        ("workbench.show", w("工作台"), "inbox"),
        ("needs.index", w("需求"), "list"),
        ("follow_ups.index", w("回访"), "phone"),
        ("figures.index", w("统计"), "chart"),
    ),
}


def register(app: Flask) -> None:
    """Templates find their words, links and helpers."""
    Babel(app, locale_selector=locale)
    app.context_processor(_for_templates)
    app.jinja_env.globals.update(May=May, labels=labels, counted=counted, notice=notice)
    app.jinja_env.filters.update(times.FILTERS, tone=tone)


def locale() -> str:
    """The language chosen on the page, or asked for by a program; Chinese unless it is English."""
    if in_api():
        chosen = request.accept_languages.best_match(LANGUAGES, default="zh")
    else:
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return LANGUAGES.get(chosen, LANGUAGES["zh"])


def is_elder() -> bool:
    """Whether the reader chose the elder version (长辈版)."""
    return request.cookies.get(ELDER_COOKIE) == "1"


def _for_templates() -> dict[str, object]:
    signed_in = current_user.is_authenticated
    return {
        "now": now(),
        "elder": is_elder(),
        "language": "en" if locale() == "en" else "zh",
        "nav": _navigation(),
        "hint": hint_here(),
        "unread": unread_count(current_user.id) if signed_in else 0,
        "can": _can,
    }


def _can(may: May, thing: HasStandings) -> bool:
    """Whether the reader may: a button is shown exactly when its route would work."""
    return current_user.is_authenticated and can(current_user, may, thing)


def _navigation() -> list[Link]:
    kinds = ["visitor"]
    if current_user.is_authenticated:
        staff = "secretary" if current_user.communities_as(RoleKind.SECRETARY) else "worker"
        kinds = [staff] if current_user.is_staff else []
        if current_user.offices and staff != "secretary":
            kinds.append("officer")
        held = {str(one.role) for one in current_user.roles}
        kinds += sorted(held & {"auditor", "department_officer", "unit_contact"})
        if current_user.is_administrator:
            kinds.append("administrator")
        if current_user.communities_as(RoleKind.MEMBER) or not kinds:
            kinds.append("member")
    return [
        Link(url_for(endpoint), gettext(label), icon, request.endpoint == endpoint)
        for kind in kinds
        for endpoint, label, icon in NAV[kind]
    ]
