"""Reading requests: types as JSON says them, text as a page would send it, errors by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from volunteer.door import LARGEST_ID

WHOLE_BODY = ""  # the key of messages that speak of no single field, as in volunteer/web/errors.py


class Reader(FlaskParser):
    """Reads a request by a schema; what is wrong becomes the same 422 that pages get."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": RAISE}  # noqa: RUF012

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body; none at all counts as an empty object."""
        if req.get_data() and not req.is_json:
            raise UnsupportedMediaType
        try:
            return super().load_json(req, schema)
        except RecursionError:  # thousands of nested brackets
            raise BadRequest from None

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> NoReturn:
        """The messages by field, however deep: {"skills.0.level": [...]}."""
        (said,) = error.normalized_messages().values()  # under the name of the location
        found: dict[str, list[str]] = {}
        for path, sentence in _flat(said):
            key = ".".join(part for part in path if part != "_schema")
            found.setdefault(key or WHOLE_BODY, []).append(sentence)
        raise ValidationError(found)


def exact(schema: type[Schema] | Schema) -> Schema:
    """The schema, taking numbers and truths only as JSON numbers and truths.

    Pages send everything as text, so the schemas of the stages read "1" as well; a JSON client
    that sends it is mistaken and should hear so.
    """
    made = schema() if isinstance(schema, type) else schema
    for field in made.fields.values():
        _make_exact(field)
    return made


def _make_exact(field: fields.Field[Any]) -> None:
    if isinstance(field, fields.Nested):
        exact(field.schema)
    elif isinstance(field, fields.List):
        _make_exact(field.inner)
    elif isinstance(field, fields.Integer):
        field.pre_load = [partial(_whole_number, field), *field.pre_load]
    elif isinstance(field, fields.Boolean):
        field.pre_load = [partial(_truth, field), *field.pre_load]
    elif isinstance(field, fields.String) and not field.load_only:
        field.pre_load = [_trimmed, *field.pre_load]  # pages trim all but passwords


def _whole_number(field: fields.Integer, given: object) -> object:
    if given is None:
        return given
    whole = isinstance(given, int) or (isinstance(given, float) and given.is_integer())
    if isinstance(given, bool) or not whole:
        raise field.make_error("invalid", input=given)
    if abs(given) > LARGEST_ID:  # type: ignore[arg-type]
        raise field.make_error("too_large", input=given)
    return given


def _truth(field: fields.Boolean, given: object) -> object:
    if given is None or isinstance(given, bool):
        return given
    raise field.make_error("invalid", input=given)


def _trimmed(given: object) -> object:
    return given.strip() if isinstance(given, str) else given


def _flat(said: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every sentence in the nest of messages, with the way to it."""
    if isinstance(said, str):
        yield path, said
    elif isinstance(said, Mapping):
        for name, more in said.items():
            yield from _flat(more, (*path, str(name)))
    elif isinstance(said, Iterable):
        for more in said:
            yield from _flat(more, path)
