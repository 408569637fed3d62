"""When something comes again, and what is said about one of its dates."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema, Sentence
from volunteer.needs.schemas import DURATIONS
from volunteer.series.rhythm import Rhythm
from volunteer.words import word as w


class SeriesSchema(Schema):
    """How often, from when until when, at what hour of Shanghai's clock."""

    rhythm = fields.Enum(
        Rhythm, by_value=True, required=True, metadata={"title": w("多久一次"), "x-input": "radio"}
    )
    starts_on = fields.Date(
        required=True,
        metadata={
            "title": w("第一次是哪一天"),
            "description": w("星期几、每月几号，都照这一天算"),
        },
    )
    time = fields.Time(
        format="%H:%M",
        required=True,
        metadata={"title": w("几点开始"), "description": w("早 7 点到晚 10 点之间")},
    )
    minutes = fields.Integer(
        required=True, validate=DURATIONS, metadata={"title": w("大约多久"), "x-unit": w("分钟")}
    )
    ends_on = fields.Date(
        required=True,
        metadata={"title": w("到哪一天为止"), "description": w("最长一年，到时可以再延")},
    )
    skips_holidays = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("国家法定假日暂停"),
            "description": w("放假的那几天都不来，连着的周末也算；调休上班的周末照常来"),
        },
    )


class DaySchema(Schema):
    """Which date is meant."""

    day = fields.Date(required=True, metadata={"title": w("哪一天")})


class EndSchema(Schema):
    """What becomes of dates that somebody has accepted."""

    accepted_too = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("已经有人接的日子也取消"),
            "description": w("不勾的话，已经接好的照常去；没有人接的都取消"),
        },
    )


class AdoptSchema(Schema):
    """The member agrees, once, to all of it."""

    agreed = fields.Boolean(
        required=True,
        validate=validate.Equal(True, error=Sentence(w("请先看一看约定，同意再认领"))),
        metadata={"title": w("我看过上面的约定，愿意认领")},
    )
