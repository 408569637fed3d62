"""Posting a need, and following it by its secret link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask import request as http
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup
from werkzeug import Response

from volunteer import clock, door, keeping
from volunteer.contacts.queries import at_resident
from volunteer.db import transaction
from volunteer.errors import DomainError
from volunteer.needs import actions, queries
from volunteer.needs.danger import calls_for
from volunteer.needs.lifecycle import ENDS, NeedStatus
from volunteer.needs.models import LinkHolder, Need
from volunteer.needs.schemas import AnswerSchema, CancelSchema, PostSchema
from volunteer.needs.types import AgeBand, Cancellation, Channel
from volunteer.orders import actions as orders
from volunteer.orders.codes import for_order, seconds_left
from volunteer.orders.lifecycle import AHEAD, LIVE
from volunteer.orders.models import Order
from volunteer.orders.presence import may_prove
from volunteer.orders.queries import orders_of
from volunteer.photos.queries import photos_of
from volunteer.photos.schemas import PhotoSchema
from volunteer.reviews.models import Outcome
from volunteer.reviews.queries import word_on
from volunteer.reviews.schemas import ConfirmationSchema
from volunteer.web import choices, labels, one_by_one, picked, story
from volunteer.web.contacts import seen_by
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import is_elder
from volunteer.web.guard import anyone, limit, person
from volunteer.web.qr import arrival_qr

pages = Blueprint("needs", __name__)

LIKELY_HOUR, LIKELY_MINUTES = time(10), 60
# Where the resident has said how it went.
REVIEWED = frozenset({NeedStatus.CONFIRMED, NeedStatus.DISPUTED, NeedStatus.CLOSED})
# What ended like this was no service, and nobody calls about it.
NEVER_CALLED = ENDS - {NeedStatus.CLOSED}
TRAP = "website"


class PostPageSchema(PostSchema):
    """What a resident fills in, and photos picked beside it."""

    photos = picked.field()


picked.takes(pages, "post", "post_for_caller")


@pages.get("/needs/new")
@anyone
def new() -> str:
    """The form, with what is likely already filled in."""
    if is_elder():
        return one_by_one.first_page(_blank())
    return render_template("needs/new.html", form=_blank(), calls=[])


@pages.post("/needs/new")
@anyone
@limit(door.POSTING, share="post")
def post() -> Response | tuple[str, int]:
    """The need is posted and its resident stands before the page to follow it."""
    form, status = read_form(PostPageSchema, choices=_choices()), 422
    picked.take(form)
    if one_by_one.is_on_the_way():
        return one_by_one.next_page(form)
    if http.form.get(TRAP):
        form.refuse("", gettext("有一格应当空着，却填了内容。请再提交一次。"))
    if form.ok:
        try:
            need = _post(**form.value)
            flash(gettext("提交好了，单号 %(number)s。", number=need.number), "good")
            return redirect(_link(need), 303)
        except DomainError as error:
            status = refuse(form, error)
    if is_elder():
        return one_by_one.first_wrong_page(form), status
    calls = calls_for(str(form.data["wish"]))
    return render_template("needs/new.html", form=form, calls=calls), status


@pages.get("/follow/<number>/<secret>")
@anyone
def follow(number: str, secret: str) -> Response:
    """Whoever holds the link reads how the need stands."""
    need, _holder = queries.need_by_link(number, secret)
    return follow_page(need)


@pages.post("/follow/<number>/<secret>/answer")
@anyone
@limit(door.FOLLOWING, share="follow")
def answer(number: str, secret: str) -> Response:
    """The community reads the answer and goes on."""
    form = read_form(AnswerSchema)
    if not form.ok:
        need, _holder = queries.need_by_link(number, secret)
        return follow_page(need, answer=form, status=422)
    with transaction():
        need, holder = queries.need_by_link(number, secret)
        actions.answer(need, by=holder, now=door.now(), **form.value)
    flash(gettext("回答已经送到社区，谢谢。"), "good")
    return redirect(url_for("needs.follow", number=number, secret=secret), 303)


@pages.post("/follow/<number>/<secret>/cancel")
@anyone
@limit(door.FOLLOWING, share="follow")
def cancel_by_link(number: str, secret: str) -> Response:
    """The need is no more, and whoever wanted to come is told."""
    form = read_form(CancelSchema)
    if not form.ok:
        need, _holder = queries.need_by_link(number, secret)
        return follow_page(need, cancellation=form, status=422)
    with transaction():
        need, holder = queries.need_by_link(number, secret)
        orders.cancel_need(need, by=holder, now=door.now(), **form.value)
    flash(gettext("取消好了。要来的人会收到通知。"), "good")
    return redirect(url_for("needs.follow", number=number, secret=secret), 303)


def follow_page(
    need: Need,
    *,
    answer: Form | None = None,
    cancellation: Form | None = None,
    confirmation: Form | None = None,
    photo: Form | None = None,
    status: int = 200,
) -> Response:
    """The need as its resident sees it; a form that was refused keeps what was typed."""
    all_orders = orders_of(need)
    coming = [one for one in all_orders if one.attempt == need.reopened and one.status in LIVE]
    page = render_template(
        "needs/follow.html",
        need=need,
        link=_link(need, outside=True),
        standing=story.need_standing(need, coming),
        road=story.road(),
        step=story.ON_THE_ROAD.get(need.status),
        halted=need.status in story.HALTED,
        lines=story.of_need(need, all_orders),
        coming=coming,
        codes=_codes(coming),
        seconds=seconds_left(door.now()),
        awaited=any(one.status in AHEAD for one in coming),
        is_new=need.status in (NeedStatus.SUBMITTED, NeedStatus.NEEDS_INFO),
        other=queries.merged_into(need) if need.merged_into_id else None,
        word=_word(need),
        looks=seen_by(at_resident(need)),
        photos=photos_of(need),
        never_called=NEVER_CALLED,
        takes_photos=need.status not in ENDS,
        photo=photo or Form(PhotoSchema),
        answer=answer or Form(AnswerSchema),
        cancellation=cancellation or cancellation_form(),
        confirmation=confirmation or Form(ConfirmationSchema, choices=confirmation_choices()),
    )
    response = make_response(page, status)
    # The address is the resident's key: it must not end up in a search engine.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _codes(coming: Sequence[Order]) -> list[tuple[Order, str, Markup]]:
    """What to read out to each who may ask for it now, and the same to scan."""
    found = []
    for order in coming:
        if may_prove(order, door.now()):
            code = for_order(order, door.now())
            found.append((order, code, arrival_qr(order.need, code)))
    return found


def confirmation_choices() -> dict[str, choices.Pairs]:
    """The words of the two questions after the service."""
    return {"outcome": choices.words_for(Outcome), "satisfaction": choices.satisfaction()}


def cancellation_form() -> Form:
    """The question why, asked when a need is cancelled."""
    return Form(CancelSchema, choices={"reason": choices.words_for(Cancellation)})


def _post(*, for_family: bool, photos: Sequence[str], **given: Any) -> Need:
    with transaction():
        need = actions.post(
            channel=Channel.FAMILY if for_family else Channel.WEB,
            by=person() if current_user.is_authenticated else actions.ANYBODY,
            now=door.now(),
            **given,
        )
        keeping.go_with(need, photos, by=LinkHolder(need.id))
        return need


def _blank() -> Form:
    """Tomorrow at ten for an hour; a person who is signed in need not type who they are."""
    data: dict[str, object] = {
        "date": clock.local(door.now()).date() + timedelta(days=1),
        "time": LIKELY_HOUR,
        "minutes": LIKELY_MINUTES,
        "type": "other",
    }
    if current_user.is_authenticated:
        data |= {"contact_name": person().name, "contact_phone": person().phone}
    return Form(PostPageSchema, data=data, choices=_choices())


def _choices() -> dict[str, choices.Groups | choices.Pairs]:
    return {
        "type": choices.wishes(),
        "child_age": choices.words_for(AgeBand),
        "grid_id": choices.grids(),
        "date": choices.days(clock.local(door.now()).date()),
        "time": choices.hours(),
        "minutes": choices.durations(),
    }


def _word(need: Need) -> list[tuple[str, str]]:
    """What the resident said about the present attempt, question by question."""
    word = word_on(need) if need.status in REVIEWED else None
    if word is None:
        return []
    satisfied = labels.satisfaction(word.satisfaction) if word.satisfaction else ""
    return [
        (gettext("解决了吗"), labels.name(Outcome(word.outcome))),
        (gettext("满意吗"), satisfied),
        (gettext("您的话"), word.comment),
        (gettext("您的感谢"), word.thanks),
    ]


def _link(need: Need, *, outside: bool = False) -> str:
    return url_for("needs.follow", number=need.number, secret=need.link_secret, _external=outside)
