"""What is sent to agree, and to take it back."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.consents.models import Purpose
from volunteer.messages import Schema
from volunteer.words import word as w

SEEN = {"x-input": "hidden", "description": "SHA-256, as it came with what was read."}
PURPOSE = fields.Enum(
    Purpose, by_value=True, load_default=Purpose.TO_UNIT, metadata={"x-input": "hidden"}
)


class WithdrawSchema(Schema):
    """What is not agreed to any more."""

    purpose = PURPOSE
    channel = fields.String(
        load_default="", validate=validate.Length(max=40), metadata={"x-input": "hidden"}
    )


class ConsentSchema(WithdrawSchema):
    """What is agreed to, and the hash of what was read."""

    seen = fields.String(required=True, validate=validate.Length(equal=64), metadata=SEEN)
    address = fields.String(
        load_default="",
        validate=validate.Length(max=254),
        metadata={"title": w("地址"), "description": w("只有您自己能看到。")},
    )
