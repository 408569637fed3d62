"""What an auditor asks for."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from volunteer.audit.queries import Asked, Source
from volunteer.messages import Schema
from volunteer.words import word as w

CODE = validate.Length(max=40)


class AuditSchema(Schema):
    """Which rows; what is left out is not asked."""

    source = fields.Enum(
        Source,
        by_value=True,
        load_default=Source.HISTORY,
        metadata={"title": w("看什么"), "x-input": "select"},
    )
    who = fields.String(
        load_default="", validate=validate.Length(max=30), metadata={"title": w("谁做的（姓名）")}
    )
    kind = fields.String(
        load_default="", validate=CODE, metadata={"title": w("哪一类"), "x-input": "select"}
    )
    what = fields.String(load_default="", validate=CODE, metadata={"title": w("做了什么（代码）")})
    community_id = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"title": w("哪个社区"), "x-input": "select"},
    )
    since = fields.Date(load_default=None, allow_none=True, metadata={"title": w("从哪一天")})
    until = fields.Date(load_default=None, allow_none=True, metadata={"title": w("到哪一天")})

    @post_load
    def asked(self, given: dict[str, Any], **_: object) -> dict[str, Any]:
        """All that is asked, as one thing; beside it what else was given."""
        names = Asked.__dataclass_fields__
        asked = Asked(**{name: value for name, value in given.items() if name in names})
        return {"asked": asked, **{k: v for k, v in given.items() if k not in names}}
