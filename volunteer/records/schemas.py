"""What is said about a service record."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from volunteer.messages import Schema
from volunteer.records.expected import Metric, Period
from volunteer.records.times import Times
from volunteer.words import word as w


class ReportSchema(Schema):
    """Leaving: one line about what was done."""

    report = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={
            "title": w("做了什么(一句话，可不填)"),
            "x-placeholder": w("例如：换好了水龙头垫圈"),
        },
    )
    break_minutes = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 480),
        metadata={"title": w("中间休息了多少分钟"), "description": w("休息和路上的时间不计入")},
    )


class LeaveSchema(ReportSchema):
    """Leaving, with the code of whoever one leaves if they have one."""

    code = fields.String(
        load_default="",
        validate=validate.Length(max=12),
        metadata={
            "title": w("居民的服务码（可不填）"),
            "description": w("6 位数字。填了，离开的时间就有人作证。"),
            "x-inputmode": "numeric",
            "x-autocomplete": "off",
        },
    )


class ReviewSchema(Schema):
    """A decision with a reason the member reads."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("说明原因")}
    )


class ApproveRecordSchema(Schema):
    """Approval; a note is needed only for unusually long service."""

    why = fields.String(
        load_default="", validate=validate.Length(max=300), metadata={"title": w("说明（可不填）")}
    )


class TimesSchema(ReportSchema):
    """When somebody came and went, written down afterwards."""

    came_at = fields.Time(required=True, metadata={"title": w("几点到的")})
    stay_minutes = fields.Integer(
        required=True,
        validate=validate.Range(1, 960),
        metadata={"title": w("从到到走一共多少分钟"), "description": w("包括中间休息")},
    )

    @post_load
    def together(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The three figures as one value, `times`."""
        names = ("came_at", "stay_minutes", "break_minutes")
        times = Times(**{name: data.pop(name) for name in names})
        return {**data, "times": times}


class AmendSchema(TimesSchema):
    """What an approved record should say, and why."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("更正的原因")}
    )


class VoidSchema(Schema):
    """Why an approved record should not stand."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("作废的原因")}
    )


class ObjectionSchema(Schema):
    """Why the member disagrees."""

    why = fields.String(
        required=True,
        validate=validate.Length(2, 300),
        metadata={"title": w("您的意见"), "x-input": "textarea"},
    )


class ExpectationSchema(Schema):
    """What the community hopes each of its members will give."""

    period = fields.Enum(
        Period, by_value=True, required=True, metadata={"title": w("在多长时间里")}
    )
    minimum = fields.Integer(
        required=True, validate=validate.Range(1, 200), metadata={"title": w("服务多少")}
    )
    metric = fields.Enum(Metric, by_value=True, required=True, metadata={"title": w("按什么算")})


class PeriodSchema(Schema):
    """From which day to which, both included."""

    since = fields.Date(required=True, metadata={"title": w("从哪天")})
    until = fields.Date(required=True, metadata={"title": w("到哪天")})

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        """The period does not end before it begins."""
        if data["until"] < data["since"]:
            raise ValidationError(w("不能早于开始的那天。"), "until")


class StatementSchema(PeriodSchema):
    """Whose services in a community: those of somebody, of the members of a grid, or all."""

    name = fields.String(
        load_default="", validate=validate.Length(max=40), metadata={"title": w("谁（可不填）")}
    )
    grid_id = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"title": w("哪个网格的党员（可不选）"), "x-input": "select"},
    )
