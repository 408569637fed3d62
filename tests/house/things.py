"""One thing in every state: needs, orders, records, rounds and what else there is.

It is a Saturday, twenty to eleven, in East Lane. All orders and records are Li's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from tests.build import (
    ANYONE_CAN,
    RISKY,
    a_need,
    a_record,
    a_series,
    an_accepted_order,
    an_adopted_series,
    an_offer,
    an_open_need,
    an_order_under_way,
)
from tests.cast import FAR_AWAY, Cast
from tests.disclosures.conftest import told_and_agreed
from tests.imports.conftest import LI, ZHOU, approved, bring, in_csv
from tests.photos.pictures import a_photo
from tests.waiting import a_claim, a_hand_over, a_move
from tests.web.staff import a_lapsed, a_question, a_registration, a_round, a_word
from volunteer.certificates import actions as certificates
from volunteer.certificates.models import Language
from volunteer.db import transaction
from volunteer.needs.models import Need
from volunteer.orders import presence
from volunteer.orders.models import Order
from volunteer.records import actions as records
from volunteer.reviews import following
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.models import Outcome


def at(day: datetime, hour: int, days: int = 0) -> dict[str, Any]:
    """A window of an hour, so many days later."""
    moment = (day + timedelta(days=days)).replace(hour=hour, minute=0)
    return {"date": moment.date(), "time": moment.time(), "minutes": 60}


def weekly(day: datetime, hour: int) -> dict[str, Any]:
    """Every week at that hour, the first time in a week."""
    first = at(day, hour, 7)
    return {"of": {**ANYONE_CAN, **first}, "starts_on": first["date"], "time": first["time"]}


def one_of_each(cast: Cast, now: datetime) -> dict[str, Any]:
    """A need, order, record, round and registration in every state a route begins from."""
    li, wang = cast["li"], cast["wang"]
    before = now - timedelta(days=8)
    asked, submitted, twin = (a_need(before, **at(now, 9, 7)) for _ in range(3))
    a_question(asked, wang, before)
    served = [an_open_need(before, **at(now, hour, -7)) for hour in (8, 10, 12)]
    waiting, _disputed, returned = (a_record(need, li, before) for need in served)
    a_word(served[1], Outcome.NOT, before)
    with transaction():
        records.send_back(returned, why="请补充", by=wang, now=before)
    counted, doubted, refused = (
        a_record(an_open_need(before, **at(now, hour, -7)), li, before) for hour in (14, 16, 18)
    )
    with transaction():
        records.approve(counted, by=wang, now=before)
        records.approve(doubted, by=wang, now=before)
        records.ask_void(doubted, why="重复登记", by=cast["qian"], now=before)
        records.reject(refused, why="没有来", by=wang, now=now)
    with transaction():
        certificate = certificates.issue(
            counted.member,
            since=before.date(),
            until=now.date(),
            language=Language.CHINESE,
            signer=current_app.config["SIGNER"](),
            by=li,
            now=now,
        )
    pictured = an_open_need(before, **{**ANYONE_CAN, **at(now, 16, 7)})
    return {
        "certificate": certificate,
        "call": a_call(cast, before),
        "counted": counted,
        "member": counted.member,
        "secretary": wang.roles[0],
        "worker": cast["he"].roles[0],
        "doubted": doubted,
        "refused": refused,
        "on paper": an_accepted_order(an_open_need(before, **at(now, 20, -7)), li, before),
        "asked": asked,
        "submitted": submitted,
        "twin": twin,
        "open": pictured,
        "photo": a_photo(pictured, before),
        "unfilled": a_lapsed(an_open_need(before, **at(now, 14, 7))),
        "done": served[0],
        "disputed": served[1],
        "offered": an_offer(an_open_need(before, **at(now, 12, 7)), li, before),
        "coming": an_accepted_order(an_open_need(before, **at(now, 10, 7)), li, before),
        "claimed": a_claim(an_open_need(before, **{**RISKY, **at(now, 18, 10)}), li, before),
        "promised": an_accepted_order(for_anyone(before, at(now, 14, 8)), li, before),
        "handing": _asked_zhou(for_anyone(before, at(now, 20, 7)), cast, before),
        "full": _full(for_anyone(before, at(now, 8, 7)), cast, before),
        **_a_group(cast, before, at(now, 16, 8)),
        "due": an_accepted_order(an_open_need(before, **at(now, 10)), li, before),
        "there": an_order_under_way(an_open_need(before, **at(now, 8)), li, before),
        "waiting": waiting,
        "returned": returned,
        "move": a_move(cast["zhou"], FAR_AWAY, now),
        "brought": bring(in_csv(LI), wang, before),
        "imported": approved(bring(in_csv(ZHOU), wang, before), cast["qian"], before),
        **told_and_agreed(cast, before),
        "registration": a_registration(before),
        "round": a_round(wang, now),
        "series": an_adopted_series(before, li, **weekly(now, 18)),
        "weekly": a_series(before, **weekly(now, 20)),
    }


def a_call(cast: Cast, before: datetime) -> FollowUp:
    """West Lane calls somebody of East Lane, who has said that it was solved."""
    need = an_open_need(before, **at(before, 15, 1), **ANYONE_CAN)
    a_record(need, cast["zhou"], before)
    a_word(need, Outcome.SOLVED, need.ends_at)
    with transaction():
        following.draw(need, now=need.ends_at)
    [call] = following.list_for(cast["chen"])
    return call


def for_anyone(now: datetime, window: dict[str, Any]) -> Need:
    """A task that asks no skill."""
    return an_open_need(now, **ANYONE_CAN | window)


def _a_group(cast: Cast, before: datetime, window: dict[str, Any]) -> dict[str, Any]:
    need = for_anyone(before, {**window, "headcount": 2})
    leading = an_accepted_order(need, cast["li"], before)
    with transaction():
        presence.appoint(leading, by=cast["wang"], now=before)
    return {"together": need, "leading": leading}


def _asked_zhou(need: Need, cast: Cast, now: datetime) -> Order:
    """Li's order, which Zhou is asked to take over."""
    order = an_accepted_order(need, cast["li"], now)
    a_hand_over(order, cast["zhou"], now)
    return order


def _full(need: Need, cast: Cast, now: datetime) -> Need:
    an_accepted_order(need, cast["qian"], now)
    return need
