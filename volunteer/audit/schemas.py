"""What an auditor asks for."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from volunteer.audit.queries import Asked, Source
from volunteer.messages import Schema
from volunteer.needs.models import id_of_number
from volunteer.words import word as w

CODE = validate.Length(max=40)
LARGEST = 2**31 - 1


class _LookedForSchema(Schema):
    """By whom, about which one, where and when; what is left out is not asked."""

    who = fields.String(
        load_default="", validate=validate.Length(max=30), metadata={"title": w("谁做的（姓名）")}
    )
    community_id = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"title": w("哪个社区"), "x-input": "select", "x-placeholder": w("都看")},
    )
    since = fields.Date(load_default=None, allow_none=True, metadata={"title": w("从哪一天")})
    until = fields.Date(load_default=None, allow_none=True, metadata={"title": w("到哪一天")})

    @post_load
    def asked(self, given: dict[str, Any], **_: object) -> dict[str, Any]:
        """All that is asked, as one thing; beside it what else was given."""
        given = self._in_codes(given)
        names = Asked.__dataclass_fields__
        asked = Asked(**{name: value for name, value in given.items() if name in names})
        return {"asked": asked, **{k: v for k, v in given.items() if k not in names}}

    def _in_codes(self, given: dict[str, Any]) -> dict[str, Any]:
        return given


class AuditSchema(_LookedForSchema):
    """Which rows, by codes."""

    source = fields.Enum(Source, by_value=True, load_default=Source.HISTORY)
    kind = fields.String(load_default="", validate=CODE)
    what = fields.String(load_default="", validate=CODE)
    thing_id = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(1, LARGEST)
    )


class LookThroughSchema(_LookedForSchema):
    """Which rows, by one choice: `about` is a source, or a source, a kind and what was done, with
    dots between; and by the number that people say."""

    class Meta(Schema.Meta):
        fields = ("about", "who", "number", "community_id", "since", "until")

    about = fields.String(
        load_default=Source.HISTORY.value,
        metadata={
            "title": w("看什么"),
            "x-input": "select",
            "x-placeholder": w("办事的经过：都看"),
        },
    )
    number = fields.String(
        load_default="",
        validate=validate.Length(max=20),
        metadata={"title": w("第几号（或 XQ 单号）")},
    )

    def _in_codes(self, given: dict[str, Any]) -> dict[str, Any]:
        source, kind, what = (*given.pop("about").split("."), "", "")[:3]
        if source not in set(Source):
            raise ValidationError(w("请从名单里选。"), "about")
        number = given.pop("number").strip()
        thing_id = _number(number)
        if number and thing_id is None:
            raise ValidationError(w("请写一个数，或 XQ 开头的单号。"), "number")
        if number and not number.isdigit():
            kind = kind or "need"
        return {**given, "source": Source(source), "kind": kind, "what": what, "thing_id": thing_id}


def _number(said: str) -> int | None:
    found = id_of_number(said) if said.upper().startswith("XQ") else None
    if found is None and said.isascii() and said.isdigit():
        found = int(said)
    return found if found is not None and 0 < found <= LARGEST else None
