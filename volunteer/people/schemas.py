"""Signing in."""

from __future__ import annotations

from marshmallow import fields, validate

from volunteer.messages import Schema
from volunteer.words import word as w


class SignInSchema(Schema):
    """Login and password."""

    login = fields.String(
        required=True,
        validate=validate.Length(1, 64),
        metadata={"title": w("登录名或手机号"), "x-autocomplete": "username"},
    )
    password = fields.String(
        required=True,
        validate=validate.Length(1, 128),
        metadata={"title": w("密码"), "x-input": "password", "x-autocomplete": "current-password"},
    )
