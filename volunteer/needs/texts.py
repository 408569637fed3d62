"""Answers of triage that are given again and again: a community's own, and starters for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from marshmallow import ValidationError, fields

from volunteer.history.steps import note
from volunteer.messages import Schema
from volunteer.places.models import Community
from volunteer.policy import Actor, May
from volunteer.words import word as w

MOST, SHORTEST, LONGEST = 12, 2, 200

# Verb of triage -> the field that the text is for.
FIELDS: Mapping[str, str] = {
    "ask": "question",
    "reject": "why",
    "redirect": "why",
    "approve": "risk_note",
}
STARTERS: Mapping[str, Sequence[str]] = {
    "ask": (
        w("请问哪几天、什么时间家里有人？我们好请人上门。"),
        w("请再说一说：要修的是什么样的，坏在哪里，有没有漏水漏电？"),
        w("请问家里备好材料了吗？志愿者只出力，材料由您家里准备。"),
    ),
    "reject": (
        w("这件事要有资质的专业人员来做，志愿者做不了。请联系物业或正规的维修单位。"),
        w("志愿者不能经手现金、银行卡和证件，这件事请由家人来办。"),
        w("这件事不在志愿服务的范围里。可以拨打 12345 问一问该找谁。"),
    ),
    "redirect": (
        w("这件事归物业管，请直接联系物业；说不通再来告诉我们。"),
        w("请拨打 12345，他们会转给负责的部门。"),
    ),
    "approve": (
        w("先断电、关水，再动手。"),
        w("请两个人一起去，不要登高。"),
        w("陪老人出门走慢一点，随身带好电话。"),
    ),
}


def _short_enough(text: str) -> None:
    kept = lines(text)
    if len(kept) > MOST:
        raise ValidationError(w("最多留 12 句，请去掉几句不常用的。"))
    if any(not SHORTEST <= len(one) <= LONGEST for one in kept):
        raise ValidationError(w("每一句要在 2 到 200 个字之间。"))


def _texts(title: str) -> fields.String:
    return fields.String(
        load_default="",
        validate=_short_enough,
        metadata={"title": title, "description": w("一行一句，最多 12 句"), "x-input": "textarea"},
    )


class TextsSchema(Schema):
    """The community's own texts for each answer, one a line."""

    ask = _texts(w("再问居民一句"))
    reject = _texts(w("不受理"))
    redirect = _texts(w("转到别处"))
    approve = _texts(w("受理时的风险提示"))


def lines(text: str) -> list[str]:
    """What stands on the lines, each once, empty ones left out."""
    return list(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))


def keep(  # noqa: PLR0913 - one text for each answer, each by name
    community: Community,
    *,
    ask: str,
    reject: str,
    redirect: str,
    approve: str,
    by: Actor,
    now: datetime,
) -> None:
    """These texts, one a line, are the community's own from now on."""
    given = {"ask": ask, "reject": reject, "redirect": redirect, "approve": approve}
    kept = {verb: found for verb, text in given.items() if (found := lines(text))}
    note(community, "keep_texts", may=May.KEEP_TEXTS, by=by, now=now)
    community.canned_texts = kept


def own(community: Community) -> dict[str, str]:
    """The community's own texts by verb, one a line."""
    return {verb: "\n".join(community.canned_texts.get(verb, ())) for verb in FIELDS}
