"""One schema draws the page's form and reads what was typed into it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from volunteer.members.schemas import SkillSchema
from volunteer.messages import Schema
from volunteer.needs.types import Risk
from volunteer.web.forms import Form, read_form


class WishSchema(Schema):
    """A small wish with a field of every sort."""

    wish = fields.String(
        required=True,
        validate=validate.Length(4, 500),
        metadata={"title": "需要帮什么忙", "description": "说清楚就好"},
    )
    kind = fields.Enum(Risk, by_value=True, required=True)
    minutes = fields.Integer(load_default=60, validate=validate.Range(15, 480))
    on = fields.Date()
    ways = fields.List(fields.String(validate=validate.OneOf(["phone", "door"])))
    skills = fields.List(fields.Nested(SkillSchema), metadata={"x-input": "levels"})
    secret = fields.String(metadata={"x-input": "password"})
    asked = fields.Boolean(load_default=True)
    agreed = fields.Boolean(required=True)


TYPED = {"wish": "修水龙头", "kind": "high", "agreed": "1"}


@pytest.fixture(autouse=True)
def _page(app: Flask):
    with app.test_request_context():
        yield


def read(**typed: str | list[str]) -> Form:
    return read_form(WishSchema, given=MultiDict(TYPED | typed))


def test_what_was_typed_is_read_as_what_it_means() -> None:
    form = read(on="2026-11-21", minutes="90", ways=["phone", "door"])

    assert form.ok
    assert form.value["on"] == date(2026, 11, 21)
    assert (form.value["minutes"], form.value["kind"]) == (90, Risk.HIGH)
    assert form.value["ways"] == ["phone", "door"]


def test_an_empty_control_is_an_absent_key() -> None:
    form = read(minutes=" ", on="", ways=[])

    assert form.value["minutes"] == 60
    assert not {"on", "ways"} & form.value.keys()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"csrf_token": "abc", "skills-first_aid": "2"}, None),
        ({"role": "secretary"}, 422),
        ({"skills-first_aid-2": "2"}, 422),
        ({"website": ""}, 422),
    ],
)
def test_what_the_form_does_not_have_is_refused(app: Flask, sent: dict, status: int | None) -> None:
    with app.test_request_context(method="POST", data=TYPED | sent):
        try:
            assert read_form(WishSchema).ok
            came = None
        except HTTPException as refused:
            came = refused.response.status_code

    assert came == status


def test_a_box_without_a_tick_says_no() -> None:
    assert read().value["asked"] is False


def test_a_box_that_must_be_ticked_is_missed() -> None:
    form = read_form(WishSchema, given=MultiDict({"wish": "修水龙头", "kind": "low"}))

    assert form.errors == {"agreed": ["这一项要填"]}


def test_rows_of_a_grid_are_read_from_the_names_of_their_controls() -> None:
    form = read(**{"skills-plumbing": "2", "skills-law": "", "skills-it_phone": "1"})

    assert form.value["skills"] == [
        {"skill": "plumbing", "level": 2},
        {"skill": "it_phone", "level": 1},
    ]
    assert form["skills"].value == {"plumbing": "2", "it_phone": "1"}


def test_typed_text_is_kept_when_something_is_wrong_but_never_a_password() -> None:
    form = read(minutes="9000", secret="a long secret")

    assert form.errors == {"minutes": ["请填 15 到 480 之间的数"]}
    assert form["wish"].value == "修水龙头"
    assert form["minutes"].value == "9000"
    assert form["secret"].value == ""


def test_a_field_that_was_emptied_stays_empty_beside_the_error_of_another() -> None:
    assert read(wish="", minutes="")["minutes"].value == ""


def test_errors_deep_in_a_grid_stand_beside_the_grid() -> None:
    assert read(**{"skills-plumbing": "9"}).errors == {"skills": ["请从给出的里面选"]}


def test_the_browser_is_told_the_limits_of_the_schema() -> None:
    form = Form(WishSchema)

    assert form["wish"].attributes["maxlength"] == 500
    assert form["minutes"].attributes | {"min": "15", "max": "480"} == form["minutes"].attributes
    assert form["wish"].required and not form["minutes"].required


@pytest.mark.parametrize(
    ("name", "widget"),
    [
        ("wish", "textarea"),
        ("kind", "radio"),
        ("minutes", "number"),
        ("on", "date"),
        ("ways", "checkboxes"),
        ("skills", "levels"),
        ("secret", "password"),
        ("agreed", "checkbox"),
    ],
)
def test_the_control_follows_the_field(name: str, widget: str) -> None:
    assert Form(WishSchema)[name].widget == widget


def test_many_choices_become_a_list_and_keep_their_groups() -> None:
    grids = {
        "东片": [(1, "一网格"), (2, "二网格"), (3, "三网格")],
        "西片": [(4, "四"), (5, "五"), (6, "六")],
    }
    control = Form(WishSchema, data={"minutes": 4}, choices={"minutes": grids})["minutes"]

    assert control.widget == "select"
    assert [heading for heading, _ in control.groups] == ["东片", "西片"]
    assert control.value == "4"


def test_a_closed_list_is_offered_in_words(app):
    with app.test_request_context():
        offered = [one for group in Form(WishSchema)["kind"].groups for one in group[1]]

    assert ("high", "高风险") in [(one.value, one.label) for one in offered]


def test_an_action_can_refuse_a_field_later() -> None:
    form = read()
    form.refuse("wish", "这件事昨天已经提过")

    assert not form.ok
    assert form["wish"].described_by == "f-wish-hint f-wish-error"
