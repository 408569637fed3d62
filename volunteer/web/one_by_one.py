"""Posting a need in the elder version: one question on a page, then everything to look over.

Nothing is kept here on the way: each page carries what was answered before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import render_template, request

from volunteer.needs.children import speaks_of_child
from volunteer.needs.danger import calls_for
from volunteer.web import picked
from volunteer.web.controls import Control
from volunteer.web.forms import Form

# What each page asks. A box to tick stands with the question it belongs to.
QUESTIONS: tuple[tuple[str, ...], ...] = (
    ("wish",),
    ("date",),
    ("time",),
    ("minutes",),
    ("grid_id",),
    ("address",),
    (picked.FIELD,),
    ("contact_name", "for_family"),
    ("contact_phone",),
)
LOOK_OVER = len(QUESTIONS) + 1


def is_on_the_way() -> bool:
    """What was sent answers one question, or asks for another; it is not yet the whole."""
    return "at" in request.form or "go" in request.form


def first_page(form: Form) -> str:
    """The first question; what is likely is filled in already on those that follow."""
    return _page(form, 1, refused={})


def next_page(form: Form) -> tuple[str, int]:
    """The question after the one that was answered, or the same again with what is wrong.

    Whoever came back from looking over goes there again.
    """
    at = _number("at", most=LOOK_OVER)
    if "go" in request.form:
        return _page(form, _number("go", most=at), refused={}), 200
    asked = _asked(form, at)
    refused = {name: said for name, said in form.errors.items() if name in asked}
    warned = "not_emergency" in asked and not form.data["not_emergency"]
    if refused or warned:
        return _page(form, at, refused=refused), 422
    return _page(form, LOOK_OVER if _was_looked_over() else at + 1, refused={}), 200


def first_wrong_page(form: Form) -> str:
    """The first question whose answer was refused; the whole where none of them was."""
    numbers = range(1, LOOK_OVER)
    wrong = (n for n in numbers if any(name in form.errors for name in _asked(form, n)))
    return _page(form, next(wrong, LOOK_OVER), refused=form.errors)


def _page(form: Form, number: int, *, refused: Mapping[str, list[str]]) -> str:
    asked = _asked(form, number)
    form.errors = dict(refused)
    return render_template(
        "needs/question.html" if asked else "needs/look_over.html",
        form=form,
        asked=asked,
        carried=[one for one in _carried(form) if one[0] not in asked],
        answers=_answers(form),
        number=number,
        total=len(QUESTIONS),
        calls=calls_for(str(form.data["wish"])) if "not_emergency" in asked else [],
        looked_over=_was_looked_over() or not asked,
    )


def _number(name: str, *, most: int) -> int:
    return min(max(request.form.get(name, most, type=int), 1), most)


def _was_looked_over() -> bool:
    return "looked_over" in request.form


def _asked(form: Form, number: int) -> tuple[str, ...]:
    """Words of danger ask one thing more, and so does a child; looking over asks nothing."""
    if number == LOOK_OVER:
        return ()
    wish = str(form.data.get("wish", ""))
    if "contact_name" in QUESTIONS[number - 1] and speaks_of_child(wish):
        return (*QUESTIONS[number - 1], "child_age")
    dangerous = "wish" in QUESTIONS[number - 1] and calls_for(wish)
    return (*QUESTIONS[number - 1], "not_emergency") if dangerous else QUESTIONS[number - 1]


def _carried(form: Form) -> Iterator[tuple[str, object]]:
    """Every answer as its control would send it; a box that is not ticked sends nothing."""
    for control in form:
        if control.name == picked.FIELD:
            yield from ((picked.FIELD, name) for name in picked.names_in(form))
        elif control.value:
            yield control.name, "1" if control.widget == "checkbox" else control.value


def _answers(form: Form) -> Iterator[tuple[int, str, list[object]]]:
    """The number of each question, the question, and its answer in words."""
    for number, (name, *ticks) in enumerate(QUESTIONS, start=1):
        ticked = [form[tick].label for tick in ticks if form[tick].value]
        child = form["child_age"]
        aged = [_in_words(child)] if name == "contact_name" and child.value else []
        said = picked.in_words(form) if name == picked.FIELD else _in_words(form[name])
        yield number, form[name].label, [said, *ticked, *aged]


def _in_words(control: Control) -> object:
    chosen = (one.label for one in control.choices if one.value == control.value)
    return next(chosen, control.value)
