"""What staff fill in about a need: one form for each step, filled with what is known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from marshmallow import Schema

from volunteer import clock
from volunteer.members.skills import GROUP_NAMES, LEVEL_NAMES
from volunteer.needs.models import Need
from volunteer.needs.schemas import (
    AnswerSchema,
    ApproveSchema,
    AskSchema,
    CancelSchema,
    MergeSchema,
    RearrangeSchema,
    RedirectSchema,
    RejectSchema,
)
from volunteer.needs.types import NEED_TYPES, Cancellation, Door, Rejection, Risk, Urgency
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.policy import can
from volunteer.reviews.schemas import ConfirmationSchema, SettleSchema
from volunteer.web import choices, usual
from volunteer.web.choices import Groups, Pairs
from volunteer.web.forms import Form
from volunteer.web.needs import confirmation_choices

# Verb of the journey -> what it asks. The order is that of the page: the main road first.
SCHEMAS: Mapping[str, type[Schema]] = {
    "approve": ApproveSchema,
    "confirm_by_phone": ConfirmationSchema,
    "settle": SettleSchema,
    "reopen": SettleSchema,
    "rearrange": RearrangeSchema,
    "answer": AnswerSchema,
    "ask": AskSchema,
    "reject": RejectSchema,
    "merge": MergeSchema,
    "redirect": RedirectSchema,
    "cancel": CancelSchema,
}


def offered_forms(
    need: Need, held: Sequence[Order], *, by: Person, now: datetime
) -> dict[str, Form]:
    """One form for each step that this person may take now; `held` are the places taken."""
    return {
        verb: Form(schema, _known(verb, need, now), choices=choices_for(verb), name=verb)
        for verb, schema in SCHEMAS.items()
        if need.journey.allows(verb, need.status)
        and can(by, need.journey.steps[verb].may, need)
        # Whoever accepted agreed to the time: it cannot be moved over their heads.
        and not (verb == "rearrange" and held)
    }


def choices_for(verb: str) -> dict[str, Groups | Pairs]:
    """What can be chosen in the form of a step, in words."""
    if verb == "approve":
        return {
            "type": types(),
            "skill": choices.skills(),
            "skill_level": [(int(level), words) for level, words in LEVEL_NAMES.items()],
            "urgency": choices.words_for(Urgency),
            "risk": choices.words_for(Risk),
        }
    if verb == "reject":
        return {"reason": choices.words_for(Rejection)}
    if verb == "redirect":
        return {"door": choices.words_for(Door)}
    if verb == "cancel":
        return {"reason": choices.words_for(Cancellation)}
    return dict(confirmation_choices()) if verb == "confirm_by_phone" else {}


def types() -> Groups:
    """Every type of need under its group, also those that only the community asks for."""
    return {
        heading: [(one.code, one.name) for one in NEED_TYPES.values() if one.group == group]
        for group, heading in GROUP_NAMES.items()
    }


def _known(verb: str, need: Need, now: datetime) -> dict[str, object]:
    if verb not in ("approve", "rearrange"):
        return {}
    starts = clock.local(need.starts_at)
    known: dict[str, object] = {
        # A day that has passed would only be refused: it is asked for anew.
        "date": starts.date() if need.starts_at > now else None,
        "time": starts.time(),
        "minutes": need.minutes,
        "meeting_point": need.meeting_point,
    }
    if verb == "approve":
        known |= {
            "type": need.type,
            "title": need.title,
            "skill": need.skill,
            "skill_level": need.skill_level,
            "headcount": need.headcount,
            "together": need.together,
            "urgency": need.urgency,
            "risk": NEED_TYPES[need.type].risk,
            "risk_note": need.risk_note or usual.risk_note(need.type),
            "insurance": need.insurance,
        }
    return known
