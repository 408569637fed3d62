"""What a resident says, and what triage decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from volunteer.members.schemas import PHONE
from volunteer.members.skills import SKILLS, Level
from volunteer.messages import Schema
from volunteer.needs.types import (
    NEED_TYPES,
    SPOKEN,
    AgeBand,
    Cancellation,
    Channel,
    Door,
    Rejection,
    Risk,
    Urgency,
)
from volunteer.words import word as w

DURATIONS = validate.Range(15, 480)


class WindowSchema(Schema):
    """When: a day, an hour on Shanghai's clock, how long."""

    date = fields.Date(required=True, metadata={"title": w("哪一天")})
    time = fields.Time(
        format="%H:%M",
        required=True,
        metadata={"title": w("几点开始"), "description": w("早 7 点到晚 10 点之间")},
    )
    minutes = fields.Integer(
        required=True, validate=DURATIONS, metadata={"title": w("大约多久"), "x-unit": w("分钟")}
    )


def _meeting_point(**more: Any) -> fields.String:
    return fields.String(
        validate=validate.Length(max=80),
        metadata={
            "title": w("碰头地点"),
            "description": w("接单以前就能看到，请不要写居民的门牌。没有就空着。"),
            "x-placeholder": w("例如：小区东门"),
        },
        **more,
    )


class RearrangeSchema(WindowSchema):
    """Another time and, where it is said anew, another meeting point."""

    meeting_point = _meeting_point()

    def form_to_data(self, given: Mapping[str, str]) -> dict[str, str]:
        """A control of a page that was emptied takes the meeting point away."""
        return {"meeting_point": given.get("meeting_point", "").strip()}


class PostSchema(WindowSchema):
    """A resident says what is needed."""

    wish = fields.String(
        required=True,
        validate=validate.Length(4, 500),
        metadata={
            "title": w("需要帮什么忙"),
            "description": w("一两句话就够。请不要写身份证号、银行卡号。"),
            "x-input": "textarea",
            "x-placeholder": w("例如：厨房水龙头一直滴水，想请人来看看"),
        },
    )
    type = fields.String(
        load_default="other",
        validate=validate.OneOf(list(NEED_TYPES)),
        metadata={"title": w("属于哪一类")},
    )
    child_age = fields.Enum(
        AgeBand,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={
            "title": w("如果是孩子的事，孩子多大"),
            "description": w("只要年龄段；请不要写孩子的姓名和学校。"),
            "x-placeholder": w("不是孩子的事"),
        },
    )
    grid_id = fields.Integer(required=True, metadata={"title": w("住在哪个社区、哪个网格")})
    address = fields.String(
        required=True,
        validate=validate.Length(2, 120),
        metadata={
            "title": w("楼号门牌"),
            "description": w("只有社区和接单的人能看到"),
            "x-placeholder": w("例如：3 号楼 2 单元 501"),
            "x-autocomplete": "street-address",
        },
    )
    contact_name = fields.String(
        required=True,
        validate=validate.Length(1, 30),
        metadata={"title": w("怎么称呼您"), "x-autocomplete": "name"},
    )
    contact_phone = fields.String(
        required=True,
        validate=PHONE,
        metadata={
            "title": w("联系电话"),
            "description": w("只有社区和接单的人能看到"),
            "x-input": "tel",
            "x-autocomplete": "tel",
        },
    )
    not_emergency = fields.Boolean(
        load_default=False, metadata={"title": w("不是紧急情况，继续提交")}
    )
    for_family = fields.Boolean(load_default=False, metadata={"title": w("我是替家人或邻居提的")})


class CallerSchema(PostSchema):
    """Staff write a need down for somebody who called or came."""

    class Meta:
        exclude = ("for_family",)

    channel = fields.Enum(
        Channel,
        by_value=True,
        required=True,
        validate=validate.OneOf(SPOKEN),
        metadata={"title": w("从哪里来的")},
    )


class ApproveSchema(WindowSchema):
    """The secretary decides what the task is."""

    type = fields.String(
        required=True, validate=validate.OneOf(list(NEED_TYPES)), metadata={"title": w("类型")}
    )
    title = fields.String(
        required=True,
        validate=validate.Length(2, 40),
        metadata={"title": w("任务名称"), "description": w("接单的人先看到它；不要写姓名和门牌")},
    )
    skill = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(SKILLS)),
        metadata={"title": w("需要的特长")},
    )
    skill_level = fields.Integer(
        load_default=1,
        validate=validate.OneOf([int(one) for one in Level]),
        metadata={"title": w("至少要多熟练")},
    )
    headcount = fields.Integer(
        load_default=1, validate=validate.Range(1, 50), metadata={"title": w("需要几个人")}
    )
    together = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("人凑齐了才去"),
            "description": w("比如抬家具：少一个人就做不成，系统会一次约齐，否则先不约"),
        },
    )
    urgency = fields.Enum(
        Urgency, by_value=True, load_default=Urgency.NORMAL, metadata={"title": w("紧急程度")}
    )
    risk = fields.Enum(Risk, by_value=True, load_default=Risk.LOW, metadata={"title": w("风险")})
    risk_note = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"title": w("风险提示"), "description": w("中、高风险必须写明要注意什么")},
    )
    insurance = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={
            "title": w("保险单号或投保说明"),
            "description": w("高风险必须先有保险；接单的人会在约定里看到"),
        },
    )
    meeting_point = _meeting_point(load_default="")


class AskSchema(Schema):
    """A question back to the resident."""

    question = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("想再问一句")}
    )


class AnswerSchema(Schema):
    """The resident's answer."""

    answer = fields.String(
        required=True,
        validate=validate.Length(1, 500),
        metadata={"title": w("您的回答"), "x-input": "textarea"},
    )


class RejectSchema(Schema):
    """Why the need is not taken on."""

    reason = fields.Enum(Rejection, by_value=True, required=True, metadata={"title": w("原因")})
    why = fields.String(
        required=True,
        validate=validate.Length(2, 300),
        metadata={"title": w("给居民的说明"), "description": w("说清楚为什么，并告诉可以再找谁")},
    )


class MergeSchema(Schema):
    """Which need it is the same as."""

    into = fields.String(
        required=True,
        validate=validate.Length(5, 20),
        metadata={"title": w("并入哪一单"), "x-placeholder": w("XQ…")},
    )


class RedirectSchema(Schema):
    """Which door to knock at instead."""

    door = fields.Enum(Door, by_value=True, required=True, metadata={"title": w("转到哪里")})
    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("给居民的说明")}
    )


class CancelSchema(Schema):
    """Why it is no longer needed."""

    reason = fields.Enum(
        Cancellation,
        by_value=True,
        load_default=Cancellation.NO_LONGER_NEEDED,
        metadata={"title": w("原因")},
    )
