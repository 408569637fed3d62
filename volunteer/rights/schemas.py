"""In which form somebody wants what is kept about them."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema

PAGE, HTML, JSON = "page", "html", "json"


class ExportSchema(Schema):
    """To be read here, or as a file."""

    form = fields.String(load_default=PAGE, validate=validate.OneOf((PAGE, HTML, JSON)))
