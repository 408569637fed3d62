"""Signing in, and the password for it."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema
from volunteer.people.passwords import LONGEST, SHORTEST
from volunteer.people.tickets import Purpose
from volunteer.words import word as w


def _login() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(1, 64),
        metadata={"title": w("登录名或手机号"), "x-autocomplete": "username"},
    )


def _new_password() -> fields.String:
    return fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(SHORTEST, LONGEST),
        metadata={
            "title": w("新密码"),
            "description": w("至少 8 个字；一句自己记得住的话最好"),
            "x-input": "password",
            "x-autocomplete": "new-password",
        },
    )


class SignInSchema(Schema):
    """Login and password."""

    login = _login()
    password = fields.String(
        required=True,
        validate=validate.Length(1, 128),
        metadata={"title": w("密码"), "x-input": "password", "x-autocomplete": "current-password"},
    )


class PasswordSchema(Schema):
    """The password somebody has, and the one they want."""

    current = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, LONGEST),
        metadata={
            "title": w("现在的密码"),
            "x-input": "password",
            "x-autocomplete": "current-password",
        },
    )
    new = _new_password()


class CodeSchema(Schema):
    """The code of this moment, or one from paper."""

    code = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, 32),
        metadata={"title": w("动态码"), "x-autocomplete": "one-time-code"},
    )


class LetterSchema(Schema):
    """For whom a letter is asked, and what for."""

    login = _login()
    purpose = fields.String(
        load_default=Purpose.CODE.value,
        validate=validate.OneOf(
            list(Purpose), labels=[w("六位数，用来登录"), w("链接，用来换密码")]
        ),
        metadata={"title": w("信里要什么")},
    )


class NewPasswordSchema(Schema):
    """The password somebody wants, who does not know the old one."""

    new = _new_password()


class ProofSchema(Schema):
    """The password, or the code of this moment where there is one."""

    proof = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, LONGEST),
        metadata={
            "title": w("密码或动态码"),
            "x-input": "password",
            "x-autocomplete": "current-password",
        },
    )


class TokenSchema(SignInSchema):
    """Login and password, and the code of this moment where the account asks for one."""

    code = fields.String(
        load_only=True, validate=validate.Length(1, 32), metadata={"title": w("动态码")}
    )
