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


class SettleSchema(Schema):
    """What came out when the secretary asked."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("了解到的情况")}
    )
