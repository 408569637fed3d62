"""What a member says about an order."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.members.schemas import PHONE
from volunteer.members.skills import Group
from volunteer.messages import Schema
from volunteer.orders.models import Release
from volunteer.words import word as w


class ReleaseSchema(Schema):
    """Giving a task back."""

    reason = fields.Enum(
        Release, by_value=True, load_default=Release.OTHER, metadata={"title": w("原因（可不填）")}
    )


class HandOverSchema(Schema):
    """Whom a member asks to go instead."""

    name = fields.String(
        required=True,
        validate=validate.Length(2, 30),
        metadata={"title": w("同志的姓名"), "x-autocomplete": "off"},
    )
    phone = fields.String(
        required=True,
        validate=PHONE,
        metadata={
            "title": w("同志的手机号"),
            "description": w("和他报到时填的一样。请先和他说好；他答应以前，这一单还是您的。"),
            "x-input": "tel",
            "x-autocomplete": "off",
        },
    )


class RefuseSchema(Schema):
    """Why somebody will not do it this time."""

    why = fields.String(
        required=True,
        validate=validate.Length(2, 200),
        metadata={"title": w("给他的说明"), "description": w("说清楚为什么，谢谢他愿意帮忙")},
    )


class CheckInSchema(Schema):
    """Arriving: with the resident's code, or by one's own word."""

    code = fields.String(
        load_default="",
        validate=validate.Length(max=12),
        metadata={
            "title": w("服务码"),
            "description": w("居民手机或卡片上的 6 位数字，或带队人屏幕上的"),
            "x-inputmode": "numeric",
            "x-autocomplete": "off",
        },
    )


class HallSchema(Schema):
    """What the task hall is narrowed to."""

    day = fields.Date(
        load_default=None,
        metadata={"title": w("哪一天"), "x-input": "select", "x-placeholder": w("全部")},
    )
    group = fields.Enum(
        Group,
        by_value=True,
        load_default=None,
        metadata={"title": w("哪一类"), "x-input": "select", "x-placeholder": w("全部")},
    )
