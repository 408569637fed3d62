"""The life of a need, from wish to closing."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class NeedStatus(StrEnum):
    """Where a need stands."""

    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    REJECTED = "rejected"
    MERGED = "merged"
    REDIRECTED = "redirected"
    OPEN = "open"
    STAFFED = "staffed"
    IN_SERVICE = "in_service"
    DONE_REPORTED = "done_reported"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UNFILLED = "unfilled"
    CANCELLED = "cancelled"
    CLOSED = "closed"


S = NeedStatus
BEFORE_SERVICE = one_of(S.SUBMITTED, S.NEEDS_INFO, S.OPEN, S.STAFFED, S.UNFILLED)
STILL_TO_PLAN = one_of(S.SUBMITTED, S.NEEDS_INFO, S.UNFILLED)
SAID_TO_BE_DONE = one_of(S.DONE_REPORTED, S.CONFIRMED, S.CLOSED)
# fmt: off
JOURNEY = journey(
    "need",
    #    verb         from                          to               who may
    Step("approve",   one_of(S.SUBMITTED),          S.OPEN,          May.TRIAGE_NEED),
    Step("ask",       one_of(S.SUBMITTED),          S.NEEDS_INFO,    May.TRIAGE_NEED),
    Step("answer",    one_of(S.NEEDS_INFO),         S.SUBMITTED,     May.ANSWER_QUESTION),
    Step("reject",    one_of(S.SUBMITTED, S.NEEDS_INFO), S.REJECTED, May.TRIAGE_NEED),
    Step("merge",     one_of(S.SUBMITTED),          S.MERGED,        May.TRIAGE_NEED),
    Step("redirect",  STILL_TO_PLAN,                S.REDIRECTED,    May.TRIAGE_NEED),
    Step("fill",      one_of(S.OPEN),               S.STAFFED,       May.FOLLOW_ORDERS),
    Step("lose",      one_of(S.STAFFED),            S.OPEN,          May.FOLLOW_ORDERS),
    Step("lapse",     one_of(S.OPEN),               S.UNFILLED,      May.FOLLOW_ORDERS),
    Step("rearrange", one_of(S.OPEN, S.UNFILLED),   S.OPEN,          May.TRIAGE_NEED),
    Step("start",     one_of(S.OPEN, S.STAFFED),    S.IN_SERVICE,    May.FOLLOW_ORDERS),
    Step("finish",    one_of(S.IN_SERVICE),         S.DONE_REPORTED, May.FOLLOW_ORDERS),
    Step("confirm",   one_of(S.DONE_REPORTED),      S.CONFIRMED,     May.CONFIRM_SERVICE),
    Step("confirm_by_phone", one_of(S.DONE_REPORTED), S.CONFIRMED,   May.CONFIRM_BY_PHONE),
    Step("dispute",   one_of(S.DONE_REPORTED),      S.DISPUTED,      May.CONFIRM_SERVICE),
    Step("dispute_by_phone", one_of(S.DONE_REPORTED), S.DISPUTED,    May.CONFIRM_BY_PHONE),
    Step("doubt",     SAID_TO_BE_DONE,              S.DISPUTED,      May.FOLLOW_ORDERS),
    Step("settle",    one_of(S.DISPUTED),           S.CONFIRMED,     May.SETTLE_DISPUTE),
    Step("reopen",    one_of(S.DISPUTED),           S.SUBMITTED,     May.SETTLE_DISPUTE),
    Step("cancel",    BEFORE_SERVICE,               S.CANCELLED,     May.CANCEL_NEED),
    Step("close",     one_of(S.CONFIRMED),          S.CLOSED,        May.FOLLOW_ORDERS),
    # One that comes again was triaged the first time.
    begins=[S.SUBMITTED, S.OPEN],
    notes=[
        *("add_photo", "allow_calls", "ask_next", "erase", "export", "refuse_calls"),
        "remove_photo",
    ],
)
# fmt: on
ENDS = one_of(S.REJECTED, S.MERGED, S.REDIRECTED, S.CANCELLED, S.CLOSED)
PLANNED = one_of(S.OPEN, S.STAFFED, S.IN_SERVICE, S.DONE_REPORTED, S.CONFIRMED, S.DISPUTED)
