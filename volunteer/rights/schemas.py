"""In which form somebody wants what is kept about them."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema, Sentence
from volunteer.words import word as w

PAGE, HTML, JSON = "page", "html", "json"


class ExportSchema(Schema):
    """To be read here, or as a file."""

    form = fields.String(load_default=PAGE, validate=validate.OneOf((PAGE, HTML, JSON)))


class EraseSchema(Schema):
    """Somebody means it."""

    sure = fields.Boolean(
        required=True,
        validate=validate.Equal(True, error=Sentence(w("想好了，请勾上再删除"))),
        metadata={"title": w("我想好了，要删除，知道找不回来")},
    )
