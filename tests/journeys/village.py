"""East Lane on a Saturday at noon: a need, an order, a record and a round in every state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from flask import current_app

from tests.build import (
    ANYONE_CAN,
    SATURDAY,
    TRAVEL,
    a_need,
    a_record,
    a_round_for,
    an_accepted_order,
    an_adopted_series,
    an_offer,
    an_open_need,
    an_order_under_way,
)
from tests.cast import FAR_AWAY, PROFILE, Cast, member_of
from tests.disclosures.conftest import SPRING, told_and_agreed
from tests.imports.conftest import LI, ZHOU, approved, bring, in_csv
from tests.officers import an_office, an_officer
from tests.waiting import a_claim, a_move
from tests.web.staff import (
    a_call_about,
    a_lapsed,
    a_question,
    a_recovery,
    a_registration,
    a_round,
    a_word,
    an_undelivered,
)
from volunteer.certificates import actions as certificates
from volunteer.certificates.models import Language
from volunteer.db import transaction
from volunteer.needs import actions as needs
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation, Door, Rejection, Risk
from volunteer.orders import actions as orders
from volunteer.orders import presence
from volunteer.people.models import RoleKind
from volunteer.records import actions as records
from volunteer.records.queries import own_of
from volunteer.reviews.models import Outcome
from volunteer.rounds import actions as rounds
from volunteer.web.answers import secret_for
from volunteer.web.channels import address_secret_for

AN_HOUR = timedelta(hours=1)
NEXT_SATURDAY = SATURDAY + timedelta(days=7)
HALF_AN_HOUR = {**ANYONE_CAN, "minutes": 30}
RISKY = {"risk": Risk.MEDIUM, "risk_note": "先看清脚下"}

# States that put something else on the page, for the resident and for staff.
FOLLOWED = ("needs_info", "staffed", "done_reported", "unfilled", "closed")
HANDLED = ("submitted", "needs_info", "open", "done_reported", "disputed", "unfilled")

# The values of an address's variable parts; by who looks, where not all look at the same.
Places = Mapping[str, list[dict[str, Any]]]


def build(cast: Cast, now: datetime) -> Places:
    """Everything is there; returned is where each page can be had, by endpoint."""
    found, noon = _in_every_state(cast, now), now.replace(day=SATURDAY.day, hour=12)
    waiting = a_registration(now)
    an_office("shen", RoleKind.AUDITOR, now)
    an_office("yan", RoleKind.UNIT_CONTACT, now, body=PROFILE["unit_name"])
    out = a_round(cast["wang"], now)
    with transaction():
        rounds.release(out, by=cast["wang"], now=now, travel=TRAVEL)
    fresh = an_open_need(now, **ANYONE_CAN, date=NEXT_SATURDAY + timedelta(days=1))
    proposed = a_round(cast["wang"], now)
    street = fresh.community.subdistrict
    wide = a_round_for(street, an_officer("zheng", street, now), now)
    claimed, later = (
        an_open_need(now, **ANYONE_CAN, **more, date=NEXT_SATURDAY + timedelta(days=2))
        for more in (RISKY, {"time": time(15)})
    )
    weekly = an_adopted_series(now, cast["zhou"], of={"skill": None, "date": NEXT_SATURDAY})
    claim = a_claim(claimed, cast["li"], now)
    mine = [*_of_li(cast, now), claim.id]
    paper = _paper_of_li(cast, now)
    return {
        "answers.show": [
            {"secret": secret_for(number, cast["li"].person_id)} for number in mine[:2]
        ],
        "certificates.check": [{"number": paper}],
        "certificates.paper": [{"number": paper}],
        "certificates.revoking": [{"number": paper}],
        "imports.index": [{"community_id": 1}],
        "imports.show": [{"import_id": one} for one in _earlier(cast, now)],
        "disclosures.letter": [{"letter_id": told_and_agreed(cast, now)["letter"].id}],
        "disclosures.feedback": [{"community_id": 1, "quarter": SPRING.code}],
        "records.enter_late": [{"order_id": mine[1]}],
        "records.expectation": [{"community_id": 1}],
        "texts.show": [{"community_id": 1}],
        "records.statement": [{"community_id": 1}],
        "follow_ups.show": [{"follow_up_id": a_call_about(found["done_reported"])}],
        "needs.follow": [
            {"number": found[state].number, "secret": found[state].link_secret}
            for state in FOLLOWED
        ],
        "needs.show": [
            *({"need_id": found[state].id} for state in HANDLED), {"need_id": claimed.id}
        ],
        "erasing.asks_of_need": [
            {"number": found[state].number, "secret": found[state].link_secret}
            for state in FOLLOWED[:1]
        ],
        "moves.show": [{"move_id": a_move(cast["qian"], FAR_AWAY, now).id}],
        "channels.asks": [
            {"secret": address_secret_for(cast["li"].person_id, "li@home.example")}
        ],
        "communities.show": [{"community_id": 1}],
        "figures.show": [{"community_id": 1}],
        "by_letter.recovery": [{"secret": a_recovery("li", noon)}],
        "offices.asks_deputy": [{"role_id": cast["wang"].roles[0].id}],
        "deliveries.show": [{"delivery_id": an_undelivered(cast["li"], now)}],
        "orders.look": [{"need_id": later.id}],
        "orders.group": [{"need_id": _led_by_li(cast, now)}],
        "orders.refusing": [{"order_id": claim.id}],
        "series.plan": [{"need_id": later.id}],
        "series.show": [{"series_id": weekly.id}],
        "contacts.to_show": [{"need_id": found["open"].id}],
        "needs.slip": [{"need_id": found["open"].id}],
        "orders.show": [{"order_id": number} for number in mine],
        "records.show": [{"record_id": number} for number in (1, 5)],
        "li records.show": [{"record_id": own_of(member_of(cast["li"]))[0].id}],
        "members.show": [{"member_id": waiting.id}, {"member_id": 1}],
        "rounds.show": [
            {"round_id": proposed.id, "by": by} for by in ("need", "person", "gaps", "load")
        ] + [{"round_id": out.id}],
        "zheng rounds.show": [{"round_id": wide.id, "by": by} for by in ("need", "person", "load")],
        "zheng rounds.what_if": [{"round_id": wide.id}],
        "rounds.what_if": [
            {"round_id": proposed.id, "one_more": "plumbing"}, {"round_id": out.id}
        ],
        "rounds.why_not": [
            {"round_id": proposed.id, "need_id": fresh.id, **asked}
            for asked in ({}, {"member_id": member_of(cast["li"]).id})
        ],
    }  # fmt: skip


def _led_by_li(cast: Cast, now: datetime) -> int:
    """The id of a need under way whose group Li leads, who is there; Qian is still awaited."""
    soon = {**HALF_AN_HOUR, "time": time(13)}
    need = an_open_need(now, **soon, headcount=2, meeting_point="东门")
    leading, _ = (an_accepted_order(need, cast[who], now) for who in ("li", "qian"))
    with transaction():
        presence.appoint(leading, by=cast["wang"], now=now)
    with transaction():
        presence.check_in(leading, by=cast["li"], now=need.starts_at - AN_HOUR)
    return need.id


def _in_every_state(cast: Cast, now: datetime) -> dict[str, Need]:
    """One need for each state, by its name."""
    return {**dict(_before_anybody_comes(cast, now)), **dict(_once_somebody_comes(cast, now))}


def _before_anybody_comes(cast: Cast, now: datetime) -> Iterator[tuple[str, Need]]:
    wang = cast["wang"]
    asked, refused, sent_on, twin, called_off = (a_need(now) for _ in range(5))
    a_question(asked, wang, now)
    first = a_need(now)
    with transaction():
        needs.reject(refused, reason=Rejection.UNSAFE, why="请找专业人员", by=wang, now=now)
        needs.redirect(sent_on, door=Door.PROPERTY, why="电话在楼道里", by=wang, now=now)
        needs.merge(twin, into=first.number, by=wang, now=now)
        orders.cancel_need(called_off, reason=Cancellation.SOLVED_OTHERWISE, by=wang, now=now)
    yield from (("submitted", first), ("needs_info", asked), ("rejected", refused))
    yield from (("redirected", sent_on), ("merged", twin), ("cancelled", called_off))
    yield "open", an_open_need(now, **ANYONE_CAN, date=NEXT_SATURDAY, headcount=2)
    yield "unfilled", a_lapsed(an_open_need(now, **{**HALF_AN_HOUR, "time": time(7)}))


def _once_somebody_comes(cast: Cast, now: datetime) -> Iterator[tuple[str, Need]]:
    zhou, wang = cast["zhou"], cast["wang"]
    staffed, served, solved, not_solved, closed = (
        an_open_need(now, **{**HALF_AN_HOUR, "time": time(hour)}) for hour in (19, 7, 8, 9, 10)
    )
    an_accepted_order(staffed, zhou, now)
    for need in (served, solved, not_solved):
        a_record(need, zhou, now, minutes=30)
    counted = a_record(closed, zhou, now, minutes=30)
    for need, said in (
        (solved, Outcome.SOLVED), (not_solved, Outcome.NOT), (closed, Outcome.SOLVED)
    ):  # fmt: skip
        a_word(need, said, now, comment="谢谢")
    with transaction():
        records.approve(counted, by=wang, now=now)
    yield from (("staffed", staffed), ("done_reported", served), ("confirmed", solved))
    yield from (("disputed", not_solved), ("closed", closed))


def _paper_of_li(cast: Cast, now: datetime) -> str:
    """The number of a certificate of the hours that count."""
    with transaction():
        return certificates.issue(
            member_of(cast["li"]),
            since=SATURDAY.replace(day=1),
            until=SATURDAY,
            language=Language.CHINESE,
            signer=current_app.config["SIGNER"](),
            by=cast["li"],
            now=now,
        ).number


def _earlier(cast: Cast, now: datetime) -> list[int]:
    """Imports of hours from before: one waits for somebody else, one counts."""
    waiting = bring(in_csv(LI), cast["qian"], now)
    return [waiting.id, approved(bring(in_csv(ZHOU), cast["wang"], now), cast["qian"], now).id]


def _of_li(cast: Cast, now: datetime) -> list[int]:
    """Li's orders: asked, promised, under way, done; with hours waiting, returned, counted."""
    li, wang = cast["li"], cast["wang"]
    hours = iter((18, 12, 7, 8, 9))
    offered, promised, begun, first, second = (
        an_open_need(now, **{**HALF_AN_HOUR, "time": time(hour)}) for hour in hours
    )
    a_record(an_open_need(now, **{**HALF_AN_HOUR, "time": time(10)}), li, now, minutes=30)
    returned, counted = (a_record(need, li, now, minutes=30) for need in (first, second))
    with transaction():
        records.send_back(returned, why="请写一句做了什么", by=wang, now=now)
        records.approve(counted, by=wang, now=now)
    return [
        an_offer(offered, li, now).id,
        an_accepted_order(promised, li, now).id,
        an_order_under_way(begun, li, now).id,
        returned.order_id,
        counted.order_id,
    ]
