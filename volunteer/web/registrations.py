"""Registrations (报到) as the secretary sees them: look, check licences, confirm or say why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import fields, validate
from werkzeug import Response

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.errors import NotAllowed
from volunteer.history.queries import story
from volunteer.members import actions, queries
from volunteer.members.free_time import Part
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.members.schemas import DecisionSchema
from volunteer.members.skills import SKILLS
from volunteer.messages import Schema
from volunteer.moves.queries import waiting_for
from volunteer.people.models import RoleKind
from volunteer.people.queries import names
from volunteer.policy import May, can
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.members import pages
from volunteer.words import word as w

Page = Response | tuple[str, int]

TABS: tuple[tuple[MemberStatus, str], ...] = (
    (MemberStatus.SUBMITTED, w("待确认")),
    (MemberStatus.ACTIVE, w("已报到")),
    (MemberStatus.RETURNED, w("待补充")),
    (MemberStatus.REFUSED, w("未通过")),
    (MemberStatus.WITHDRAWN, w("已退出")),
)
STORY: Mapping[str, str] = {
    "begin": w("提交了报到。"),
    "confirm": w("确认了报到。"),
    "return": w("请补充：{why}"),
    "refuse": w("没有通过：{why}"),
    "resubmit": w("补充后重新提交。"),
    "withdraw": w("退出了。"),
    "come_back": w("回来了，重新报到。"),
    "move_away": w("搬到了别的社区。"),
    "move_in": w("从别的社区搬来。"),
}
HELD_BACK = ("return", "refuse")


@pages.get("/registrations/")
@signed_in
def index() -> str:
    """Registrations of one's communities, those that wait first."""
    _only_secretaries()
    asked = request.args.get("status", MemberStatus.SUBMITTED.value)
    status = next((one for one, _words in TABS if one == asked), MemberStatus.SUBMITTED)
    after = request.args.get("after", 0, type=int)
    found = queries.list_of_others(person(), status, after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render_template(
        "registrations/index.html",
        moves=waiting_for(person()),
        members=shown,
        status=status,
        states=_tabs(status),
        first_url=url_for("members.index", status=status) if after else "",
        next_url=url_for("members.index", status=status, after=shown[-1].id)
        if len(found) > len(shown)
        else "",
    )


@pages.get("/registrations/<int:member_id>")
@signed_in
def show(member_id: int) -> Page:
    """Everything the member told, and what may be decided; members read their own elsewhere."""
    if not person().communities_as(RoleKind.SECRETARY):
        queries.member_for(person(), member_id)  # somebody else's does not exist for them
        return redirect(url_for("members.profile"))
    return _page(member_id)


@pages.post("/registrations/<int:member_id>/confirm")
@signed_in
def confirm(member_id: int) -> Page:
    """The member may serve; licences that were seen hold until the day written down."""
    form = read_form(_licences_of(queries.member_for(person(), member_id)), name="confirm")
    if not form.ok:
        return _page(member_id, form, 422)
    seen = {skill: day for skill, day in form.value.items() if isinstance(day, date)}
    with transaction():
        member = queries.member_for(person(), member_id)
        actions.confirm(member, by=person(), now=door.now(), licences=seen)
        receipt = member.receipt_no
    return _onward(gettext("确认好了，回执号 %(receipt)s。", receipt=receipt))


@pages.post("/registrations/<int:member_id>/return", endpoint="send_back")
@signed_in
def send_back(member_id: int) -> Page:
    """The member reads what to correct."""
    form = read_form(DecisionSchema, name="return")
    if not form.ok:
        return _page(member_id, form, 422)
    with transaction():
        actions.send_back(
            queries.member_for(person(), member_id), by=person(), now=door.now(), **form.value
        )
    return _onward(gettext("退回了，本人会看到要补充什么。"))


@pages.post("/registrations/<int:member_id>/refuse")
@signed_in
def refuse(member_id: int) -> Page:
    """The registration ends with a reason that the member reads."""
    form = read_form(DecisionSchema, name="refuse")
    if not form.ok:
        return _page(member_id, form, 422)
    with transaction():
        actions.refuse(
            queries.member_for(person(), member_id), by=person(), now=door.now(), **form.value
        )
    return _onward(gettext("没有通过，本人会看到原因。"))


def _page(member_id: int, refused: Form | None = None, status: int = 200) -> Page:
    member = queries.member_for(person(), member_id)
    forms = _offered_forms(member)
    if refused is not None and refused.name in forms:
        forms[refused.name] = refused
    events = [one for one in story("member", [member.id]) if one.verb in STORY]
    people = names({one.by_person_id for one in events if one.by_person_id})
    page = render_template(
        "registrations/show.html",
        member=member,
        forms=forms,
        is_own=member.person_id == person().id,
        licensed=[code for code, skill in SKILLS.items() if skill.licence],
        free={
            f"{part // len(Part)}-{part % len(Part)}": grade for part, grade in member.free.items()
        },
        lines=[
            {
                "when": one.at,
                "sentence": gettext(STORY[one.verb]).format(why=one.why),
                "who": people.get(one.by_person_id or 0, ""),
            }
            for one in events
        ],
        **({"form": refused} if refused else {}),
    )
    return page, status


def _offered_forms(member: Member) -> dict[str, Form]:
    """One form for each step that the reader may take now; nobody confirms themselves."""
    if not can(person(), May.DECIDE_REGISTRATION, member):
        return {}
    seen = {held.skill: held.licence_until for held in member.skills}
    schemas: dict[str, tuple[type[Schema], dict[str, Any]]] = {
        "confirm": (_licences_of(member), seen),
        "return": (DecisionSchema, {}),
        "refuse": (DecisionSchema, {}),
    }
    return {
        verb: Form(schema, data, name=verb)
        for verb, (schema, data) in schemas.items()
        if member.journey.allows(verb, member.status)
    }


def _licences_of(member: Member) -> type[Schema]:
    """A form that asks, for each skill of the member that needs a licence, until when it holds."""
    today = clock.local(door.now()).date()
    asked: dict[str, Any] = {
        held.skill: fields.Date(
            load_default=None,
            validate=validate.Range(
                min=today, error=w("这个日期已经过了，请填证书上以后的日期，或者空着")
            ),
            metadata={
                "title": SKILLS[held.skill].name,
                "description": w("看过证书，就填有效期到哪一天；没看到就空着。"),
            },
        )
        for held in member.skills
        if SKILLS[held.skill].licence
    }
    return Schema.from_dict(asked, name="SeenLicences")  # type: ignore[return-value]


def _only_secretaries() -> None:
    if not person().communities_as(RoleKind.SECRETARY):
        raise NotAllowed(May.DECIDE_REGISTRATION)


def _onward(said: str) -> Response:
    """On to the next registration that waits, or back to the list when all are done."""
    flash(said, "good")
    following = next(iter(queries.queue_for(person(), limit=1)), None)
    if following is None:
        return redirect(url_for("members.index"), 303)
    return redirect(url_for("members.show", member_id=following.id), 303)


def _tabs(chosen: MemberStatus) -> list[tuple[str, str, int | None, bool]]:
    counts = queries.counts_for(person())
    return [
        (url_for("members.index", status=one), gettext(words), counts[one], one == chosen)
        for one, words in TABS
    ]
