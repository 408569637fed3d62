"""A page's form, drawn from and read by the same marshmallow schema that serves the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from volunteer.web.controls import ROW_KEYS, Control, Offered, Plan, control, row_keys, widget_of
from volunteer.web.sent import refuse_unknown


class Form:
    """A schema with what was typed into it; `value` is what it means once it is `ok`."""

    def __init__(
        self,
        schema: Schema | type[Schema],
        data: Mapping[str, object] | None = None,
        errors: Mapping[str, object] | None = None,
        choices: Mapping[str, Offered] | None = None,
        name: str = "",
    ) -> None:
        self.name = name  # tells the forms of one page apart
        self.schema = schema() if isinstance(schema, type) else schema
        self.data = dict(data or {})
        self.errors = {name: _sentences(said) for name, said in (errors or {}).items()}
        self.choices = choices or {}
        self.value: dict[str, Any] = {}  # what the schema has read: its types vouch for it

    @property
    def ok(self) -> bool:
        return not self.errors

    def refuse(self, name: str, why: str) -> None:
        """The field (or, under "", the whole form) is refused for a reason found later."""
        self.errors.setdefault(name or "_schema", []).append(why)

    def knows(self, sent: str) -> bool:
        """Whether a control of the form sends this name."""
        if sent in self.schema.load_fields:
            return True
        field, *keys = sent.split("-")
        plan = self.schema.load_fields.get(field)
        widget = widget_of(plan, self.choices.get(field)) if plan else ""
        if plan is None or widget not in ROW_KEYS:
            return False
        return len(keys) == len(row_keys(plan, widget)) - 1

    def __contains__(self, name: str) -> bool:
        return name in self.schema.load_fields

    def __iter__(self) -> Iterator[Control]:
        return (self[name] for name in self.schema.load_fields)

    def __getitem__(self, name: str) -> Control:
        """The control of one field; KeyError where the schema has no such field."""
        return control(
            self.schema.load_fields[name],
            name=name,
            typed=self.data.get(name),
            errors=self.errors.get(name, ()),
            choices=self.choices.get(name),
            form=self.name,
        )


def read_form(
    schema: Schema | type[Schema],
    *,
    choices: Mapping[str, Offered] | None = None,
    given: MultiDict[str, str] | None = None,
    name: str = "",
) -> Form:
    """What was sent, read by the schema; an empty control is an absent key. A request that sends
    a field which the form does not have ends here, with 422."""
    given = request.form if given is None else given
    form = Form(schema, choices=choices, name=name)
    refuse_unknown((*given, *request.files), form.knows)
    for field, plan in form.schema.load_fields.items():
        typed = _read(plan, field, widget_of(plan, form.choices.get(field)), given)
        form.data[field] = "" if typed is None else typed
    sent = {field: typed for field, typed in form.data.items() if typed not in ("", [])}
    special = getattr(form.schema, "form_to_data", None)
    if special:
        sent |= special(given)
    try:
        form.value = form.schema.load(sent)
    except ValidationError as wrong:
        form.errors = {one: _sentences(why) for one, why in wrong.normalized_messages().items()}
    return form


def _read(plan: Plan, name: str, widget: str, given: MultiDict[str, str]) -> object:
    if widget in ROW_KEYS:
        return _read_rows(row_keys(plan, widget), f"{name}-", given)
    if isinstance(plan, fields.List):
        return [typed.strip() for typed in given.getlist(name) if typed.strip()]
    if widget == "checkbox":
        # A box that must be ticked is missed; any other that is not ticked says no.
        return True if name in given else (None if plan.required else False)
    typed = given.get(name, "")
    return typed if widget == "password" else typed.strip()


def _read_rows(
    keys: tuple[str, ...], prefix: str, given: MultiDict[str, str]
) -> list[dict[str, str]]:
    """One row per control that was filled: "free_time-5-am" = "2" and the like."""
    rows = []
    for name, typed in given.items():
        parts = name.removeprefix(prefix).split("-")
        if name.startswith(prefix) and len(parts) == len(keys) - 1 and typed:
            rows.append(dict(zip(keys, (*parts, typed), strict=True)))
    return rows


def _sentences(said: object) -> list[str]:
    """Messages of one field as plain sentences, however deep marshmallow nested them."""
    if isinstance(said, str):
        return [said]
    parts = said.values() if isinstance(said, Mapping) else said
    if not isinstance(parts, Iterable):
        raise TypeError(f"neither a sentence nor a group of sentences: {said!r}")
    return list(dict.fromkeys(chain.from_iterable(map(_sentences, parts))))
