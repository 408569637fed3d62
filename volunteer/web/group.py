"""Codes where people meet: the way in by QR, and the screen of whoever leads a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import NotFound
from volunteer.needs.models import id_of_number
from volunteer.orders import codes, presence
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.on_site import group_for, own_order_for
from volunteer.orders.queries import live_orders
from volunteer.policy import May, can
from volunteer.records import actions as records
from volunteer.web.counted import counted
from volunteer.web.guard import person, signed_in
from volunteer.web.orders import pages
from volunteer.web.qr import arrival_qr


@pages.get("/arrive/<number>")
@signed_in
def arrive(number: str) -> Response:
    """A scanned code opens one's own page of the task, filled in; it signs nobody in."""
    order = own_order_for(person(), id_of_number(number) or 0)
    if order is None:
        raise NotFound("need", number)
    code = request.args.get("code")
    return redirect(url_for("orders.show", order_id=order.id, code=code, _anchor="next"))


@pages.get("/needs/<int:need_id>/group")
@signed_in
def group(need_id: int) -> str:
    """Who is there and who is not, with a code for all that changes every thirty seconds."""
    need = group_for(person(), need_id)
    orders = live_orders(need)
    code = codes.for_group(need, door.now())
    others = [one for one in orders if one.member.person_id != person().id]
    return render_template(
        "orders/group.html",
        need=need,
        code=code,
        qr=arrival_qr(need, code),
        seconds=codes.seconds_left(door.now()),
        there=sum(one.status != OrderStatus.ACCEPTED for one in orders),
        of=len(orders),
        coming=[one for one in others if one.status == OrderStatus.ACCEPTED],
        here=[one for one in others if one.status == OrderStatus.CHECKED_IN],
        left=[one for one in others if one.status == OrderStatus.COMPLETED],
        may_tick=can(person(), May.CALL_BACK, need) or presence.is_there(person(), orders),
        in_time=any(presence.may_prove(one, door.now()) for one in orders),
    )


@pages.post("/needs/<int:need_id>/group/came")
@signed_in
def group_came(need_id: int) -> Response:
    """Whoever was ticked is there, says who leads them."""
    n = _tick(need_id, OrderStatus.ACCEPTED, presence.check_in)
    return _back(need_id, n, counted("记好了，%(n)s 个人到了。", n))


@pages.post("/needs/<int:need_id>/group/left")
@signed_in
def group_left(need_id: int) -> Response:
    """Whoever was ticked has left; their minutes wait for review."""
    n = _tick(need_id, OrderStatus.CHECKED_IN, records.leave)
    return _back(need_id, n, counted("记好了，%(n)s 个人走了。", n))


def _tick(need_id: int, status: OrderStatus, act: Callable[..., Any]) -> int:
    """How many of those ticked have come, or left."""
    ticked = set(request.form.getlist("orders", type=int))
    orders = live_orders(group_for(person(), need_id))
    meant = [one.id for one in orders if one.id in ticked and one.status == status]
    for order_id in meant:  # each by itself: nobody waits for the locks of a whole group
        with transaction():
            need = group_for(person(), need_id)
            order = next(one for one in live_orders(need) if one.id == order_id)
            act(order, by=person(), now=door.now())
    return len(meant)


def _back(need_id: int, n: int, said: str) -> Response:
    flash(said if n else gettext("还没有勾选人。"), "good" if n else "waiting")
    return redirect(url_for("orders.group", need_id=need_id), 303)
