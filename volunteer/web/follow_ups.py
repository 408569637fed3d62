"""Follow-up calls: whom to call, what they said; and the public page of how they are drawn."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.errors import NotAllowed
from volunteer.policy import May
from volunteer.reviews import following, sampling
from volunteer.reviews.follow_ups import SHARE, Why
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Outcome
from volunteer.reviews.schemas import FollowUpSchema
from volunteer.web import choices, labels
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, person, signed_in

pages = Blueprint("follow_ups", __name__)

Page = Response | str | tuple[str, int]


@pages.get("/follow-ups/")
@signed_in
def index() -> str:
    """The calls that wait, the longest first."""
    if not person().is_staff:
        raise NotAllowed(May.CALL_BACK)
    after = request.args.get("after", 0, type=int)
    found = following.list_for(person(), after=after, limit=following.PAGE + 1)
    shown = found[: following.PAGE]
    return render_template(
        "reviews/follow_ups.html",
        follow_ups=[(one, _reasons(one.reasons)) for one in shown],
        next_url=url_for("follow_ups.index", after=shown[-1].id) if len(found) > len(shown) else "",
    )


@pages.get("/follow-ups/<int:follow_up_id>")
@signed_in
def show(follow_up_id: int) -> Page:
    """Whom to call and what to ask."""
    return _page(follow_up_id, Form(FollowUpSchema, choices=_choices()))


@pages.post("/follow-ups/<int:follow_up_id>/answer")
@signed_in
def answer(follow_up_id: int) -> Page:
    """What was said is kept."""
    form = read_form(FollowUpSchema, choices=_choices())
    if not form.ok:
        return _page(follow_up_id, form, 422)
    with transaction():
        follow_up = following.follow_up_for(person(), follow_up_id)
        following.answer(follow_up, by=person(), now=door.now(), **form.value)
    flash(gettext("记下了，谢谢。"), "good")
    return redirect(url_for("follow_ups.index"), 303)


@pages.post("/follow-ups/<int:follow_up_id>/not-reached")
@signed_in
def not_reached(follow_up_id: int) -> Response:
    """One try more without an answer."""
    with transaction():
        follow_up = following.follow_up_for(person(), follow_up_id)
        following.not_reached(follow_up, by=person(), now=door.now())
        goes_on = follow_up.status == FollowUpStatus.OPEN
    flash(
        gettext("好的，改天再打。") if goes_on else gettext("三天都没打通，记为没有联系上。"),
        "info",
    )
    return redirect(url_for("follow_ups.index"), 303)


@pages.post("/follow-ups/<int:follow_up_id>/refused")
@signed_in
def refused(follow_up_id: int) -> Response:
    """The resident told the caller that they do not want to be called."""
    with transaction():
        follow_up = following.follow_up_for(person(), follow_up_id)
        following.refused(follow_up, by=person(), now=door.now())
    flash(gettext("记下了，不会再有人为这一单打回访电话。"), "good")
    return redirect(url_for("follow_ups.index"), 303)


@pages.get("/sampling")
@anyone
def sampled() -> str:
    """How calls are drawn: what is promised for a month, and the seed once it is over."""
    this_month = sampling.month_of(clock.local(door.now()).date())
    return render_template(
        "reviews/sampling.html",
        rows=[
            (one.month, one.promise, one.seed if one.month < this_month else "")
            for one in sampling.seeds()
        ],
        share=SHARE,
    )


def _choices() -> dict[str, choices.Pairs]:
    yes_no = [("true", gettext("是")), ("false", gettext("否"))]
    return {
        "contacted": yes_no,
        "outcome": choices.words_for(Outcome),
        "satisfaction": choices.satisfaction(),
        "asked_for_money": yes_no,
    }


def _reasons(reasons: list[str]) -> list[str]:
    return [labels.name(Why(one)) for one in reasons]


def _page(follow_up_id: int, form: Form, status: int = 200) -> tuple[str, int]:
    follow_up = following.follow_up_for(person(), follow_up_id)
    page = render_template(
        "reviews/follow_up.html",
        follow_up=follow_up,
        need=follow_up.need,
        is_open=follow_up.status == FollowUpStatus.OPEN,
        reasons=_reasons(follow_up.reasons),
        tries=following.TRIES,
        form=form,
    )
    return page, status
