"""One order: answered, taken, served, given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask import request as http
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.contacts.rights import may_see_contact
from volunteer.db import transaction
from volunteer.errors import (
    AlreadyTaken,
    Clash,
    DomainError,
    NoRoom,
    NotSuited,
    TooLate,
    WrongCode,
    WrongMoment,
)
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions, presence, queries, room
from volunteer.orders.fit import OWN_WISHES, Hindrance, hindrances
from volunteer.orders.hall import hall_for
from volunteer.orders.in_line import handed_on
from volunteer.orders.lifecycle import AHEAD, OrderStatus
from volunteer.orders.models import Order, Release
from volunteer.orders.schemas import CheckInSchema, HandOverSchema, ReleaseSchema
from volunteer.photos.queries import photos_of
from volunteer.records.models import Record
from volunteer.records.queries import records_of
from volunteer.records.schemas import LeaveSchema
from volunteer.web import choices, story
from volunteer.web.errors import HTTP_STATUS, sentence
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own
from volunteer.web.sketches import Sketch, sketch
from volunteer.web.terms import agreed_to, terms
from volunteer.words import word as w

pages = Blueprint("orders", __name__)

Page = Response | tuple[str, int]
A_WEEK_AND_MORE = timedelta(days=8)
OTHERS_SHOWN = 3
STILL_TO_GO = (OrderStatus.OFFERED, OrderStatus.CLAIMED, OrderStatus.ACCEPTED)
SECOND_THOUGHTS = timedelta(minutes=15)
# The task is not to be had any more, or not by this member: a kind page says so.
GONE = (AlreadyTaken, Clash, NoRoom, NotSuited, TooLate, WrongMoment)


@dataclass(frozen=True)
class Offer:
    """An order a member is asked to take, and what speaks against it by now."""

    order: Order
    hindrances: Sequence[Hindrance]

    @property
    def may_be_accepted(self) -> bool:
        """The button is shown exactly when pressing it would work."""
        to_be_had = self.order.need.status == NeedStatus.OPEN or self.order.given_by is not None
        return to_be_had and OWN_WISHES.issuperset(self.hindrances)


@pages.get("/orders/<int:order_id>")
@signed_in
def show(order_id: int) -> Page:
    """Everything about one order that its member may know now."""
    order = queries.order_for(person(), order_id)
    if order.member.person_id != person().id:
        return redirect(url_for("needs.show", need_id=order.need_id))
    # A code that stood in a QR code is filled in; whoever scanned it still says that they came.
    scanned = {"code": http.args.get("code", "")[:12]}
    return order_page(
        order, check_in=Form(CheckInSchema, scanned), leave=Form(LeaveSchema, scanned)
    )


@pages.post("/orders/<int:order_id>/accept")
@signed_in
def accept(order_id: int) -> Page:
    """The member has the task, or reads kindly that it is gone."""
    order = queries.order_for(person(), order_id)
    need_id = order.need_id
    try:
        room.must_not_be_gone(order, person())
        with transaction():
            order = queries.order_for(person(), order_id)
            actions.accept(
                order, by=person(), now=door.now(), travel=travel(), patience=door.patience()
            )
            status = order.status
    except GONE as error:
        return gone(error, need_id)
    return taken(order_id, status)


@pages.post("/orders/<int:order_id>/decline")
@signed_in
def decline(order_id: int) -> Response:
    """The member said no, and that is all."""
    with transaction():
        order = queries.order_for(person(), order_id)
        actions.decline(order, by=person(), now=door.now())
    flash(gettext("好的，没关系。有合适的再请您看。"))
    return redirect(url_for("orders.mine"), 303)


@pages.post("/orders/<int:order_id>/release")
@signed_in
def release(order_id: int) -> Page:
    """The member has given the task back in time; others are looked for."""
    form = read_form(ReleaseSchema, choices=_release_choices())
    if not form.ok:
        return order_page(queries.order_for(person(), order_id), release=form, status=422)
    with transaction():
        order = queries.order_for(person(), order_id)
        actions.release(order, by=person(), now=door.now(), limits=door.limits(), **form.value)
    flash(gettext("退好了，谢谢您提前说。社区会另找人。"))
    return redirect(url_for("orders.mine"), 303)


@pages.post("/orders/<int:order_id>/check-in")
@signed_in
def check_in(order_id: int) -> Page:
    """The member has arrived; a wrong code is counted and may be tried again."""
    form = read_form(CheckInSchema)
    if form.ok and not form.value["code"] and "without_code" not in http.form:
        form.refuse("code", gettext("请填 6 位服务码；没有服务码，请按下面的“没有服务码”。"))
    if not form.ok:
        return order_page(queries.order_for(person(), order_id), check_in=form, status=422)
    try:
        with transaction():
            order = queries.order_for(person(), order_id)
            right = presence.check_in(order, by=person(), now=door.now(), **form.value)
            tries_left = presence.CODE_TRIES - order.wrong_codes
        if not right:
            raise WrongCode(tries_left)
    except WrongCode as error:
        form.refuse("code", sentence(error))
        return order_page(queries.order_for(person(), order_id), check_in=form, status=422)
    flash(gettext("签到好了。做完以后，回到这里签退。"), "good")
    return redirect(url_for("orders.show", order_id=order_id), 303)


def order_page(
    order: Order,
    *,
    check_in: Form | None = None,
    leave: Form | None = None,
    release: Form | None = None,
    hand_over: Form | None = None,
    status: int = 200,
) -> tuple[str, int]:
    """One order as its member sees it; a form that was refused keeps what was typed."""
    now, offered = door.now(), order.status == OrderStatus.OFFERED
    record = _record_of(order) if order.status == OrderStatus.COMPLETED else None
    hindering = against(order) if offered else []
    sees_contact = may_see_contact(person(), order.need, now=now)
    page = render_template(
        "orders/show.html",
        order=order,
        need=order.need,
        offer=Offer(order, hindering) if offered and order.starts_at > now else None,
        standing=story.order_standing(order, record),
        lines=story.of_order(order),
        sees_contact=sees_contact,
        photos=photos_of(order.need) if sees_contact else [],
        companions=queries.companions(order) if order.status in AHEAD else [],
        record=record,
        arrives_from=order.starts_at - presence.EARLY_ARRIVAL,
        code_is_open=order.wrong_codes < presence.CODE_TRIES,
        check_in=check_in or Form(CheckInSchema),
        leave=leave or Form(LeaveSchema),
        release=release or Form(ReleaseSchema, choices=_release_choices()),
        hand_over=hand_over or Form(HandOverSchema, name="hand-over"),
        asked=handed_on(order) if order.status == OrderStatus.ACCEPTED else None,
        giver=order.given_by if offered else None,
        agreed=agreed_to(order),
        terms=terms(),
        way=_way(order) if order.status in STILL_TO_GO else None,
        just_taken=order.status == OrderStatus.ACCEPTED
        and now < min(order.starts_at, (order.accepted_at or now) + SECOND_THOUGHTS),
        leads=order.status in AHEAD and presence.leads(person(), order.need),
    )
    return page, status


def _record_of(order: Order) -> Record | None:
    return next((one for one in records_of(order.need) if one.order_id == order.id), None)


def _way(order: Order) -> Sketch:
    return sketch(order.need.community.grids, order.member.grid, order.need.grid)


def against(order: Order) -> list[Hindrance]:
    """What speaks against the task for its member by now."""
    since = order.starts_at - A_WEEK_AND_MORE
    busy = queries.busy_times([order.member_id], since=since).get(order.member_id, [])
    return hindrances(order.member, order.need, busy, travel=travel())


def _release_choices() -> dict[str, choices.Pairs]:
    return {"reason": choices.words_for(Release)}


TAKEN: Mapping[str, str] = {
    OrderStatus.ACCEPTED: w("接好了，谢谢您。地址和电话，点下面的按钮就能看到。"),
    OrderStatus.CLAIMED: w("申请交上去了，谢谢您。社区同意了会马上告诉您。"),
    OrderStatus.STANDING_BY: w("候补上了。有位置了会马上告诉您。"),
}
HAD_ALREADY: Mapping[str, str] = {
    OrderStatus.ACCEPTED: w("这个单您已经接了。"),
    OrderStatus.CHECKED_IN: w("这个单您已经接了。"),
    OrderStatus.CLAIMED: w("您已经申请过了，等社区同意。"),
    OrderStatus.STANDING_BY: w("您已经在候补了。"),
}


def taken(order_id: int, status: str) -> Response:
    """The order's page, which says first what has just come of it."""
    flash(gettext(TAKEN[status]), "good")
    return redirect(url_for("orders.show", order_id=order_id), 303)


def gone(error: DomainError, need_id: int) -> Page:
    """What happened, nobody blamed, and what else is there; one's own order is simply shown."""
    member = own()
    for order in queries.list_of(member, [OrderStatus(one) for one in HAD_ALREADY]):
        if order.need_id == need_id:  # pressed twice
            flash(gettext(HAD_ALREADY[order.status]))
            return redirect(url_for("orders.show", order_id=order.id), 303)
    suiting = [
        one
        for one in hall_for(member, now=door.now(), travel=travel(), limits=door.limits())
        if one.suits
    ]
    page = render_template(
        "orders/gone.html",
        message=sentence(error),
        full_need=need_id if isinstance(error, NoRoom) else 0,
        entries=suiting[:OTHERS_SHOWN],
    )
    return page, HTTP_STATUS[type(error)]


def travel() -> timedelta:
    """What must lie between two tasks of one member."""
    return timedelta(minutes=current_app.config["SETTINGS"].travel_minutes)
