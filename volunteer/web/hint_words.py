"""A sentence for a first visit on the pages where people begin, until they have read it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from flask_babel import gettext
from flask_login import current_user

from volunteer.words import word as w

COOKIE = "hints"

HINTS: Mapping[str, str] = {
    "home.index": w("第一次来？按“我要求助”，说说要帮什么就行。"),
    "orders.mine": w("第一次来？手头的单在最上面，往下是请您看的和适合您的。不接不用说理由。"),
    "orders.hall": w("这里是所有等人接的单。接不了的，会写明为什么。"),
    "records.hours": w("做过的每一单都写在这里，社区审核以后就算数。"),
    "members.profile": w("特长和空闲时间填得越全，请您看的单越合适。"),
    "workbench.show": w("第一次来？等您办的都在这里，急的在前面，办完一件少一件。"),
    "rounds.index": w("排方案只是打个草稿，您看过、按了发出，党员才会收到邀请。"),
    "records.index": w("没有疑问的可以一起通过，有疑问的打开看。"),
    "figures.index": w("每个数字都写着是从几件里算出来的；太少的不显示，免得认出谁来。"),
    "offices.index": w("这里请人、换人、请代理；每一步都会记下来。"),
    "audit.index": w("按人、按事、按日子查；这里没有居民的电话和住址。"),
    "disclosures.to_unit": w("社区写给你们单位的信都在这里，里面只有本人同意告诉的。"),
    "deliveries.index": w("送不出去的通知在这里，可以再送一次。"),
}


def hint_here() -> str:
    """The hint for this page, as long as the reader has not said that they know; else empty."""
    words = HINTS.get(request.endpoint or "")
    return gettext(words) if words and not _are_read() else ""


def _are_read() -> bool:
    if current_user.is_authenticated:
        return current_user.hints_read_at is not None
    return request.cookies.get(COOKIE) == "read"
