"""Who holds which office below somebody: given, ended, acted for, and let in again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door, gate, giving
from volunteer.db import transaction
from volunteer.errors import DomainError, NotFound
from volunteer.members.queries import member_for
from volunteer.people import offices
from volunteer.people.models import Role, RoleKind
from volunteer.people.office_schemas import DeputySchema, OfficeSchema
from volunteer.people.queries import names
from volunteer.places.names import places_named
from volunteer.web import labels
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in

pages = Blueprint("offices", __name__)
Page = Response | tuple[str, int]


@pages.get("/offices/")
@signed_in
def index() -> Page:
    """Everybody below, with until when; and the form to give an office."""
    return _page(Form(OfficeSchema, choices=_choices()))


@pages.post("/offices/")
@signed_in
@door.proved
def grant() -> Page:
    """The office is given; to somebody new with a password that is shown this once."""
    form, status = read_form(OfficeSchema, choices=_choices()), 422
    if form.ok:
        try:
            given = giving.grant(by=person(), **form.value)
        except DomainError as error:
            status = refuse(form, error)
        else:
            if given.password:
                return _password_page(given.role, given.password)
            flash(gettext("给好了，已经告诉本人。"), "good")
            return redirect(url_for("offices.index"), 303)
    return _page(form, status)


@pages.post("/offices/<int:role_id>/end")
@signed_in
def end(role_id: int) -> Response:
    """The office is over, at once and everywhere."""
    with transaction():
        role = offices.role_for(person(), role_id)
        offices.end(role, by=person(), now=door.now())
    flash(gettext("结束了，已经告诉本人。"), "good")
    return redirect(url_for("offices.index"), 303)


@pages.get("/offices/<int:role_id>/deputy")
@signed_in
def asks_deputy(role_id: int) -> Page:
    """The form that asks who acts for the secretary, and until when."""
    role = offices.role_for(person(), role_id)
    if role.role != RoleKind.SECRETARY:
        raise NotFound("role", role_id)
    return _deputy_page(role, Form(DeputySchema))


@pages.post("/offices/<int:role_id>/deputy")
@signed_in
@door.proved
def name_deputy(role_id: int) -> Page:
    """Somebody acts for the secretary who is away, for so long."""
    form, status = read_form(DeputySchema), 422
    if form.ok:
        try:
            giving.name_deputy(role_id, by=person(), **form.value)
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(gettext("定好了，到日子自己结束。"), "good")
            return redirect(url_for("offices.index"), 303)
    return _deputy_page(offices.role_for(person(), role_id), form, status)


@pages.post("/offices/<int:role_id>/password")
@signed_in
@door.proved
def give_password(role_id: int) -> Page:
    """A password for once, shown this once, to be told in person."""
    role = offices.role_for(person(), role_id)
    return _password_page(role, gate.give_password(role, by=person()))


@pages.post("/registrations/<int:member_id>/password")
@signed_in
@door.proved
def give_member_password(member_id: int) -> Page:
    """The same for a member, who proved in person who they are."""
    member = member_for(person(), member_id)
    role = offices.membership_for(person(), member.person_id, member.community_id)
    return _password_page(role, gate.give_password(role, by=person()))


def office_name(role: Role) -> str:
    """What the office is called."""
    word = labels.name(RoleKind(role.role))
    if role.body:
        return f"{word} · {role.body}"
    return gettext("代理%(office)s", office=word) if role.acting_for_id else word


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Every office that the person may give, as "kind:place"."""
    found = offices.grantable(person())
    named = places_named((place, number) for kind, number in found for place in [_place(kind)])
    return {
        "office": [
            (f"{kind}:{number}", f"{labels.name(kind)} · {named[_place(kind), number]}")
            for kind, number in found
        ]
    }


def _place(kind: RoleKind) -> str:
    return offices.PLACE_OF[kind]


def _page(form: Form, status: int = 200) -> tuple[str, int]:
    held = offices.list_for(person())
    page = render_template(
        "offices/index.html",
        form=form,
        held=held,
        may_give=bool(form.choices["office"]),
        office_name=office_name,
        places=places_named(one.place for one in held),
        names=names(
            {one for role in held for one in (role.granted_by_id, role.acting_for_id) if one}
        ),
    )
    return page, status


def _deputy_page(role: Role, form: Form, status: int = 200) -> tuple[str, int]:
    return render_template("offices/deputy.html", role=role, form=form), status


def _password_page(role: Role, password: str) -> tuple[str, int]:
    return render_template("offices/password.html", holder=role.person, password=password), 200
