"""Leaving, and a member's own hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import request as http
from flask_babel import gettext
from werkzeug import Response

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.errors import DomainError, WrongCode
from volunteer.imports.queries import counted_of
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.orders import presence
from volunteer.orders.queries import order_for
from volunteer.records import actions, ledger, queries
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.records.overview import STARS
from volunteer.records.schemas import LeaveSchema, ObjectionSchema, ReportSchema
from volunteer.web.errors import refuse, sentence
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own
from volunteer.web.orders import order_page
from volunteer.web.overview import glance

pages = Blueprint("records", __name__)

Page = Response | str | tuple[str, int]


@pages.post("/orders/<int:order_id>/leave")
@signed_in
def leave(order_id: int) -> Page:
    """The member has left, and the minutes wait for review."""
    form, status = read_form(LeaveSchema), 422
    if form.ok:
        try:
            _leave(order_id, **form.value)
            flash(gettext("签退好了，辛苦您。时长等社区审核。"), "good")
            return redirect(url_for("orders.show", order_id=order_id), 303)
        except WrongCode as error:
            form.refuse("code", sentence(error))
        except DomainError as error:
            status = refuse(form, error)
    return order_page(order_for(person(), order_id), leave=form, status=status)


def _leave(order_id: int, *, code: str, **given: Any) -> None:
    """Raises WrongCode after the commit, which counts the try."""
    with transaction():
        order = order_for(person(), order_id)
        right = presence.prove_leaving(order, code=code, by=person(), now=door.now())
        if right:
            actions.leave(order, by=person(), now=door.now(), **given)
    if not right:
        raise WrongCode(presence.CODE_TRIES - order.wrong_codes)


@pages.get("/me/hours")
@signed_in
def hours() -> Page:
    """Every minute given, with where its review stands."""
    member = of_person(person())
    if member is None:
        return redirect(url_for("orders.mine"))
    return _hours_page(
        member, chosen=http.args.get("fix", type=int), year=http.args.get("year", type=int)
    )


@pages.post("/records/<int:record_id>/resubmit")
@signed_in
def resubmit(record_id: int) -> Page:
    """The corrected record waits for review again."""
    form, status = read_form(ReportSchema), 422
    if form.ok:
        try:
            with transaction():
                record = queries.record_for(person(), record_id)
                actions.resubmit(record, by=person(), now=door.now(), **form.value)
            flash(gettext("补充好了，等社区再看。"), "good")
            return redirect(url_for("records.hours"), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _hours_page(own(), chosen=record_id, form=form, status=status)


@pages.post("/records/<int:record_id>/object")
@signed_in
def object_to(record_id: int) -> Page:
    """The member disagrees; the record is looked at once more."""
    form, status = read_form(ObjectionSchema, name=f"object-{record_id}"), 422
    if form.ok:
        with transaction():
            record = queries.record_for(person(), record_id)
            actions.object_to(record, by=person(), now=door.now(), **form.value)
        flash(gettext("意见收到了，社区会再看一次。"), "good")
        return redirect(url_for("records.hours"), 303)
    return _hours_page(own(), objecting=form, status=status)


def _hours_page(
    member: Member,
    *,
    chosen: int | None = None,
    year: int | None = None,
    form: Form | None = None,
    objecting: Form | None = None,
    status: int = 200,
) -> tuple[str, int]:
    """One returned record is open for correction at a time: the chosen one, or the first."""
    now = door.now()
    records = queries.hours_of(member)
    returned = [one for one in records if one.status == RecordStatus.RETURNED]
    open_one = next((one for one in returned if one.id == chosen), next(iter(returned), None))
    this_year = clock.local(now).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    page = render_template(
        "records/hours.html",
        records=records,
        earlier=counted_of(member),
        returned=returned,
        open_one=open_one,
        form=form or Form(ReportSchema, _as_data(open_one) if open_one else {}),
        contestable=[(one, _objection(one, objecting)) for one in records if _may_object(one, now)],
        minutes=ledger.minutes_of(member),
        minutes_this_year=ledger.minutes_of(member, since=this_year),
        waiting=sum(one.minutes for one in records if one.status == RecordStatus.SUBMITTED),
        star_hours=STARS,
        **glance(member, year, now),
    )
    return page, status


def _may_object(record: Record, now: datetime) -> bool:
    return (
        record.journey.allows("object", record.status)
        and record.objected_at is None
        and record.reviewed_at is not None
        and now <= record.reviewed_at + actions.OBJECTION
    )


def _objection(record: Record, refused: Form | None) -> Form:
    name = f"object-{record.id}"
    return refused if refused and refused.name == name else Form(ObjectionSchema, name=name)


def _as_data(record: Record) -> dict[str, object]:
    return {"report": record.content, "break_minutes": record.break_minutes}
