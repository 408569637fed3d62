"""What the resident is asked."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema
from volunteer.reviews.models import Outcome
from volunteer.words import word as w


class ConfirmationSchema(Schema):
    """Solved? Then satisfied?"""

    outcome = fields.Enum(
        Outcome,
        by_value=True,
        required=True,
        metadata={"title": w("事情解决了吗"), "x-input": "radio"},
    )
    satisfaction = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 5),
        metadata={"title": w("满意吗（可不填）"), "x-input": "radio"},
    )
    comment = fields.String(
        load_default="",
        validate=validate.Length(max=300),
        metadata={"title": w("还想说什么（可不填）"), "x-input": "textarea"},
    )
    thanks = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={
            "title": w("想对来的人说句谢谢吗（可不填）"),
            "description": w("不会公开，也不写您的名字。"),
            "x-input": "textarea",
        },
    )
    thanks_passed_on = fields.Boolean(
        load_default=False, metadata={"title": w("可以把这句谢谢转给来的人看")}
    )


class SettleSchema(Schema):
    """What came out when the secretary asked."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("了解到的情况")}
    )


class FollowUpSchema(Schema):
    """What is asked when another community calls."""

    contacted = fields.Boolean(
        required=True, metadata={"title": w("来之前及时联系过您吗"), "x-input": "radio"}
    )
    outcome = fields.Enum(
        Outcome,
        by_value=True,
        required=True,
        metadata={"title": w("事情解决了吗"), "x-input": "radio"},
    )
    satisfaction = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 5),
        metadata={"title": w("满意吗（可不填）"), "x-input": "radio"},
    )
    asked_for_money = fields.Boolean(
        required=True, metadata={"title": w("有没有人要钱或者推销东西"), "x-input": "radio"}
    )
    remark = fields.String(
        load_default="",
        validate=validate.Length(max=300),
        metadata={"title": w("居民还说了什么（可不填）"), "x-input": "textarea"},
    )
