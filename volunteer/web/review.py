"""Service records as the reviewer sees them: what was planned, what was given, who says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed
from volunteer.messages import Schema
from volunteer.people.models import Person, RoleKind
from volunteer.policy import May, can
from volunteer.records import actions, queries
from volunteer.records.actions import LONGEST_WITHOUT_REASON
from volunteer.records.lifecycle import REVIEW_DAYS, RecordStatus
from volunteer.records.models import Record
from volunteer.records.schemas import AmendSchema, ApproveRecordSchema, ReviewSchema, VoidSchema
from volunteer.reviews.actions import approve_unflagged
from volunteer.reviews.flags import flags_on
from volunteer.reviews.models import Outcome
from volunteer.reviews.queries import word_on
from volunteer.web import flags, labels, record_story, staff_story, times
from volunteer.web.counted import counted
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.records import pages
from volunteer.words import word as w
from volunteer.workdays import working_days

Page = Response | tuple[str, int]

TABS: tuple[tuple[RecordStatus, str], ...] = (
    (RecordStatus.SUBMITTED, w("待审核")),
    (RecordStatus.SECONDED, w("待第二人")),
    (RecordStatus.RETURNED, w("待补充")),
    (RecordStatus.APPROVED, w("已通过")),
    (RecordStatus.REJECTED, w("未通过")),
    (RecordStatus.VOIDED, w("已作废")),
)
SCHEMAS: dict[str, type[Schema]] = {
    "approve": ApproveRecordSchema,
    "return": ReviewSchema,
    "reject": ReviewSchema,
    "amend": AmendSchema,
    "ask-void": VoidSchema,
}


@pages.get("/records/")
@signed_in
def index() -> str:
    """Records of one's communities, those that wait first; never one's own."""
    _only_secretaries()
    asked = request.args.get("status", RecordStatus.SUBMITTED.value)
    status = next((one for one, _words in TABS if one == asked), RecordStatus.SUBMITTED)
    after = request.args.get("after", 0, type=int)
    found = queries.list_of_others(person(), status, after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    flagged = flags_on(shown, reader=person())
    plain = {record_id for record_id, some in flagged.items() if not any(one.asks for one in some)}
    return render_template(
        "records/index.html",
        rows=[(one, flags.told(flagged[one.id]), one.id in plain, clock_of(one)) for one in shown],
        can_bulk=status == RecordStatus.SUBMITTED and bool(plain),
        status=status,
        states=_tabs(status),
        first_url=url_for("records.index", status=status) if after else "",
        next_url=url_for("records.index", status=status, after=shown[-1].id)
        if len(found) > len(shown)
        else "",
    )


@pages.post("/records/approve-many")
@signed_in
def approve_many() -> Response:
    """What was ticked is approved, unless something about it is odd by now."""
    ids = request.form.getlist("records", type=int)[: queries.PAGE]
    with transaction():
        ticked = queries.chosen_for(person(), ids)
        approved, left = approve_unflagged(ticked, by=person(), now=door.now())
    if approved:
        flash(counted("通过了 %(n)s 条，时长已经记上。", len(approved)), "good")
    if left or not ids:
        flash(gettext("有的没有通过：请勾选没有异常的，有要看的请点开一条一条看。"), "waiting")
        flash(gettext("看清楚再通过：一分钟最多通过 20 条。"), "waiting")
    return redirect(url_for("records.index"), 303)


@pages.get("/records/<int:record_id>")
@signed_in
def show(record_id: int) -> Page:
    """One record with its story, and for reviewers all that speaks for and against it."""
    if person().communities_as(RoleKind.SECRETARY) or person().offices:
        return _page(record_id)
    record = queries.record_for(person(), record_id)
    lines, seals = record_story.of_record(person(), record)
    page = render_template("records/own.html", record=record, lines=lines, seals=seals)
    return page, 200


@pages.post("/records/<int:record_id>/approve")
@signed_in
def approve(record_id: int) -> Page:
    """The minutes stand on the member's record; the next one is shown."""
    return decide(record_id, "approve", actions.approve, gettext("通过了。"))


@pages.post("/records/<int:record_id>/return", endpoint="send_back")
@signed_in
def send_back(record_id: int) -> Page:
    """The member reads what to correct; the next one is shown."""
    return decide(record_id, "return", actions.send_back, gettext("退回了，本人会看到要补充什么。"))


@pages.post("/records/<int:record_id>/reject")
@signed_in
def reject(record_id: int) -> Page:
    """The minutes do not count; the next one is shown."""
    return decide(record_id, "reject", actions.reject, gettext("没有通过，本人会看到原因。"))


def decide(record_id: int, verb: str, act: Callable[..., None], said: str) -> Page:
    """Done, and on to the next; or the record again, with what was typed."""
    form, status = read_form(SCHEMAS[verb], name=verb), 422
    if form.ok:
        try:
            with transaction():
                record = queries.record_for(person(), record_id)
                act(record, by=person(), now=door.now(), **form.value)
        except Missing as error:
            status = refuse(form, error)
        else:
            return onward(said)
    return _page(record_id, form, status)


def _page(record_id: int, refused: Form | None = None, status: int = 200) -> Page:
    record = queries.record_for(person(), record_id)
    word = word_on(record.order.need)
    forms = _offered_forms(record)
    if refused is not None and refused.name in forms:
        forms[refused.name] = refused
    lines, seals = record_story.of_record(person(), record)
    decides = "approve" in forms or "return" in forms
    page = render_template(
        "records/show.html",
        record=record,
        need=record.order.need,
        presence=staff_story.presence(record.order),
        leaving=staff_story.leaving(record.order),
        resident=labels.name(Outcome(word.outcome)) if word else "",
        needs_why=record.minutes > LONGEST_WITHOUT_REASON,
        remarks=flags.told(flags_on([record], reader=person())[record.id]),
        forms=forms,
        decides=decides,
        void_waits=_void_waits(record, person()),
        is_own=record.person_id == person().id,
        waiting=queries.waiting_count(person()),
        working_days=working_days(record.submitted_at, door.now()),
        lines=lines,
        seals=seals,
        **({"form": refused} if refused else {}),
    )
    return page, status


class Clock(NamedTuple):
    """How long a record has waited, in words, and whether it is high time."""

    words: str
    tone: str


def clock_of(record: Record) -> Clock:
    """Ten working days are the limit; some days before, the secretary is reminded."""
    left = REVIEW_DAYS - working_days(record.submitted_at, door.now())
    if left < 0:
        return Clock(counted("超期 %(n)s 个工作日", -left), "danger")
    words = counted("还有 %(n)s 个工作日", left)
    return Clock(words, "waiting" if REVIEW_DAYS - left >= door.limits().review_reminder else "")


def _offered_forms(record: Record) -> dict[str, Form]:
    """One form for each decision that the reader may take now; nobody decides their own hours."""
    filled = {
        "came_at": times.hour(record.started_at),
        "stay_minutes": int((record.ended_at - record.started_at).total_seconds() // 60),
        "break_minutes": record.break_minutes,
        "report": record.content,
    }
    return {
        verb: Form(SCHEMAS[verb], filled if verb == "amend" else {}, name=verb)
        for verb in _verbs(record, person())
    }


def _verbs(record: Record, reader: Person) -> list[str]:
    if record.person_id == reader.id:
        return []
    reviews, seconds = (can(reader, may, record) for may in (May.REVIEW_RECORD, May.SECOND_RECORD))
    if record.status == RecordStatus.APPROVED and reviews:
        return ["amend"] if record.void_asked_by_id else ["amend", "ask-void"]
    if record.status not in (RecordStatus.SUBMITTED, RecordStatus.SECONDED) or not seconds:
        return []
    first = record.status == RecordStatus.SUBMITTED
    approves = (reviews or not first) and reader.id not in (
        record.entered_by_id,
        record.seconded_by_id,
    )
    return ["approve"] * approves + ["return", "reject"]


def _void_waits(record: Record, reader: Person) -> bool:
    """Whether the reader may say the second word about a void."""
    return (
        record.void_asked_by_id not in (None, reader.id)
        and record.person_id != reader.id
        and can(reader, May.SECOND_RECORD, record)
    )


def onward(said: str) -> Response:
    """On to the next record that waits, or back to the list when all are done."""
    flash(said, "good")
    following = next(iter(queries.queue_for(person(), limit=1)), None)
    if following is None:
        return redirect(url_for("records.index"), 303)
    return redirect(url_for("records.show", record_id=following.id), 303)


def _only_secretaries() -> None:
    if not (person().communities_as(RoleKind.SECRETARY) or person().offices):
        raise NotAllowed(May.REVIEW_RECORD)


def _tabs(chosen: RecordStatus) -> list[tuple[str, str, int | None, bool]]:
    counts = queries.counts_for(person())
    return [
        (url_for("records.index", status=one), gettext(words), counts[one], one == chosen)
        for one, words in TABS
    ]
