"""Where somebody moves, and what becomes of what they promised."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema, Sentence
from volunteer.words import word as w


class MoveSchema(Schema):
    """The new home."""

    grid_id = fields.Integer(required=True, metadata={"title": w("搬到哪个网格")})
    keeps_promises = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("已经接的单，我还会去"),
            "description": w("不勾选，就现在都退掉，社区会另找人；怎么选都可以"),
        },
    )


class FarewellSchema(Schema):
    """Somebody means it."""

    sure = fields.Boolean(
        required=True,
        validate=validate.Equal(True, error=Sentence(w("想好了，请勾上再退出"))),
        metadata={"title": w("我想好了，要退出")},
    )
