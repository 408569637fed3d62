"""Giving an office, and naming a deputy."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from volunteer.messages import Schema
from volunteer.people.models import RoleKind
from volunteer.words import word as w

LOGIN = validate.Length(1, 64)
UNTIL = {"title": w("到哪一天为止")}


class OfficeSchema(Schema):
    """What is given to whom, and until when."""

    office = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^(auditor|department_officer|district_officer|subdistrict_officer|secretary"
            r"|unit_contact|worker):[0-9]{1,9}$"
        ),
        metadata={"title": w("什么角色，在哪里"), "x-input": "select"},
    )
    name = fields.String(
        required=True, validate=validate.Length(1, 40), metadata={"title": w("姓名")}
    )
    login = fields.String(
        required=True,
        validate=LOGIN,
        metadata={
            "title": w("登录名"),
            "description": w("已经有账号的，写现在的登录名；没有的，就用它开一个"),
        },
    )
    body = fields.String(
        load_default="",
        validate=validate.Length(max=60),
        metadata={
            "title": w("代表哪个部门或单位"),
            "description": w("部门负责人、单位联络人要填；单位写党员报到时用的全称"),
        },
    )
    ends_on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={**UNTIL, "description": w("不填就是一直到另行决定")},
    )

    @post_load
    def split(self, given: dict[str, Any], **_: object) -> dict[str, Any]:
        """The office as its kind and the number of its place."""
        kind, _colon, number = given.pop("office").partition(":")
        return {**given, "kind": RoleKind(kind), "place_id": int(number)}


class DeputySchema(Schema):
    """Who acts for the secretary, and until when."""

    login = fields.String(required=True, validate=LOGIN, metadata={"title": w("代理人的登录名")})
    ends_on = fields.Date(required=True, metadata=UNTIL)
