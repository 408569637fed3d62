"""The life of an order."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class OrderStatus(StrEnum):
    """Where an order stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


S = OrderStatus
# fmt: off
JOURNEY = journey(
    "order",
    #    verb        from                       to             who may
    Step("accept",   one_of(S.OFFERED),         S.ACCEPTED,    May.ANSWER_OFFER),
    Step("decline",  one_of(S.OFFERED),         S.DECLINED,    May.ANSWER_OFFER),
    Step("expire",   one_of(S.OFFERED),         S.EXPIRED,     May.CANCEL_ORDER),
    Step("withdraw", one_of(S.OFFERED),         S.WITHDRAWN,   May.CANCEL_ORDER),
    Step("release",  one_of(S.ACCEPTED),        S.RELEASED,    May.ANSWER_OFFER),
    Step("cancel",   one_of(S.ACCEPTED),        S.CANCELLED,   May.CANCEL_ORDER),
    Step("check_in", one_of(S.ACCEPTED),        S.CHECKED_IN,  May.CHECK_IN),
    Step("check_in_by_staff", one_of(S.ACCEPTED), S.CHECKED_IN, May.CHECK_IN_OTHERS),
    Step("miss",     one_of(S.ACCEPTED),        S.NO_SHOW,     May.CHECK_IN_OTHERS),
    Step("complete", one_of(S.CHECKED_IN),      S.COMPLETED,   May.CHECK_IN),
    Step("complete_by_staff", one_of(S.CHECKED_IN), S.COMPLETED, May.CHECK_IN_OTHERS),
    Step("complete_late", one_of(S.ACCEPTED),   S.COMPLETED,   May.CHECK_IN_OTHERS),
    Step("complete_by_service", one_of(S.CHECKED_IN), S.COMPLETED, May.CLOSE_ORDER),
    begins=[S.OFFERED, S.ACCEPTED],
)
# fmt: on
LIVE = one_of(S.ACCEPTED, S.CHECKED_IN, S.COMPLETED)
AHEAD = one_of(S.ACCEPTED, S.CHECKED_IN)
LIVE_SQL = "status IN ('accepted', 'checked_in', 'completed')"
