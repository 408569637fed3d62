"""One control of a form: how a field of a schema is drawn, with what words and limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from itertools import chain
from typing import Any, TypeVar

from flask_babel import gettext
from marshmallow import fields, missing, validate

from volunteer.clock import local
from volunteer.web import labels

Plan = fields.Field[Any]
Check = TypeVar("Check")
Offered = Mapping[str, Iterable[object]] | Iterable[object] | None
WIDGETS = (
    (fields.Boolean, "checkbox"),
    (fields.Integer, "number"),
    (fields.DateTime, "datetime-local"),
    (fields.Date, "date"),
    (fields.Time, "time"),
    (fields.Email, "email"),
)
# Widgets that send one control per row, named "<field>-<key>…" with the last key as its value.
ROW_KEYS = {"free-time": ("weekday", "part", "grade"), "levels": ("skill", "level")}
LONG_TEXT = 120
FEW_CHOICES = 5


@dataclass(frozen=True)
class Choice:
    """One thing to choose, with the words for it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Control:
    """What a macro needs to draw one field with its label, hint and errors."""

    name: str
    label: str
    hint: str
    widget: str
    value: object
    errors: Sequence[str] = ()
    required: bool = False
    unit: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    groups: Sequence[tuple[str, Sequence[Choice]]] = ()
    form: str = ""

    @property
    def id(self) -> str:
        """Unlike any other on the page, also where several forms ask for the same field."""
        return f"f-{self.form}-{self.name}" if self.form else f"f-{self.name}"

    @property
    def target(self) -> str:
        """Where a link from the list of errors leads: what can be typed into or chosen first."""
        if self.widget in ("radio", "checkboxes"):
            return f"{self.id}-1-1"
        return f"{self.id}-0-0-0" if self.widget == "free-time" else self.id

    @property
    def choices(self) -> list[Choice]:
        return list(chain.from_iterable(choices for _heading, choices in self.groups))

    @property
    def described_by(self) -> str | None:
        parts = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(parts) or None


def control(
    plan: Plan, *, name: str, typed: object, errors: Sequence[str], choices: Offered, form: str = ""
) -> Control:
    """The control of one field, holding what was typed and what is wrong with it."""
    told, widget = plan.metadata, widget_of(plan, choices)
    return Control(
        name=name,
        label=_words(told, "title") or name,
        hint=_words(told, "description"),
        widget=widget,
        value=_as_typed(plan, widget, _default(plan) if typed is None else typed),
        errors=errors,
        required=plan.required,
        unit=_words(told, "x-unit"),
        attributes=_attributes(plan, widget),
        groups=_groups(choices or _own_choices(plan)),
        form=form,
    )


def _words(told: Mapping[str, Any], key: str) -> str:
    """What the metadata says under this key, in the reader's language; empty without it."""
    return gettext(told[key]) if told.get(key) else ""


def widget_of(plan: Plan, choices: Offered = None) -> str:
    """How the field is drawn: as its metadata says, else by its type and its choices."""
    if "x-input" in plan.metadata:
        return str(plan.metadata["x-input"])
    if isinstance(plan, fields.List):
        return "checkboxes"
    offered = _groups(choices or _own_choices(plan))
    if offered:
        return "radio" if sum(len(some) for _, some in offered) <= FEW_CHOICES else "select"
    for kind, widget in WIDGETS:
        if isinstance(plan, kind):
            return widget
    longest = max((check.max or 0 for check in _checks(plan, validate.Length)), default=0)
    return "textarea" if longest > LONG_TEXT else "text"


def row_keys(plan: Plan, widget: str) -> tuple[str, ...]:
    """Names of the parts of one row of a grid, the last one being its value."""
    return tuple(plan.metadata.get("x-keys", ROW_KEYS[widget]))


def _default(plan: Plan) -> object:
    default = plan.load_default
    return None if default is missing or callable(default) else default


def _as_typed(plan: Plan, widget: str, value: object) -> object:
    """The value as a person would have typed it; passwords and files are never shown again."""
    if widget in ("password", "file"):
        return ""
    if widget in ROW_KEYS:
        keys = row_keys(plan, widget)
        rows = value if isinstance(value, Iterable) and not isinstance(value, str) else ()
        return {"-".join(cells[:-1]): cells[-1] for cells in map(_cells(keys), rows)}
    if isinstance(value, list | tuple | set | frozenset):
        return [_text(one) for one in value]
    return bool(value) if widget == "checkbox" else _text(value)


def _cells(keys: tuple[str, ...]) -> Callable[[object], list[str]]:
    def of(row: object) -> list[str]:
        return [_text(row[key] if isinstance(row, Mapping) else getattr(row, key)) for key in keys]

    return of


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _attributes(plan: Plan, widget: str) -> dict[str, object]:
    """What the browser may know of the rule, so that it can help while typing."""
    told = plan.metadata
    known: dict[str, object] = {
        "autocomplete": told.get("x-autocomplete"),
        "accept": told.get("x-accept"),
        "multiple": told.get("x-multiple"),
        "inputmode": told.get("x-inputmode"),
        "placeholder": _words(told, "x-placeholder") or None,
        "rows": told.get("x-rows", 4) if widget == "textarea" else None,
    }
    if widget in ("text", "textarea", "password", "tel", "email", "search"):
        for check in _checks(plan, validate.Length):
            known |= {"maxlength": check.max or check.equal, "minlength": check.min}
    if widget in ("number", "date", "time", "datetime-local"):
        for limits in _checks(plan, validate.Range):
            known |= {"min": _text(limits.min) or None, "max": _text(limits.max) or None}
    if widget == "number":
        known["inputmode"] = known["inputmode"] or "numeric"
    return {name: value for name, value in known.items() if value is not None}


def _checks(plan: Plan, kind: type[Check]) -> list[Check]:
    return [check for check in plan.validators if isinstance(check, kind)]


def _own_choices(plan: Plan) -> Sequence[object]:
    """What the schema itself allows; pages give better words with `choices`."""
    if isinstance(plan, fields.Enum):
        return [(_text(member), labels.name(member)) for member in plan.enum]
    inner = plan.inner if isinstance(plan, fields.List) else plan
    for check in _checks(inner, validate.OneOf):
        values, words = list(check.choices), list(check.labels)
        return list(zip(map(_text, values), words + values[len(words) :], strict=True))
    return ()


def _groups(offered: Offered) -> list[tuple[str, list[Choice]]]:
    """Choices under their headings; without headings all stand under an empty one."""
    if not offered:
        return []
    if isinstance(offered, Mapping):
        return [
            (gettext(heading) if heading else "", _choices(some))
            for heading, some in offered.items()
        ]
    return [("", _choices(offered))]


def _choices(offered: Iterable[object]) -> list[Choice]:
    made = []
    for one in offered:
        value, label, *hint = one if isinstance(one, tuple) else (one, one)
        words = [gettext(part) for part in (_text(label), *map(_text, hint)) if part]
        made.append(Choice(_text(value), *words))
    return made
