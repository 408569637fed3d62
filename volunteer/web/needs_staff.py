"""Needs as staff see them: the list, and one need with everything that can be done about it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import fields, validate
from werkzeug import Response

from volunteer import door
from volunteer.messages import Schema
from volunteer.needs import queries
from volunteer.needs.lifecycle import ENDS, NeedStatus
from volunteer.needs.texts import FIELDS, STARTERS
from volunteer.needs.waiting import beside, next_to_triage
from volunteer.orders.lifecycle import LIVE
from volunteer.orders.queries import orders_of, places_taken
from volunteer.photos.queries import photos_of
from volunteer.photos.schemas import PhotoSchema
from volunteer.policy import May, can
from volunteer.records.queries import records_of
from volunteer.reviews.queries import word_on
from volunteer.web import staff_story
from volunteer.web.candidates import found_for
from volunteer.web.forms import Form
from volunteer.web.guard import person, signed_in
from volunteer.web.need_forms import offered_forms
from volunteer.web.needs import REVIEWED, pages
from volunteer.web.orders_staff import notable
from volunteer.words import word as w

Page = Response | tuple[str, int]

NS = NeedStatus
TABS: tuple[tuple[str, str, frozenset[NeedStatus]], ...] = (
    ("new", w("待受理"), frozenset({NS.SUBMITTED})),
    ("asked", w("待补充"), frozenset({NS.NEEDS_INFO})),
    ("looking", w("找人中"), frozenset({NS.OPEN, NS.UNFILLED})),
    ("coming", w("等上门"), frozenset({NS.STAFFED, NS.IN_SERVICE})),
    ("done", w("待确认"), frozenset({NS.DONE_REPORTED, NS.DISPUTED, NS.CONFIRMED})),
    ("ended", w("已结束"), frozenset(map(NeedStatus, ENDS))),
)
# Triage has just been here, or nothing came of it: the next one may follow.
TRIAGED = frozenset({NS.OPEN, NS.NEEDS_INFO, NS.REJECTED, NS.MERGED, NS.REDIRECTED, NS.CANCELLED})


class SearchSchema(Schema):
    """Looking for a need."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=60),
        metadata={
            "title": w("找一条需求"),
            "x-input": "search",
            "x-placeholder": w("单号、称呼或几个字"),
        },
    )


@pages.get("/needs/")
@signed_in
def index() -> Page | str:
    """Needs of one's communities, newest first, narrowed to a state or to words."""
    if not person().is_staff:
        return redirect(url_for("orders.hall"))
    asked = request.args.get("status", "")
    search = request.args.get("q", "").strip()[:60]
    statuses = next((some for code, _words, some in TABS if code == asked), frozenset[NeedStatus]())
    needs = queries.list_for(
        person(),
        statuses=statuses,
        search=search,
        after=request.args.get("after", type=int),
        limit=queries.PAGE + 1,
    )
    shown = needs[: queries.PAGE]
    return render_template(
        "needs/index.html",
        needs=shown,
        taken=places_taken([need.id for need in shown]),
        states=_tabs(asked if statuses else ""),
        search=Form(SearchSchema, {"q": search}),
        q=search,
        later=request.args.get("after", type=int) is not None,
        next_url=url_for("needs.index", status=asked or None, q=search or None, after=shown[-1].id)
        if len(needs) > len(shown)
        else "",
        first_url=url_for("needs.index", status=asked or None, q=search or None),
    )


@pages.get("/needs/<int:need_id>")
@signed_in
def show(need_id: int) -> Page:
    """One need; members look at open tasks in the hall."""
    return need_page(need_id)


def need_page(need_id: int, refused: Form | None = None, status: int = 200) -> Page:
    """Everything staff know and may do about the need; a refused form keeps what was typed."""
    need = queries.need_for(person(), need_id)
    if not can(person(), May.SEE_CONTACT, need):
        return redirect(url_for("orders.hall"))
    orders = orders_of(need) if need.triaged_at else []  # nobody is asked before
    held = [one for one in orders if one.attempt == need.reopened and one.status in LIVE]
    forms = offered_forms(need, held, by=person(), now=door.now())
    forms["photo"] = Form(PhotoSchema, name="photo")
    if refused is not None and refused.name in forms:
        forms[refused.name] = refused
    now, limits = door.now(), door.limits()
    page = render_template(
        "needs/show.html",
        need=need,
        photos=photos_of(need),
        takes_photos=need.status not in ENDS,
        standing=staff_story.standing(need, need.headcount - len(held)),
        forms=forms,
        orders=sorted(orders, key=lambda one: (-one.attempt, one.status not in LIVE, one.id)),
        records={one.order_id: one for one in records_of(need)} if orders else {},
        word=word_on(need) if need.status in REVIEWED else None,
        known=staff_story.facts_of(need, door.now()),
        same=queries.likely_same(need) if "merge" in forms else [],
        other=queries.merged_into(need) if need.merged_into_id else None,
        could_come=found_for(need, person()),
        lines=staff_story.of_need(need, orders),
        following=next_to_triage(person()) if need.status in TRIAGED and not orders else None,
        story=staff_story,
        around=beside(person(), need) if "approve" in forms and not orders else (None, None),
        starters=STARTERS,
        filled=FIELDS,
        notable={one.id: notable(one, by=person(), now=now, limits=limits) for one in orders},
        **({"form": refused} if refused else {}),
    )
    return page, status


def _tabs(chosen: str) -> list[tuple[str, str, int | None, bool]]:
    counts = queries.counts_for(person())
    narrowed = [
        (
            url_for("needs.index", status=code),
            gettext(words),
            sum(counts[one] for one in statuses),
            code == chosen,
        )
        for code, words, statuses in TABS
    ]
    return [(url_for("needs.index"), gettext("全部"), counts.total(), not chosen), *narrowed]
