"""Why somebody wants to see whom to call."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.contacts.models import CHOSEN, Reason
from volunteer.messages import Schema
from volunteer.words import word as w


class LookSchema(Schema):
    """A reason from the list, and words of one's own; whoever is on the way needs to say none."""

    reason = fields.Enum(
        Reason,
        by_value=True,
        load_default=None,
        validate=validate.OneOf(CHOSEN),
        metadata={"title": w("为什么要看"), "description": w("本人能看到谁看过、为什么看")},
    )
    words = fields.String(
        load_default="", validate=validate.Length(max=100), metadata={"title": w("补一句")}
    )
