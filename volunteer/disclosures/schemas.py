"""What is sent to write a letter."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from volunteer.disclosures.quarters import Quarter
from volunteer.messages import Schema
from volunteer.words import word as w

A_QUARTER = validate.Regexp(r"20[0-9]{2}Q[1-4]\Z")
SEEN = {"x-input": "hidden", "description": "SHA-256, as it came with what was read."}


class QuarterSchema(Schema):
    """Which quarter, like 2026Q4."""

    quarter = fields.String(
        required=True,
        validate=A_QUARTER,
        metadata={"title": w("哪个季度"), "x-input": "select"},
    )

    @post_load
    def meant(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The quarter itself."""
        code = data["quarter"]
        return {**data, "quarter": Quarter.read(code) if code else None}


class AnyQuarterSchema(QuarterSchema):
    """Which quarter; the last one that is over where none is named."""

    quarter = fields.String(load_default=None, validate=A_QUARTER)


class WriteSchema(QuarterSchema):
    """To whom, and the hash of what was seen."""

    unit = fields.String(
        required=True, validate=validate.Length(1, 200), metadata={"x-input": "hidden"}
    )
    seen = fields.String(required=True, validate=validate.Length(equal=64), metadata=SEEN)
