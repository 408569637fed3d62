"""What comes again (定期安排): planned from a need by the secretary, taken on by one member."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.errors import Missing, TooLate
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.needs.models import Need
from volunteer.needs.queries import need_for
from volunteer.policy import May, can, require
from volunteer.series import actions, dates, queries
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Series
from volunteer.series.rhythm import Rhythm
from volunteer.series.schemas import AdoptSchema, DaySchema, EndSchema, SeriesSchema
from volunteer.web import choices, labels, series_words
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own
from volunteer.web.orders import travel
from volunteer.web.series_dates import dates_of

pages = Blueprint("series", __name__)

Page = Response | tuple[str, int]
A_WEEK, HALF_A_YEAR = timedelta(days=7), timedelta(days=182)


@pages.get("/series/")
@signed_in
def index() -> str | Response:
    """Everything that comes again in one's communities, newest first; members read their own."""
    if not person().is_staff:
        return redirect(url_for("series.mine"))
    after = request.args.get("after", type=int)
    found = queries.list_for(person(), after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render_template(
        "series/index.html",
        found=shown,
        words=series_words,
        first_url=url_for("series.index") if after else "",
        next_url=url_for("series.index", after=shown[-1].id) if len(found) > len(shown) else "",
    )


@pages.get("/me/series")
@signed_in
def mine() -> str:
    """What the member has taken on, and what nobody has yet that suits them."""
    member, now = own(), door.now()
    free = queries.free_in(member, now=now)
    hindered = dates.against(free, member, now=now, travel=travel())
    return render_template(
        "series/mine.html",
        held=queries.adopted_by(member),
        open=[one for one, against in zip(free, hindered, strict=True) if not against],
        words=series_words,
    )


@pages.get("/needs/<int:need_id>/repeat", endpoint="plan")
@signed_in
def ask_when(need_id: int) -> Page:
    """When the need comes again; one that does already leads to its series."""
    need = need_for(person(), need_id)
    require(person(), May.PLAN_SERIES, need)
    known = queries.series_of(need)
    if known is not None:
        return redirect(url_for("series.show", series_id=known.id))
    return _plan_page(need, _form(_likely(need, door.now())))


@pages.post("/needs/<int:need_id>/repeat")
@signed_in
def repeat(need_id: int) -> Page:
    """The need comes again, and its next dates look for people."""
    form, status = read_form(SeriesSchema, choices=_choices()), 422
    if form.ok:
        try:
            with transaction():
                need = need_for(person(), need_id)
                found = actions.plan(need, by=person(), now=door.now(), **form.value)
                _make(found)
            flash(gettext("定好了。每一次都会提前自动变成一条需求。"), "good")
            return redirect(url_for("series.show", series_id=found.id), 303)
        except (Missing, TooLate) as error:
            status = _refused(form, error)
    return _plan_page(need_for(person(), need_id), form, status)


@pages.get("/series/<int:series_id>")
@signed_in
def show(series_id: int) -> Page:
    """The series with its dates: to staff all of it, to members what concerns them."""
    return _page(series_id)


@pages.post("/series/<int:series_id>/change")
@signed_in
def change(series_id: int) -> Page:
    """It comes at other times; what somebody has accepted stays."""
    form, status = read_form(SeriesSchema, choices=_choices(), name="change"), 422
    if form.ok:
        try:
            with transaction():
                found = queries.series_for(person(), series_id)
                actions.change(found, by=person(), now=door.now(), **form.value)
                _make(found)
            return _back(series_id, gettext("改好了。已经有人接的日子没有动。"))
        except (Missing, TooLate) as error:
            status = _refused(form, error)
    return _page(series_id, form, status)


@pages.post("/series/<int:series_id>/skip")
@signed_in
def skip(series_id: int) -> Page:
    """Nobody comes on that date."""
    return _step(series_id, DaySchema, actions.skip, gettext("这次不用来了，要来的人会收到通知。"))


@pages.post("/series/<int:series_id>/end")
@signed_in
def end(series_id: int) -> Page:
    """No more dates are made."""
    return _step(series_id, EndSchema, actions.end, gettext("这项定期安排结束了。"))


@pages.post("/series/<int:series_id>/adopt")
@signed_in
def adopt(series_id: int) -> Page:
    """The member has each date that suits them, from now on."""
    form = read_form(AdoptSchema, name="adopt")
    if not form.ok:
        return _page(series_id, form, 422)
    with transaction():
        found = queries.series_for(person(), series_id)
        actions.adopt(found, own(), by=person(), now=door.now(), travel=travel())
    return _back(series_id, gettext("认领好了，谢谢您。来不了的那次提前点一下，不用说理由。"))


@pages.post("/series/<int:series_id>/leave")
@signed_in
def leave(series_id: int) -> Response:
    """The member comes no more."""
    with transaction():
        found = queries.series_for(person(), series_id)
        actions.leave(found, by=person(), now=door.now())
    return _back(series_id, gettext("好的，以后的日子会另找人。谢谢您这段时间的帮助。"))


@pages.post("/series/<int:series_id>/miss-one")
@signed_in
def miss_one(series_id: int) -> Page:
    """The member does not come on that date."""
    return _step(series_id, DaySchema, actions.miss_one, gettext("这一次会另找人，不影响以后的。"))


def _step(
    series_id: int,
    schema: type[DaySchema] | type[EndSchema],
    act: Callable[..., object],
    said: str,
) -> Page:
    form = read_form(schema, name=act.__name__)
    if not form.ok:
        return _page(series_id, form, 422)
    with transaction():
        found = queries.series_for(person(), series_id)
        act(found, by=person(), now=door.now(), **form.value)
    return _back(series_id, said)


def _back(series_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("series.show", series_id=series_id), 303)


def _page(series_id: int, refused: Form | None = None, status: int = 200) -> Page:
    found, now = queries.series_for(person(), series_id), door.now()
    staff = can(person(), May.SEE_CONTACT, found.pattern)
    member = of_person(person())
    forms = {"change": _form(_as_it_is(found, now), "change"), "end": Form(EndSchema, name="end")}
    forms["adopt"] = Form(AdoptSchema, name="adopt")
    if refused is not None:
        forms[refused.name] = refused
    page = render_template(
        "series/show.html" if staff else "series/for_member.html",
        series=found,
        need=found.pattern,
        words=series_words,
        dates=dates_of(found, now=now, member=None if staff else member),
        runs=found.status == SeriesStatus.RUNNING,
        is_mine=member is not None and found.member_id == member.id,
        against=_against(found, member, now),
        lines=series_words.story_of(found) if staff else [],
        forms=forms,
        **({"form": refused} if refused else {}),
    )
    return page, status


def _against(found: Series, member: Member | None, now: datetime) -> list[str] | None:
    """Why this member cannot take it on; None where nobody is asked to."""
    if member is None or found.member_id is not None or found.status != SeriesStatus.RUNNING:
        return None
    if not can(person(), May.ADOPT_SERIES, found):
        return None
    (against,) = dates.against([found], member, now=now, travel=travel())
    return labels.hindrances(against)


def _plan_page(need: Need, form: Form, status: int = 200) -> tuple[str, int]:
    return render_template("series/plan.html", need=need, form=form), status


def _refused(form: Form, error: Missing | TooLate) -> int:
    if isinstance(error, Missing) and "ends_on" in error.fields:
        form.refuse("ends_on", gettext("要在第一次之后，最长一年。"))
        return 422
    return refuse(form, error)


def _form(data: dict[str, object], name: str = "") -> Form:
    return Form(SeriesSchema, data=data, choices=_choices(), name=name)


def _choices() -> dict[str, choices.Groups | choices.Pairs]:
    return {
        "rhythm": choices.words_for(Rhythm),
        "time": choices.hours(),
        "minutes": choices.durations(),
    }


def _likely(need: Need, now: datetime) -> dict[str, object]:
    """From the need's own date on, or from the same day of a coming week, for half a year."""
    starts, today = clock.local(need.starts_at), clock.local(now).date()
    first: date = starts.date()
    while first <= today:
        first += A_WEEK
    return {
        "rhythm": Rhythm.WEEKLY,
        "starts_on": first,
        "time": starts.time(),
        "minutes": need.minutes,
        "ends_on": first + HALF_A_YEAR,
        "skips_holidays": True,
    }


def _as_it_is(found: Series, now: datetime) -> dict[str, object]:
    """As it is, from its next date on."""
    today = clock.local(now).date()
    return {
        "rhythm": found.rhythm,
        "starts_on": next(found.days(since=today, until=found.ends_on), found.starts_on),
        "time": found.hour,
        "minutes": found.minutes,
        "ends_on": found.ends_on,
        "skips_holidays": found.skips_holidays,
    }


def _make(found: Series) -> None:
    """The dates that are near already are needs at once."""
    ahead = current_app.config["SETTINGS"].series_days
    actions.make(found, now=door.now(), ahead=ahead, travel=travel())
