"""Reporting in, one's own profile, and the inbox."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import request as http
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from volunteer import clock, door, gate
from volunteer.contacts.queries import at_member
from volunteer.db import transaction
from volunteer.errors import DomainError, NotFound
from volunteer.members import actions, queries
from volunteer.members.free_time import Part
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member, Reminders
from volunteer.members.schemas import PauseSchema, ProfileSchema, RegistrationSchema
from volunteer.moves.queries import asked_by
from volunteer.notices import queries as inbox
from volunteer.notices.actions import mark_read
from volunteer.notices.models import Notice
from volunteer.notices.outbox import Parcel
from volunteer.people.actions import hash_password
from volunteer.web import choices
from volunteer.web.contacts import seen_by
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, limit, person, signed_in
from volunteer.web.signin import open_session

pages = Blueprint("members", __name__)

Page = Response | str | tuple[str, int]
TRAP = "website"
# A registration that still lives can be edited; one that ended is spoken about with people.
EDITABLE = frozenset({MemberStatus.SUBMITTED, MemberStatus.RETURNED, MemberStatus.ACTIVE})
# Where a notice leads: by what it is about, and for some by what it says.
LEADS_TO = {
    "address": ("channels.show", ""),
    "certificate": ("certificates.mine", ""),
    "member_submitted": ("members.show", "member_id"),
    "earlier_credited": ("records.hours", ""),
    "earlier_taken_back": ("records.hours", ""),
    "import": ("imports.show", "import_id"),
    "hall_digest": ("orders.hall", ""),
    "need_confirmed": ("records.hours", ""),
    "record_submitted": ("records.show", "record_id"),
    "record_void_asked": ("records.show", "record_id"),
    "record_objected": ("records.show", "record_id"),
    "record_waits": ("records.show", "record_id"),
    "record_escalated": ("records.show", "record_id"),
    "member": ("members.profile", ""),
    "move": ("members.profile", ""),
    "move_asked": ("moves.show", "move_id"),
    "member_left": ("members.show", "member_id"),
    "member_moved": ("workbench.show", ""),
    "need": ("needs.show", "need_id"),
    "order": ("orders.show", "order_id"),
    "record": ("records.hours", ""),
    "ticket": ("signin.account", ""),
    "role": ("signin.account", ""),
    "secretary_left": ("workbench.show", ""),
    "without_secretary": ("offices.index", ""),
    "series": ("series.show", "series_id"),
}


@pages.get("/register")
@anyone
def register() -> Page:
    """The form to report in; who has done so already sees their profile."""
    if current_user.is_authenticated and is_registered():
        return redirect(url_for("members.profile"))
    return render_template("members/register.html", form=Form(_schema(), choices=_choices()))


@pages.post("/register")
@anyone
@limit(door.POSTING, share="register")
def report_in() -> Page:
    """The registration waits for the secretary, and whoever reported in is signed in."""
    form, status = read_form(_schema(), choices=_choices()), 422
    if http.form.get(TRAP):
        form.refuse("", gettext("有一格应当空着，却填了内容。请再提交一次。"))
    if "password" in form.value and (why := gate.too_short(form.value["password"])):
        form.refuse("password", gettext(why))
    if form.ok:
        try:
            if current_user.is_authenticated:
                with transaction():
                    actions.report_in(person(), now=door.now(), **form.value)
            else:
                open_session(_register(**form.value))
            flash(gettext("报到已经提交，等社区确认。"), "good")
            return redirect(url_for("orders.mine"), 303)
        except DomainError as error:
            status = refuse(form, error)
    return render_template("members/register.html", form=form), status


@pages.get("/me/profile")
@signed_in
def profile() -> Page:
    """What the member said of themselves, to be kept true."""
    member = queries.of_person(person())
    if member is None:
        return redirect(url_for("members.register"))
    return _profile_page(member, Form(ProfileSchema, _as_data(member), choices=_choices(member)))


@pages.post("/me/profile")
@signed_in
def edit() -> Page:
    """The profile says what was given; a returned registration is submitted again."""
    form, status = read_form(ProfileSchema, choices=_choices(own())), 422
    if form.ok:
        try:
            with transaction():
                actions.edit(own(), by=person(), now=door.now(), **form.value)
            flash(gettext("保存好了。"), "good")
            return redirect(url_for("members.profile"), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _profile_page(own(), form, status=status)


@pages.post("/me/pause")
@signed_in
def pause() -> Page:
    """The member is asked nothing until after that day."""
    form = read_form(PauseSchema)
    if form.ok and _day(form) < clock.local(door.now()).date():
        form.refuse("until", gettext("请选今天或以后的日子"))
    if not form.ok:
        member = own()
        profile_form = Form(ProfileSchema, _as_data(member), choices=_choices(member))
        return _profile_page(member, profile_form, pause=form, status=422)
    with transaction():
        actions.pause(own(), by=person(), until=_day(form), now=door.now())
    flash(gettext("好的，这段时间不打扰您。"), "good")
    return redirect(url_for("members.profile"), 303)


@pages.post("/me/resume")
@signed_in
def resume() -> Response:
    """The member may be asked again."""
    with transaction():
        actions.pause(own(), by=person(), until=None, now=door.now())
    flash(gettext("欢迎回来。有合适的会请您看。"), "good")
    return redirect(url_for("members.profile"), 303)


@pages.get("/me/notices")
@signed_in
def notices() -> str:
    """The newest notices; the unread ones are marked."""
    found = inbox.inbox_of(person().id)
    return render_template("members/notices.html", notices=found, leads_to=leads_to)


@pages.post("/me/notices")
@signed_in
def read_notices() -> Response:
    """Nothing in the inbox is new any more."""
    with transaction():
        mark_read(person().id, now=door.now())
    return redirect(url_for("members.notices"), 303)


def _register(*, password: str, **given: Any) -> int:
    # Hashing is slow on purpose: before the transaction, so that nobody waits for it.
    password_hash = hash_password(password)
    with transaction():
        member = actions.register(password_hash=password_hash, now=door.now(), **given)
        return member.person_id


def _profile_page(
    member: Member, form: Form, *, pause: Form | None = None, status: int = 200
) -> tuple[str, int]:
    page = render_template(
        "members/profile.html",
        member=member,
        form=form,
        is_editable=member.status in EDITABLE,
        is_paused=member.is_paused(door.now()),
        pause=pause or Form(PauseSchema),
        looks=seen_by(at_member(member)),
        move=asked_by(member),
    )
    return page, status


def _schema() -> type[ProfileSchema]:
    """Somebody who can sign in already tells only what a member tells."""
    return ProfileSchema if current_user.is_authenticated else RegistrationSchema


def _choices(member: Member | None = None) -> dict[str, choices.Groups | choices.Pairs]:
    # Moving to another community needs that community's word; it is not an edit.
    stays = member is not None and member.status != MemberStatus.RETURNED
    return {
        "grid_id": choices.grids([member.community] if member and stays else None),
        "skills": choices.skills(),
        "tasks_per_week": choices.tasks_per_week(),
        "reach_minutes": choices.reach(),
        "reminders": choices.words_for(Reminders),
    }


def _as_data(member: Member) -> dict[str, object]:
    return {
        "unit_name": member.unit_name,
        "grid_id": member.grid_id,
        "skills": list(member.skills),
        "free_time": [
            {"weekday": part // len(Part), "part": part % len(Part), "grade": grade}
            for part, grade in member.free.items()
        ],
        "tasks_per_week": member.tasks_per_week,
        "reach_minutes": member.reach_minutes,
        "wished_group": member.wished_group,
        "wants_offers": member.wants_offers,
        "serves_neighbours": member.serves_neighbours,
        "reminders": member.reminders,
        "wants_digest": member.wants_digest,
    }


def own() -> Member:
    """The reader's own registration; without one there is no such page for them."""
    member = queries.of_person(person())
    if member is None:
        raise NotFound("member", person().id)
    return member


def is_registered() -> bool:
    """Whether the reader has reported in, and has not left."""
    member = queries.of_person(person())
    return member is not None and member.status != MemberStatus.WITHDRAWN


def _day(form: Form) -> date:
    until: date = form.value["until"]
    return until


def leads_to(notice: Notice | Parcel, **how: Any) -> str:
    """The address of the page on which the notice can be acted on."""
    endpoint, key = LEADS_TO.get(notice.notice_kind) or LEADS_TO[notice.thing_kind]
    values: dict[str, Any] = {key: notice.thing_id} if key else {}
    return url_for(endpoint, **values, **how)
