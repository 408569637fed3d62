"""What is said about a service record."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema
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
