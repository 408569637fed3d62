"""How a community asks its members."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema
from volunteer.words import word as w


class AskingSchema(Schema):
    """Whether the next best is asked by itself, and when rounds are released by timetable."""

    asks_by_itself = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("待接单的需求，系统自己接着问下一位合适的人"),
            "description": w("不勾的话，先等您发布一轮匹配；发布过的，没有人接就接着问"),
        },
    )
    days = fields.List(
        fields.Integer(validate=validate.Range(0, 6)),
        load_default=list,
        metadata={
            "title": w("每周哪几天自动排一轮、发邀请"),
            "description": w("都不选就不自动发，由您看过再发"),
        },
    )
    hour = fields.Time(
        format="%H:%M",
        load_default=None,
        allow_none=True,
        metadata={"title": w("几点发")},
    )
