"""Records: minutes really given, reviewed by somebody else; and one's own hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from flask import url_for
from marshmallow import fields, validate

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.orders import MemberLine
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.errors import WrongCode
from volunteer.history.models import Event
from volunteer.messages import Schema
from volunteer.orders import presence
from volunteer.orders.queries import order_for
from volunteer.records import actions, ledger, queries
from volunteer.records.entries import EntryKind
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.records.schemas import (
    AmendSchema,
    ApproveRecordSchema,
    LeaveSchema,
    ObjectionSchema,
    ReportSchema,
    ReviewSchema,
    TimesSchema,
    VoidSchema,
)
from volunteer.records.telling import story_for
from volunteer.reviews.actions import approve_unflagged
from volunteer.reviews.flags import flags_on

routes = Resource("records", "Minutes given, and their review.")


class RecordOut(Schema):
    """A service record, to its member and to the secretary of the community."""

    id = fields.Integer(required=True)
    order_id = fields.Integer(required=True)
    member = fields.Nested(MemberLine, required=True)
    community_id = fields.Integer(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    content = fields.String(required=True)
    organiser = fields.String(required=True)
    in_charge = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True)
    break_minutes = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    planned_minutes = fields.Integer(required=True)
    counts = fields.Boolean(required=True)
    status = Code(RecordStatus, required=True)
    submitted_at = fields.AwareDateTime(required=True)
    reviewed_at = fields.AwareDateTime(required=True, allow_none=True)
    review_note = fields.String(required=True)
    version = fields.Integer(
        required=True, metadata={"description": "Goes up with each amendment."}
    )
    is_late = fields.Function(
        lambda record: record.entered_by_id is not None,
        required=True,
        metadata={"type": "boolean", "description": "Entered by staff afterwards."},
    )
    void_asked = fields.Function(
        lambda record: record.void_asked_by_id is not None,
        required=True,
        metadata={"type": "boolean", "description": "Waits for a second person's word."},
    )
    objection = fields.String(required=True)


class HappenedOut(Schema):
    """One thing that happened to a record."""

    at = fields.AwareDateTime(required=True)
    verb = fields.String(required=True)
    old = Code(RecordStatus, required=True, allow_none=True)
    new = Code(RecordStatus, required=True)
    standing = fields.String(
        required=True, metadata={"description": "As whom somebody acted, or `service`."}
    )
    who = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The name, where the reader may know it."},
    )
    why = fields.String(required=True)
    minutes = fields.Integer(required=True, allow_none=True)
    minutes_before = fields.Integer(required=True, allow_none=True)


class LedgerLineOut(Schema):
    """What the ledger says of a record: a credit, or one taken back."""

    written_at = fields.AwareDateTime(required=True)
    number = fields.Integer(required=True)
    kind = Code(EntryKind, required=True)
    minutes = fields.Integer(required=True)


class RecordStoryOut(Schema):
    """The whole story of a record, oldest first."""

    events = fields.List(fields.Nested(HappenedOut), required=True)
    entries = fields.List(fields.Nested(LedgerLineOut), required=True)
    sealed = fields.Integer(
        required=True, metadata={"description": "How many of the events are sealed by now."}
    )


class ChosenSchema(Schema):
    """Which records, fifty at most."""

    records = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, door.LARGEST_ID)),
        required=True,
        validate=validate.Length(1, queries.PAGE),
    )


class LeftOut(Schema):
    """A record that was not approved, and why it wants a look."""

    id = fields.Integer(required=True)
    flags = fields.List(fields.String(), required=True)


class BulkOut(Schema):
    """What came of approving several at once."""

    approved = fields.List(fields.Integer(), required=True)
    left = fields.List(fields.Nested(LeftOut), required=True)


class HoursOut(page_of(RecordOut)):  # type: ignore[misc]
    """The member's records, and the minutes of all that were approved and count."""

    minutes = fields.Integer(required=True)


class RecordsSchema(PageSchema):
    """Which records."""

    status = fields.Enum(RecordStatus, by_value=True, load_default=None)


@routes.verb("/orders/<int:order_id>/leave", LeaveSchema, gives=RecordOut, status=201)
def leave(given: Given, order_id: int) -> tuple[Record, int, dict[str, str]]:
    """The member has left; the minutes wait for review."""
    code, by, now = given.pop("code"), door.person(), door.now()
    record = None
    with transaction():
        order = order_for(by, order_id)
        if presence.prove_leaving(order, code=code, by=by, now=now):
            record = actions.leave(order, by=by, now=now, **given)
    if record is None:  # said after the commit, which counts the try
        raise WrongCode(presence.CODE_TRIES - order.wrong_codes)
    return record, 201, {"Location": url_for(".show", record_id=record.id)}


@routes.lists("/hours", PageSchema, gives=HoursOut)
def hours(given: Given) -> dict[str, object]:
    """One's own records and the sum of what was approved."""
    member = own_registration()
    found = page(partial(queries.own_of, member), **given)
    return {**found, "minutes": ledger.minutes_of(member)}


@routes.lists("/records", RecordsSchema, gives=page_of(RecordOut))
def index(given: Given) -> dict[str, object]:
    """Records of one's communities to their secretary, and one's own, oldest first."""
    given["after"] = given["after"] or 0
    return page(partial(queries.list_for, door.person()), **given)


@routes.shows("/records/<int:record_id>", gives=RecordOut)
def show(record_id: int) -> Record:
    """One record."""
    return queries.record_for(door.person(), record_id)


@routes.shows("/records/<int:record_id>/story", gives=RecordStoryOut)
def story(record_id: int) -> dict[str, object]:
    """All that happened to the record: written, returned, amended, approved, credited, undone."""
    told = story_for(door.person(), queries.record_for(door.person(), record_id))
    return {
        "events": [_happened(one, told.names) for one in told.events],
        "entries": told.entries,
        "sealed": told.sealed,
    }


def _happened(event: Event, names: Mapping[int, str]) -> dict[str, object]:
    was = event.facts.get("was")
    return {
        **{name: getattr(event, name) for name in ("at", "verb", "old", "new", "standing", "why")},
        "who": names.get(event.by_person_id or 0),
        "minutes": event.facts.get("minutes"),
        "minutes_before": was["minutes"] if isinstance(was, Mapping) else was,
    }


@routes.verb("/records/<int:record_id>/approve", ApproveRecordSchema, gives=RecordOut)
def approve(given: Given, record_id: int) -> Record:
    """The minutes stand on the member's record."""
    return _changed(actions.approve, record_id, given)


@routes.verb("/records/<int:record_id>/return", ReviewSchema, gives=RecordOut)
def send_back(given: Given, record_id: int) -> Record:
    """The member is asked to correct the record."""
    return _changed(actions.send_back, record_id, given)


@routes.verb("/records/<int:record_id>/reject", ReviewSchema, gives=RecordOut)
def reject(given: Given, record_id: int) -> Record:
    """The minutes do not count."""
    return _changed(actions.reject, record_id, given)


@routes.verb("/records/<int:record_id>/resubmit", ReportSchema, gives=RecordOut)
def resubmit(given: Given, record_id: int) -> Record:
    """The corrected record waits for review again."""
    return _changed(actions.resubmit, record_id, given)


@routes.verb("/records/approve-many", ChosenSchema, gives=BulkOut)
def approve_many(given: Given) -> dict[str, object]:
    """Of these the ones that wait and have nothing odd are approved; the others are left, each
    with what should be looked at."""
    with transaction():
        records = queries.chosen_for(door.person(), given["records"])
        approved, left = approve_unflagged(records, by=door.person(), now=door.now())
    flagged = flags_on(left, reader=door.person())
    return {
        "approved": [one.id for one in approved],
        "left": [
            {"id": one.id, "flags": [odd.flag.value for odd in flagged[one.id]]} for one in left
        ],
    }


@routes.verb("/records/<int:record_id>/amend", AmendSchema, gives=RecordOut)
def amend(given: Given, record_id: int) -> Record:
    """The approved record says something else; its old version is kept."""
    return _changed(actions.amend, record_id, given)


@routes.verb("/records/<int:record_id>/ask-void", VoidSchema, gives=RecordOut)
def ask_void(given: Given, record_id: int) -> Record:
    """A second person is asked whether the record is void."""
    return _changed(actions.ask_void, record_id, given)


@routes.verb("/records/<int:record_id>/void", gives=RecordOut)
def void(record_id: int) -> Record:
    """The second person agrees: the minutes are taken back."""
    return _changed(actions.void, record_id, {})


@routes.verb("/records/<int:record_id>/keep", gives=RecordOut)
def keep(record_id: int) -> Record:
    """The record stands as it was."""
    return _changed(actions.keep, record_id, {})


@routes.verb("/records/<int:record_id>/object", ObjectionSchema, gives=RecordOut)
def object_to(given: Given, record_id: int) -> Record:
    """The member disagrees; the record is looked at once more."""
    return _changed(actions.object_to, record_id, given)


@routes.verb("/orders/<int:order_id>/enter-late", TimesSchema, gives=RecordOut, status=201)
def enter_late(given: Given, order_id: int) -> tuple[Record, int, dict[str, str]]:
    """What was signed on paper becomes a marked record that waits for two others."""
    with transaction():
        order = order_for(door.person(), order_id)
        record = actions.enter_late(order, by=door.person(), now=door.now(), **given)
    return record, 201, {"Location": url_for(".show", record_id=record.id)}


def _changed(act: Callable[..., None], record_id: int, given: Given) -> Record:
    with transaction():
        record = queries.record_for(door.person(), record_id)
        act(record, by=door.person(), now=door.now(), **given)
    return record
