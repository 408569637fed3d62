"""What a certificate is asked for with."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from volunteer.certificates.models import Language
from volunteer.messages import Schema
from volunteer.words import word as w


class PeriodSchema(Schema):
    """From which day to which, both included."""

    since = fields.Date(required=True, metadata={"title": w("从哪天")})
    until = fields.Date(required=True, metadata={"title": w("到哪天")})

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        """The period does not end before it begins."""
        if data["until"] < data["since"]:
            raise ValidationError(w("不能早于开始的那天。"), "until")


class IssueSchema(PeriodSchema):
    """A certificate: for which days, in which language."""

    language = fields.Enum(
        Language,
        by_value=True,
        load_default=Language.CHINESE,
        metadata={"title": w("语言"), "x-input": "radio"},
    )


class RevokeSchema(Schema):
    """Why a certificate does not stand."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("撤销的原因")}
    )
