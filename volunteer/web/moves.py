"""Leaving, and moving to another community: one's own hand, and the secretary who confirms."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import DomainError
from volunteer.members.schemas import DecisionSchema
from volunteer.moves import actions, queries
from volunteer.moves.schemas import FarewellSchema, MoveSchema
from volunteer.orders.lifecycle import AHEAD
from volunteer.places.queries import communities
from volunteer.web import choices
from volunteer.web.errors import refuse as say
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own

pages = Blueprint("moves", __name__)
Page = Response | tuple[str, int]


@pages.get("/me/leave")
@signed_in
def asks_leaving() -> Page:
    """What becomes of everything in hand, before the member decides."""
    return _leaving(Form(FarewellSchema))


@pages.post("/me/leave")
@signed_in
def leave() -> Page:
    """The member serves no more; what was served stays on their record."""
    form, status = read_form(FarewellSchema), 422
    if form.ok:
        try:
            with transaction():
                actions.leave(own(), by=person(), now=door.now())
        except DomainError as error:
            status = say(form, error)
        else:
            flash(gettext("您退出了，谢谢您。想回来，随时可以重新报到。"), "good")
            return redirect(url_for("members.profile"), 303)
    return _leaving(form, status)


@pages.get("/me/move")
@signed_in
def asks() -> Page:
    """The form that asks where to, and what becomes of promises."""
    return _asking(Form(MoveSchema, choices=_choices()))


@pages.post("/me/move")
@signed_in
def ask() -> Page:
    """The new community is asked; until it confirms, nothing else changes."""
    form, status = read_form(MoveSchema, choices=_choices()), 422
    if form.ok:
        try:
            with transaction():
                actions.ask(own(), **form.value, by=person(), now=door.now())
        except DomainError as error:
            status = say(form, error)
        else:
            flash(gettext("已经告诉新社区，确认了就转过去。"), "good")
            return redirect(url_for("members.profile"), 303)
    return _asking(form, status)


@pages.post("/me/move/take-back")
@signed_in
def take_back() -> Response:
    """The member stays where they are."""
    with transaction():
        actions.take_back(queries.own_move(own()), by=person(), now=door.now())
    flash(gettext("好的，您还在原来的社区。"), "good")
    return redirect(url_for("members.profile"), 303)


@pages.get("/moves/<int:move_id>")
@signed_in
def show(move_id: int) -> Page:
    """Who moves here, from where, and what may be decided."""
    return _deciding(move_id, Form(DecisionSchema, name="refuse"))


@pages.post("/moves/<int:move_id>/confirm")
@signed_in
def confirm(move_id: int) -> Response:
    """The member is at home here from now on."""
    with transaction():
        actions.confirm(queries.move_for(person(), move_id), by=person(), now=door.now())
    flash(gettext("确认好了，已经告诉本人和原来的社区。"), "good")
    return redirect(url_for("members.index"), 303)


@pages.post("/moves/<int:move_id>/refuse")
@signed_in
def refuse(move_id: int) -> Page:
    """The member stays where they are and reads why."""
    form = read_form(DecisionSchema, name="refuse")
    if not form.ok:
        return _deciding(move_id, form, 422)
    with transaction():
        move = queries.move_for(person(), move_id)
        actions.refuse(move, **form.value, by=person(), now=door.now())
    flash(gettext("没有确认，本人会看到原因。"), "good")
    return redirect(url_for("members.index"), 303)


def _choices() -> dict[str, choices.Groups]:
    home = own().community_id
    return {"grid_id": choices.grids([one for one in communities() if one.id != home])}


def _leaving(form: Form, status: int = 200) -> Page:
    member = own()
    held = [one for one in queries.in_hand(member) if one.status in AHEAD]
    regular = queries.adopted(member)
    page = render_template("moves/leave.html", form=form, held=held, regular=regular)
    return page, status


def _asking(form: Form, status: int = 200) -> Page:
    return render_template("moves/ask.html", form=form), status


def _deciding(move_id: int, form: Form, status: int = 200) -> Page:
    move = queries.move_for(person(), move_id)
    return render_template("moves/show.html", move=move, form=form), status
