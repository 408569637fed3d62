"""Photos picked in a form that is still being filled in: they are in already while the rest is put
right, and go with what is posted in the end. Nobody knows their names but whoever picked them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, request
from flask_babel import gettext
from marshmallow import fields, validate

from volunteer import keeping
from volunteer.errors import Unreadable
from volunteer.photos.cleaning import MOST_BYTES
from volunteer.photos.models import MOST
from volunteer.photos.schemas import ACCEPTED, ONLY_WHERE
from volunteer.web.counted import counted
from volunteer.web.errors import sentence
from volunteer.web.forms import Form
from volunteer.words import word as w

FIELD = "photos"
LARGEST_POST = 48 << 20  # bytes of a form; larger photos than may be are refused beside the field
TOO_MANY = w("最多放三张照片，多出来的没有收。")
GONE = w("有一张照片放得太久，已经不在了。要的话请再选一次。")


def field() -> fields.List[str]:
    """The field of a form in which photos are picked: the names under which they are in."""
    return fields.List(
        fields.String(validate=validate.Regexp(r"[0-9a-f]{32}\.jpg\Z", error=GONE)),
        load_default=list,
        metadata={
            "title": w("照片（不加也行，最多三张）"),
            "description": ONLY_WHERE,
            "x-input": "file",
            "x-accept": ACCEPTED,
            "x-multiple": True,
        },
    )


def takes(pages: Blueprint, *views: str) -> None:
    """These views are sent photos among the rest."""

    @pages.url_value_preprocessor  # before the guard against forged forms reads the body
    def allow(endpoint: str | None, _values: object) -> None:
        if endpoint in [f"{pages.name}.{view}" for view in views]:
            request.max_content_length = LARGEST_POST


def take(form: Form) -> None:
    """The form holds the photos that were picked, now or before, three at most; what is none is
    refused beside the field, and the others stay."""
    names: list[str] = []
    for name in dict.fromkeys(filter(None, request.form.getlist(FIELD))):
        if keeping.is_held(name):
            names.append(name)
        elif FIELD not in form.errors:
            form.refuse(FIELD, gettext(GONE))
    for file in request.files.getlist(FIELD):
        with file.stream:
            content = file.read(MOST_BYTES + 1) if file.filename else b""
        try:
            if content and len(names) == MOST:
                raise Unreadable(TOO_MANY, {})
            if file.filename:
                names.append(keeping.hold(content))
        except Unreadable as error:
            form.refuse(FIELD, sentence(error))
    form.data[FIELD] = form.value[FIELD] = names[:MOST]


def names_in(form: Form) -> Sequence[str]:
    """The names under which the photos of a form are in."""
    names = form.data.get(FIELD, ())
    return names if isinstance(names, list) else ()


def in_words(form: Form) -> str:
    """How many are in, to look over."""
    names = names_in(form)
    return counted("%(n)s 张", len(names)) if names else gettext("没有加")
