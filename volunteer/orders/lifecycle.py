"""The life of an order."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class OrderStatus(StrEnum):
    """Where an order stands."""

    OFFERED = "offered"
    CLAIMED = "claimed"
    STANDING_BY = "standing_by"
    ACCEPTED = "accepted"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    DECLINED = "declined"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


S = OrderStatus
UNDECIDED = one_of(S.CLAIMED, S.STANDING_BY)
WAITING = one_of(S.OFFERED, S.CLAIMED, S.STANDING_BY)
ASKED = one_of(S.OFFERED, S.CLAIMED)
# fmt: off
JOURNEY = journey(
    "order",
    #    verb        from                       to             who may
    Step("call",     one_of(S.STANDING_BY),     S.OFFERED,     May.OFFER_TASK),
    Step("accept",   one_of(S.OFFERED),         S.ACCEPTED,    May.ANSWER_OFFER),
    Step("accept_late", one_of(S.EXPIRED),      S.ACCEPTED,    May.ANSWER_OFFER),
    Step("claim",    one_of(S.OFFERED),         S.CLAIMED,     May.ANSWER_OFFER),
    Step("approve",  one_of(S.CLAIMED),         S.ACCEPTED,    May.DECIDE_CLAIM),
    Step("refuse",   one_of(S.CLAIMED),         S.REFUSED,     May.DECIDE_CLAIM),
    Step("decline",  one_of(S.OFFERED),         S.DECLINED,    May.ANSWER_OFFER),
    Step("take_back", UNDECIDED,                S.WITHDRAWN,   May.ANSWER_OFFER),
    Step("recall",   ASKED,                     S.WITHDRAWN,   May.RECALL_OFFER),
    Step("expire",   ASKED,                     S.EXPIRED,     May.CANCEL_ORDER),
    Step("withdraw", WAITING,                   S.WITHDRAWN,   May.CANCEL_ORDER),
    Step("hand_over", one_of(S.ACCEPTED),       S.HANDED_OVER, May.CANCEL_ORDER),
    Step("release",  one_of(S.ACCEPTED),        S.RELEASED,    May.ANSWER_OFFER),
    Step("cancel",   one_of(S.ACCEPTED),        S.CANCELLED,   May.CANCEL_ORDER),
    Step("check_in", one_of(S.ACCEPTED),        S.CHECKED_IN,  May.CHECK_IN),
    Step("check_in_by_staff", one_of(S.ACCEPTED), S.CHECKED_IN, May.CHECK_IN_OTHERS),
    Step("check_in_by_leader", one_of(S.ACCEPTED), S.CHECKED_IN, May.LEAD_GROUP),
    Step("miss",     one_of(S.ACCEPTED),        S.NO_SHOW,     May.CHECK_IN_OTHERS),
    Step("complete", one_of(S.CHECKED_IN),      S.COMPLETED,   May.CHECK_IN),
    Step("complete_by_staff", one_of(S.CHECKED_IN), S.COMPLETED, May.CHECK_IN_OTHERS),
    Step("complete_by_leader", one_of(S.CHECKED_IN), S.COMPLETED, May.LEAD_GROUP),
    Step("complete_late", one_of(S.ACCEPTED),   S.COMPLETED,   May.CHECK_IN_OTHERS),
    Step("complete_by_service", one_of(S.CHECKED_IN), S.COMPLETED, May.CLOSE_ORDER),
    begins=[S.OFFERED, S.CLAIMED, S.STANDING_BY, S.ACCEPTED],
    notes=["lead", "vouch", "wrong_code", "propose"],
)
# fmt: on
LIVE = one_of(S.ACCEPTED, S.CHECKED_IN, S.COMPLETED)
AHEAD = one_of(S.ACCEPTED, S.CHECKED_IN)
LIVE_SQL = "status IN ('accepted', 'checked_in', 'completed')"
WAITING_SQL = "status IN ('offered', 'claimed', 'standing_by')"
