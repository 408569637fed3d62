"""One's tasks in the calendar program one uses anyway: a feed at a secret address, one event.

Whoever learns the address sees when and in which grid, and no resident's address or phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from icalendar import Alarm, Calendar, Event
from werkzeug import Response

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.needs.models import Need
from volunteer.orders import queries
from volunteer.orders.lifecycle import LIVE, WAITING, OrderStatus
from volunteer.orders.models import Order
from volunteer.people import actions as people
from volunteer.people.queries import by_calendar, calendar_of
from volunteer.web.guard import anyone, person, signed_in

pages = Blueprint("calendars", __name__)
KEPT = timedelta(days=60)  # what lies further back is history, and stands on the page
REMIND = timedelta(hours=1)
READ_AGAIN = timedelta(hours=1)


@pages.get("/me/calendar")
@signed_in
def show() -> str:
    """The address of one's calendar, or the button that makes one."""
    return render_template("calendars/show.html", feed=calendar_of(person().id))


@pages.post("/me/calendar")
@signed_in
def reset() -> Response:
    """The calendar has a new address; the old one is of no use any more."""
    with transaction():
        people.open_calendar(person().id, now=door.now())
    flash(gettext("新的日历地址在下面。旧的地址不能用了。"), "good")
    return redirect(url_for("calendars.show"), 303)


@pages.post("/me/calendar/close")
@signed_in
def close() -> Response:
    """The calendar has no address."""
    with transaction():
        people.close_calendar(person().id)
    flash(gettext("日历订阅关掉了。"))
    return redirect(url_for("calendars.show"), 303)


@pages.get("/calendar/<secret>")
@anyone
def feed(secret: str) -> Response:
    """Everything of the last two months and ahead, for a calendar program."""
    orders = queries.calendar_of(by_calendar(secret), since=door.now() - KEPT)
    return _as_calendar(orders, "volunteer.ics")


@pages.get("/orders/<int:order_id>/calendar")
@signed_in
def event(order_id: int) -> Response:
    """One order of one's own, to be put into a calendar by hand."""
    return _as_calendar([queries.order_of(person().id, order_id)], f"volunteer-{order_id}.ics")


def _as_calendar(orders: Iterable[Order], name: str) -> Response:
    calendar = Calendar()
    calendar.add("prodid", "-//volunteer//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("双报到·接单"))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for order in orders:
        calendar.add_component(_event(order, door.now()))
    calendar.add_missing_timezones()
    response = make_response(calendar.to_ical())
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _event(order: Order, now: datetime) -> Event:
    need, event = order.need, Event()
    event.add("uid", f"order-{order.id}@volunteer")
    event.add("dtstamp", now)
    event.add("sequence", order.revision)
    event.add("dtstart", clock.local(order.starts_at))
    event.add("dtend", clock.local(order.ends_at))
    event.add("summary", _summary(order))
    event.add("location", _place(need))
    link = url_for("orders.show", order_id=order.id, _external=True)
    event.add("url", link)
    event.add("description", gettext("门牌和电话在这里：%(link)s", link=link))
    event.add("status", _status(order))
    if order.status == OrderStatus.ACCEPTED:
        event.add_component(_alarm(need.title))
    return event


def _place(need: Need) -> str:
    place = f"{need.community.name} {need.grid.name}"
    if not need.meeting_point:
        return place
    return gettext("%(place)s，碰头：%(point)s", place=place, point=need.meeting_point)


def _status(order: Order) -> str:
    if order.status in WAITING:
        return "TENTATIVE"
    return "CONFIRMED" if order.status in LIVE else "CANCELLED"


def _summary(order: Order) -> str:
    if order.status == OrderStatus.OFFERED:
        return gettext("等您答复：%(title)s", title=order.need.title)
    if order.status in WAITING:
        return gettext("还没定：%(title)s", title=order.need.title)
    return order.need.title


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND)
    return alarm
