"""What a member tells when reporting in."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate, validates_schema

from volunteer.consents.words import MATCHED
from volunteer.members.free_time import Grade, Part
from volunteer.members.models import Reminders
from volunteer.members.skills import SKILLS, Group, Level
from volunteer.messages import Schema
from volunteer.people.passwords import LONGEST, SHORTEST, TOO_EASY, is_guessable
from volunteer.words import word as w

MOBILE = validate.Regexp(r"^1[3-9]\d{9}$", error=w("请填 11 位手机号"))
PHONE = validate.Regexp(r"^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})$", error=w("请填手机号或座机号"))


class SkillSchema(Schema):
    """One skill and how well."""

    skill = fields.String(required=True, validate=validate.OneOf(list(SKILLS)))
    level = fields.Integer(required=True, validate=validate.OneOf([int(one) for one in Level]))


class FreePartSchema(Schema):
    """One part of the week and its grade."""

    weekday = fields.Integer(required=True, validate=validate.Range(0, 6))
    part = fields.Integer(required=True, validate=validate.OneOf([int(one) for one in Part]))
    grade = fields.Integer(required=True, validate=validate.OneOf([int(one) for one in Grade]))


class ProfileSchema(Schema):
    """What a member may change at any time."""

    unit_name = fields.String(
        required=True,
        validate=validate.Length(2, 60),
        metadata={"title": w("工作单位党组织"), "x-placeholder": w("例如：示例区图书馆党支部")},
    )
    grid_id = fields.Integer(required=True, metadata={"title": w("居住的网格")})
    skills = fields.List(
        fields.Nested(SkillSchema),
        load_default=list,
        validate=validate.Length(max=len(SKILLS)),
        metadata={
            "title": w("特长"),
            "description": w("选会做的，写明熟练程度"),
            "x-input": "levels",
        },
    )
    free_time = fields.List(
        fields.Nested(FreePartSchema),
        load_default=list,
        validate=validate.Length(max=21),
        metadata={"title": w("每周有空的时间"), "x-input": "free-time"},
    )
    tasks_per_week = fields.Integer(
        load_default=1,
        validate=validate.Range(1, 14),
        metadata={"title": w("每周最多接几单")},
    )
    reach_minutes = fields.Integer(
        load_default=15,
        validate=validate.Range(1, 120),
        metadata={"title": w("最远愿意步行多少分钟")},
    )
    wants_offers = fields.Boolean(
        load_default=None,  # nothing said is no consent, and changes none
        metadata={
            "title": w("愿意收到系统匹配的邀请"),
            "description": MATCHED,
        },
    )
    wished_group = fields.Enum(
        Group,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={
            "title": w("最想做的一类（可不选）"),
            "description": w("会先想到您；别的也还会问您"),
            "x-input": "select",
            "x-placeholder": w("都可以"),
        },
    )
    serves_neighbours = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("也愿意去本街道其他社区"),
            "description": w("勾选后，邻近社区的需求也会找您；随时可以取消"),
        },
    )
    reminders = fields.Enum(
        Reminders,
        by_value=True,
        load_default=Reminders.BOTH,
        metadata={"title": w("接了单以后怎么提醒")},
    )
    wants_digest = fields.Boolean(
        load_default=False,
        metadata={
            "title": w("每天傍晚告诉我还有几单适合我"),
            "description": w("一天最多一条；没有合适的就不打扰"),
        },
    )

    @validates_schema
    def each_stands_once(self, data: dict[str, list[dict[str, int]]], **_: object) -> None:
        """A skill or a part of the week named twice would be two truths."""
        named = [one["skill"] for one in data.get("skills", [])]
        if len(named) != len(set(named)):
            raise ValidationError(w("同一项特长只填一次"), "skills")
        parts = [(one["weekday"], one["part"]) for one in data.get("free_time", [])]
        if len(parts) != len(set(parts)):
            raise ValidationError(w("同一时段只填一次"), "free_time")


class RegistrationSchema(ProfileSchema):
    """Reporting in: an account and a profile."""

    class Meta(Schema.Meta):
        # In the order in which the page asks, and says what is still missing.
        fields = ("name", "phone", "password", *ProfileSchema._declared_fields)

    name = fields.String(
        required=True,
        validate=validate.Length(2, 30),
        metadata={"title": w("姓名"), "x-autocomplete": "name"},
    )
    phone = fields.String(
        required=True,
        validate=MOBILE,
        metadata={
            "title": w("手机号"),
            "description": w("用它登录；只有社区书记能看到"),
            "x-input": "tel",
            "x-autocomplete": "tel",
        },
    )
    password = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(SHORTEST, LONGEST),
        metadata={
            "title": w("设一个密码"),
            "description": w("至少 8 个字；一句自己记得住的话最好"),
            "x-input": "password",
            "x-autocomplete": "new-password",
        },
    )

    @validates_schema
    def password_is_not_guessed(self, data: dict[str, str], **_: object) -> None:
        """Nobody who knows the name and the phone can guess the password."""
        if is_guessable(data["password"], data["name"], data["phone"]):
            raise ValidationError(TOO_EASY, "password")


class PauseSchema(Schema):
    """Until when a member is not to be asked."""

    until = fields.Date(
        required=True,
        metadata={"title": w("暂停到哪一天（含当天）"), "description": w("暂停期间不会收到邀请")},
    )


class DecisionSchema(Schema):
    """Why a registration is returned or refused."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("说明原因")}
    )


class ConfirmSchema(Schema):
    """Which licences the secretary has seen, and until when they hold."""

    licences = fields.Dict(
        keys=fields.String(validate=validate.OneOf([c for c, s in SKILLS.items() if s.licence])),
        values=fields.Date(),
        load_default=dict,
        metadata={"title": w("已核验的证书有效期")},
    )
