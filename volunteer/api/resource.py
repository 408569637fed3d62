"""Routes that describe themselves: what they take, give and refuse, and who may come."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema

from volunteer import door
from volunteer.api.reading import Reader, exact

View = Callable[..., Any]
Given = dict[str, Any]  # what was sent, as the schema read it


class Resource(Blueprint):
    """The routes of one stage under /api/v1."""

    ARGUMENTS_PARSER = Reader()

    def __init__(self, stage: str, description: str) -> None:
        super().__init__(f"api-{stage}", __name__, url_prefix="/api/v1", description=description)
        self.stage = stage

    def add_url_rule(self, rule: str, *given: Any, **choices: Any) -> None:
        """The route stands under the name of its stage."""
        super().add_url_rule(rule, *given, **{**choices, "tags": [self.stage]})

    def arguments(self, schema: type[Schema], *, location: str = "json") -> Callable[[View], View]:
        """The view gets what was sent, read by the schema, as its first argument."""
        if location != "json":
            return super().arguments(schema, location=location)
        body = exact(schema)
        required = any(field.required for field in body.fields.values())
        return super().arguments(body, required=required)

    def signed_in(self, view: View) -> View:
        """The view is only reached with a bearer token."""
        guarded = self.alt_response(401, response="UNAUTHORIZED")(door.signed_in(view))
        return self.doc(security=[{"bearer": []}])(guarded)

    def anyone(self, view: View) -> View:
        """The view is open to everybody; a token is welcome all the same."""
        return self.doc(security=[])(door.anyone(view))

    def limit(self, rule: str, *, share: str) -> Callable[[View], View]:
        """The view may be called only so often from one address, pages counted in."""

        def decorate(view: View) -> View:
            limited = door.limit(rule, share=share)(view)
            return self.alt_response(429, response="TOO_MANY_REQUESTS")(limited)

        return decorate

    def refuses(self, *codes: int) -> Callable[[View], View]:
        """The description names these refusals."""

        def decorate(view: View) -> View:
            for code in codes:
                view = self.alt_response(code, response=HTTPStatus(code).name)(view)
            return view

        return decorate

    def verb(
        self,
        rule: str,
        takes: type[Schema] | None = None,
        *,
        gives: type[Schema] | None,
        status: int = 200,
    ) -> Callable[[View], View]:
        """A step somebody signed in takes: POST, refused with 403, 404 or 409."""

        def decorate(view: View) -> View:
            view = self.response(status, gives)(self.refuses(403, 404, 409)(view))
            if takes:
                view = self.arguments(takes)(view)
            return self.post(rule)(self.signed_in(view))

        return decorate

    def lists(self, rule: str, takes: type[Schema], *, gives: type[Schema]) -> Callable[..., View]:
        """A page of what the person signed in may see."""

        def decorate(view: View) -> View:
            read = self.arguments(takes, location="query")(self.response(200, gives)(view))
            return self.get(rule)(self.signed_in(read))

        return decorate

    def shows(self, rule: str, *, gives: type[Schema]) -> Callable[[View], View]:
        """One thing the person signed in may see."""

        def decorate(view: View) -> View:
            found = self.response(200, gives)(self.refuses(404)(view))
            return self.get(rule)(self.signed_in(found))

        return decorate
