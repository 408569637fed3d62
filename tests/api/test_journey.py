"""The main road through the API alone: from a dripping tap to minutes that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from tests.api.conftest import Asker, Clock
from tests.cast import EAST_LANE, HOME, SATURDAYS
from volunteer import clock as hours
from volunteer.people.models import Person

WISH = {
    "wish": "水槽漏水，整个松了，一个人扶不住",
    "type": "plumbing",
    "grid_id": HOME,
    "address": "5 号楼 1 单元 101",
    "contact_name": "孙阿姨",
    "contact_phone": "01080004444",
    "date": "2026-11-21",
    "time": "10:00",
    "minutes": 60,
}
TASK = {
    "type": "plumbing",
    "title": "修水槽",
    "meeting_point": "小区东门",
    "skill": "plumbing",
    "headcount": 2,
    "date": "2026-11-21",
    "time": "10:00",
    "minutes": 60,
}
LIU = {
    "name": "刘芳",
    "phone": "13800001234",
    "password": "a password of hers",
    "unit_name": "示例区图书馆党支部",
    "wants_offers": True,
    "grid_id": HOME,
    "skills": [{"skill": "plumbing", "level": 2}],
    "free_time": [{**part, "part": int(part["part"]), "grade": 2} for part in SATURDAYS],
    "tasks_per_week": 2,
}


def test_the_whole_road(
    nobody: Asker, asking_as: Callable[[Person], Asker], wang: Person, li: Person, clock: Clock
) -> None:
    secretary, plumber = asking_as(wang), asking_as(li)
    liu = reports_in(nobody, secretary)
    key, number, need_id = posts(nobody, secretary)

    proposes_and_releases(secretary, need_id)
    first = accepts_an_offer(liu)
    second = takes_from_the_hall(plumber, need_id)
    clock.now = at(10)
    codes = [one["service_code"] for one in nobody.seen(f"/needs/follow/{key}")["helpers"]]
    for asker, order_id, code in zip((liu, plumber), (first, second), codes, strict=True):
        asker.done(f"/orders/{order_id}/check-in", code=code)
    clock.now = at(11)
    minutes = [leaves(liu, first), leaves(plumber, second)]

    assert minutes == [60, 60]
    assert says_it_is_solved(nobody, key) == "confirmed"
    approves_everything(secretary, 2)
    assert liu.seen("/hours")["minutes"] == plumber.seen("/hours")["minutes"] == 60
    told = nobody.seen(f"/needs/follow/{key}")
    assert (told["number"], told["status"]) == (number, "closed")
    assert told["meeting_point"] == "小区东门"
    assert " ".join(step["status"] for step in told["story"]) == (
        "submitted needs_info submitted open staffed in_service done_reported confirmed closed"
    )


def reports_in(nobody: Asker, secretary: Asker) -> Asker:
    """Liu registers, is confirmed with a receipt, and signs in."""
    member = nobody.done("/members", **LIU)
    waiting = secretary.seen("/members", status="submitted")["items"]
    assert [one["id"] for one in waiting] == [member["id"]]
    confirmed = secretary.done(f"/members/{member['id']}/confirm")
    assert confirmed["receipt_no"]
    return nobody.signs_in(LIU["phone"], LIU["password"])


def posts(nobody: Asker, secretary: Asker) -> tuple[str, str, int]:
    """A resident posts without an account; the secretary asks back, then approves."""
    posted = nobody.done("/needs", **WISH)
    key = f"{posted['number']}/{posted['secret']}"
    (line,) = secretary.seen("/needs", status="submitted", q=posted["number"])["items"]
    secretary.done(f"/needs/{line['id']}/ask", question="总阀门关得上吗？")
    assert nobody.seen(f"/needs/follow/{key}")["question"] == "总阀门关得上吗？"
    nobody.done(f"/needs/follow/{key}/answer", answer="关得上")
    triaged = secretary.done(f"/needs/{line['id']}/triage", **TASK)
    assert (triaged["status"], triaged["meeting_point"]) == ("open", "小区东门")
    return key, posted["number"], line["id"]


def proposes_and_releases(secretary: Asker, need_id: int) -> None:
    """A round fills both places; without Li it says where people were lost. Liu is asked."""
    here = next(one for one in secretary.seen("/communities")["items"] if one["name"] == EAST_LANE)
    proposed = secretary.done("/rounds", community_id=here["id"])
    pairs = secretary.seen(f"/rounds/{proposed['id']}/proposals")["items"]
    assert len(pairs) == 2
    assert all(one["reasons"]["walk_minutes"] >= 1 for one in pairs)
    for one in pairs:
        pair = {"need_id": need_id, "member_id": one["member"]["id"]}
        verb = "pin" if one["member"]["name"] == LIU["name"] else "forbid"
        secretary.done(f"/rounds/{proposed['id']}/{verb}", **pair)
    secretary.done(f"/rounds/{proposed['id']}/solve")
    (pair,) = secretary.seen(f"/rounds/{proposed['id']}/proposals")["items"]
    assert pair["member"]["name"] == LIU["name"]
    (gap,) = secretary.seen(f"/rounds/{proposed['id']}/unfilled")["items"]
    assert gap["places"] == 1 and gap["funnel"]
    assert secretary.done(f"/rounds/{proposed['id']}/release")["asked"] == 1


def accepts_an_offer(liu: Asker) -> int:
    """Address and phone come with accepting, not before."""
    (offer,) = liu.seen("/orders", status="offered")["items"]
    assert liu.seen(f"/orders/{offer['id']}")["contact"] is None
    accepted = liu.done(f"/orders/{offer['id']}/accept")
    assert accepted["contact"]["phone"] == "010****4444"
    assert WISH["address"] in liu.done(f"/orders/{offer['id']}/contact")["address"]
    return int(accepted["id"])


def takes_from_the_hall(asker: Asker, need_id: int) -> int:
    """The hall shows the task with its reasons; taking it fills the need."""
    (entry,) = asker.seen("/hall")["items"]
    assert entry["suits"] and entry["places_left"] == 1
    return int(asker.done(f"/needs/{need_id}/take")["id"])


def leaves(asker: Asker, order_id: int) -> int:
    """The server counts the minutes."""
    record = asker.done(f"/orders/{order_id}/leave", report="换了垫圈，重新固定好")
    return int(record["minutes"])


def says_it_is_solved(nobody: Asker, key: str) -> str:
    """The resident's word."""
    told = nobody.done(f"/needs/follow/{key}/confirm", outcome="solved", satisfaction=5)
    return str(told["status"])


def approves_everything(secretary: Asker, expected: int) -> None:
    """Every record that waits is approved."""
    waiting: list[Any] = secretary.seen("/records", status="submitted")["items"]
    assert len(waiting) == expected
    for record in waiting:
        secretary.done(f"/records/{record['id']}/approve")


def at(hour: int) -> datetime:
    """Saturday at that hour."""
    return hours.at(datetime(2026, 11, 21).date(), time(hour))  # noqa: DTZ001
