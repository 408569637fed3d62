"""The API as it describes itself: OpenAPI 3.1 at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify
from flask_smorest import Api
from marshmallow import fields

from volunteer.api.resource import Resource
from volunteer.door import anyone
from volunteer.messages import Schema

ABOUT = """Everything the pages do, as JSON.

Sign in with `POST /sign-ins` and send the token as `Authorization: Bearer …`; cookies are ignored.
A resident needs no account: posting a need answers a number and a secret, which together open it.
Times are ISO 8601 with an offset; `date` and `time` in a body are on Shanghai's clock.
Errors have one shape, whatever went wrong; sentences are meant for people,
in Chinese or, where Accept-Language prefers it, in English."""


class ErrorOut(Schema):
    """What went wrong, in words for people, and beside which fields."""

    code = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    message = fields.String(required=True, metadata={"description": "What to do next."})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": 'Sentences by field; "" stands for the whole.'},
    )


class DescribedApi(Api):
    """flask-smorest's description of our routes; errors stay with the one handler for all."""

    ERROR_SCHEMA = ErrorOut

    def _register_error_handlers(self) -> None:
        """Nothing: its handler would answer for pages too, and forget Allow and Retry-After."""

    @anyone
    def _openapi_json(self) -> Response:
        return jsonify(self.spec.to_dict())

    def register_blueprint(self, blp: Resource, **_: Any) -> None:
        """The routes answer, described under the name of their stage."""
        self._app.register_blueprint(blp)
        blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
        self.spec.tag({"name": blp.stage, "description": blp.description})


def describe(app: Flask) -> DescribedApi:
    """The description, still without routes, served under /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Volunteer",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = DescribedApi(app, spec_kwargs={"info": {"description": ABOUT}})
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    api.ma_plugin.converter.add_attribute_function(_hour_of_day)
    return api


def _hour_of_day(_converter: object, field: fields.Field[Any], **_: object) -> dict[str, str]:
    """apispec knows no clock times without a zone."""
    if isinstance(field, fields.Time):
        return {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "example": "10:00"}
    return {}
