"""What a certificate is asked for with."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.certificates.models import Language
from volunteer.messages import Schema
from volunteer.records.schemas import PeriodSchema
from volunteer.words import word as w


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


class FindSchema(Schema):
    """Which certificate somebody holds in their hands."""

    number = fields.String(
        required=True,
        validate=validate.Length(2, 40),
        metadata={
            "title": w("证明编号"),
            "description": w("印在证明的上方；扫证明上的二维码更快。"),
        },
    )
