"""Whom to call, shown for a reason and to one answer only: each press leaves a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask_babel import gettext

from volunteer import clock, door, proving
from volunteer.contacts import looking, rights
from volunteer.contacts.looking import Asked, Contact
from volunteer.contacts.masking import masked
from volunteer.contacts.models import CHOSEN
from volunteer.contacts.queries import Seen
from volunteer.contacts.schemas import LookSchema
from volunteer.db import transaction
from volunteer.errors import Missing, NotProved
from volunteer.members.queries import member_for
from volunteer.needs.queries import need_by_link, need_for
from volunteer.orders.models import Order
from volunteer.orders.queries import order_for
from volunteer.policy import Actor
from volunteer.reviews.following import follow_up_for
from volunteer.web import labels
from volunteer.web.contact_words import LOOKED_AS
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, limit, person, signed_in

pages = Blueprint("contacts", __name__)

T = TypeVar("T")


@pages.get("/needs/<int:need_id>/to-show")
@signed_in
def to_show(need_id: int) -> str:
    """The need as it may be shown, printed or passed on: nothing of the person behind it."""
    return render_template("contacts/to_show.html", need=need_for(person(), need_id))


@pages.post("/needs/<int:need_id>/contact")
@signed_in
@limit(door.LOOKING, share="look")
def of_need(need_id: int) -> Response:
    """The resident's phone and address, to staff who say why."""
    back = url_for("needs.show", need_id=need_id)
    return _look(lambda: need_for(person(), need_id), looking.at_resident, back=back)


@pages.post("/orders/<int:order_id>/contact")
@signed_in
@limit(door.LOOKING, share="look")
def of_order(order_id: int) -> Response:
    """The resident to the member who goes there; the member's phone to staff."""
    order = order_for(person(), order_id)
    back = url_for("needs.show", need_id=order.need_id)
    if order.member.person_id == person().id:
        back = url_for("orders.show", order_id=order_id)
    return _look(lambda: order_for(person(), order_id), looking.at_other_side, back=back)


@pages.post("/registrations/<int:member_id>/contact")
@signed_in
@limit(door.LOOKING, share="look")
def of_member(member_id: int) -> Response:
    """The member's phone, to the secretary who says why."""
    back = url_for("members.show", member_id=member_id)
    return _look(lambda: member_for(person(), member_id), looking.at_member, back=back)


@pages.post("/follow-ups/<int:follow_up_id>/contact")
@signed_in
@limit(door.LOOKING, share="look")
def of_call(follow_up_id: int) -> Response:
    """The resident's phone, to whoever calls them for another community."""
    back = url_for("follow_ups.show", follow_up_id=follow_up_id)
    return _look(lambda: follow_up_for(person(), follow_up_id), looking.for_call, back=back)


@pages.post("/follow/<number>/<secret>/contact")
@anyone
@limit(door.FOLLOWING, share="follow")
def of_own(number: str, secret: str) -> Response:
    """What the resident gave, to whoever holds the link; that too leaves a row."""
    back = url_for("needs.follow", number=number, secret=secret)
    need, holder = need_by_link(number, secret)
    at = looking.at_resident
    response = _look(lambda: need_by_link(need.number, secret)[0], at, back=back, by=holder)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def look_form(name: str = "") -> Form:
    """The question why, as it stands beside what is covered."""
    return Form(LookSchema, choices=_choices(), name=name)


def may_call(order: Order) -> bool:
    """Whether the reader may see the phone of the order's member now."""
    return bool(rights.to_whoever_goes(person(), order, now=door.now()))


def seen_by(looks: list[Seen]) -> list[dict[str, Any]]:
    """Who looked and why, line by line, for the one whose phone it is."""
    return [
        {
            "when": one.at,
            "who": " ".join([gettext(LOOKED_AS[one.standing]), _courtesy(one)]).strip(),
            "why": _why(one),
        }
        for one in looks
    ]


def _why(one: Seen) -> str:
    why = labels.name(one.reason)
    return gettext("%(why)s：%(words)s", why=why, words=one.words) if one.words else why


def _courtesy(one: Seen) -> str:
    return gettext("%(surname)s同志", surname=one.surname) if one.surname else ""


def _look(
    find: Callable[[], T],
    at: Callable[[T, Asked], Contact],
    *,
    back: str,
    by: Actor | None = None,
) -> Response:
    form = read_form(LookSchema, choices=_choices())
    if not form.ok:
        return _page(form, back, 422)
    try:
        with transaction():
            asked = proving.asked(by or person(), **form.value)
            contact = at(find(), asked)
    except Missing as error:
        return _page(form, back, refuse(form, error))
    except NotProved:
        return make_response(redirect(url_for("proofs.asks", next=back), 303))
    viewer = person().name if by is None else gettext("拿着链接的人")
    looked = f"{viewer} {clock.local(door.now()):%Y-%m-%d %H:%M}"
    return _page(form, back, 200, contact=contact, looked=looked)


def _page(form: Form, back: str, status: int, **shown: object) -> Response:
    return make_response(
        render_template("contacts/show.html", form=form, back=back, **shown), status
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {"reason": [(one.value, labels.name(one)) for one in CHOSEN]}


@pages.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"look_form": look_form, "may_call": may_call}


pages.add_app_template_filter(masked, "covered")
