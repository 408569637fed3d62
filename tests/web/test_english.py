"""The English version: every page for everybody who reads it, without a word of Chinese."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from tests.build import (
    SATURDAY,
    a_need,
    a_record,
    a_series,
    an_accepted_order,
    an_offer,
    an_open_need,
    an_order_under_way,
)
from tests.cast import FAR_AWAY, Cast, member_of
from tests.disclosures.conftest import told_of_li
from tests.house.test_catalogue import CHINESE
from tests.imports.conftest import LAYOUTS, ZHOU, bring, in_csv
from tests.officers import an_office, an_officer
from tests.provider import Units
from tests.waiting import a_claim, a_move
from tests.web.reader import Reader
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
from volunteer.db import db, transaction
from volunteer.needs.types import Risk
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import by_login
from volunteer.places.queries import community
from volunteer.records import actions as records
from volunteer.reviews.models import Outcome
from volunteer.web.answers import secret_for
from volunteer.web.channels import address_secret_for
from volunteer.web.lanes import HEADLINE

NEXT_SATURDAY = SATURDAY + timedelta(days=7)
RESIDENT = (
    *("/", "/follow", "/check", "/privacy", "/register", "/sign-in", "/needs/new", "/nowhere"),
    *("/sampling", "/help", "/offline", "/confirm-address/{address}"),
    *("/sign-in/letter", "/sign-in/letter/code", "/recover/{recovery}"),
    *("{new}", "{asked}", "{taken}", "{under_way}", "{served}", "{unsolved}", "{lapsed}"),
    "{new}/erase",
)
MEMBER = (
    *("/", "/help", "/me/", "/hall", "/me/profile", "/me/notices", "/me/hours"),
    *("/me/orders-to-keep", "/me/week"),
    *("/needs/{wanted}/take", "/hall/any", "/orders/{claim}"),
    *("/orders/{offer}", "/orders/{order}", "/orders/{working}", "/orders/{done}"),
    *("/me/series", "/series/{series}", "/me/consents", "/me/leave", "/me/move"),
    *("/me/prove", "/me/second-factor", "/me/work-unit", "/sign-in/code"),
    *("/me/data", "/me/erase"),
    *("/me/account", "/me/channels", "/me/calendar", "/me/certificates", "/answer/{letter}"),
    *("/certificates/{paper}", "/certificates/{paper}/paper"),
)
SECRETARY = (
    "/help",
    *(
        "/workbench",
        "/search?q=nobody",
        "/search?q=s",
        "/needs/",
        "/needs/?q=nobody",
        "/needs/new-for-caller",
        "/needs/{new}/slip",
        "/needs/{new}/to-show",
    ),
    *("/communities/1/figures", "/communities/1/feedback?quarter=2025Q1", "/feedback/{told}"),
    *("/needs/{taken}/group", "/communities/1/imports", "/imports/{earlier}"),
    *("/needs/{new}", "/needs/{asked}", "/needs/{taken}", "/needs/{under_way}", "/needs/{served}"),
    *("/needs/{unsolved}", "/needs/{lapsed}", "/records/", "/records/{record}"),
    *("/rounds/", "/rounds/{round}", "/rounds/{round}?view=person", "/rounds/{round}?view=gaps"),
    *("/rounds/{round}/what-if?one_more=plumbing", "/rounds/{round}/needs/{wanted}/why-not"),
    *("/registrations/", "/registrations/{member}"),
    *("/series/", "/series/{series}", "/needs/{wanted}/repeat", "/communities/1/asking"),
    *("/certificates/", "/certificates/{paper}/revoke", "/orders/{claim}/refuse"),
    *("/communities/1/expectation", "/communities/1/texts", "/communities/1/hours"),
    "/follow-ups/",
)
LATE = ("/orders/{order}/enter-late",)
CALLER = ("/follow-ups/{call}", "/moves/{move}", "/registrations/")
OFFICER = ("/help", "/offices/", "/offices/{role}/deputy", "/figures", "/imports/")
ADMINISTRATOR = ("/help", "/deliveries/", "/deliveries/{lost}")
AUDITOR = ("/help", "/audit", "/audit?about=looks", "/audit?about=exports")
CONTACT = ("/help", "/feedback/")
EVERYBODY = (
    *(*RESIDENT, *MEMBER, *SECRETARY, *LATE, *CALLER, *OFFICER, *ADMINISTRATOR),
    *(*AUDITOR, *CONTACT),
)
WALKED = [one for one in EVERYBODY if one[0] == "/" and one != "/nowhere"]
ANY: dict[str, int] = defaultdict(lambda: 1)
# They lead on, answer a machine, or are files.
WORDLESS = {
    *("home.start", "home.healthz", "bootstrap.static", "calendars.feed", "calendars.event"),
    *("offline.manifest", "offline.worker", "styleguide.show"),
    "orders.arrive",
    *("by_unit.ask", "by_unit.back"),  # away to the work unit, and back from there
    "certificates.paper_pdf",
    "certificates.revoked",
    *("photos.show", "photos.show_own"),
    *("certificates.signed", "records.own_csv", "records.own_xlsx"),
    *("records.community_csv", "records.community_xlsx", "disclosures.letter_csv"),
}
# What stands beside the words around it without a gap.
INLINE = re.compile(r"</?(?:a|strong|em|span|b|svg|path)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
# One sentence runs into the next: Chinese parts them by its wide full stop, English by a space.
GLUED = re.compile(r"[a-z][.!?;:,](?!csv\b)[A-Za-z]")


@pytest.fixture
def lived_in(cast: Cast, now: datetime, units: Units) -> dict[str, Any]:
    """Something in every state, by name."""
    li, zhou, qian, wang = (cast[who] for who in ("li", "zhou", "qian", "wang"))
    needs = {"new": a_need(now), "asked": a_need(now)}
    a_question(needs["asked"], wang, now)
    offer = an_offer(an_open_need(now, time=time(16)), li, now)
    taken = an_open_need(now, time=time(14), headcount=2)
    claim = a_claim(an_open_need(now, time=time(20), risk=Risk.MEDIUM, risk_note="慢一点"), li, now)
    order = an_accepted_order(taken, li, now)
    under_way, served, unsolved = (an_open_need(now, skill=None) for _ in range(3))
    working = an_order_under_way(under_way, zhou, now)
    record, _ = a_record(served, li, now, minutes=150), a_record(unsolved, qian, now)
    a_word(unsolved, Outcome.NOT, now)
    needs |= {"taken": taken, "under_way": under_way, "served": served, "unsolved": unsolved}
    needs["lapsed"] = a_lapsed(an_open_need(now, skill=None))
    for more in range(3):
        day = NEXT_SATURDAY + timedelta(days=more)
        wanted = an_open_need(now, skill=None, headcount=2, date=day).id
    weekly = {"of": {"skill": None, "date": NEXT_SATURDAY, "time": time(20)}, "time": time(20)}
    return {
        "told": told_of_li(cast, now), "move": a_move(zhou, FAR_AWAY, now).id,
        "earlier": bring(in_csv(ZHOU), qian, now).id, "recovery": a_recovery("li", now),
        "claim": claim.id, "role": wang.roles[0].id,
        "call": a_call_about(served), "lost": an_undelivered(li, now),
        "address": address_secret_for(li.id, "li@home.example"),
        "series": a_series(now, starts_on=NEXT_SATURDAY, **weekly).id,
        "needs": needs, "offer": offer.id, "order": order.id, "working": working.id,
        "done": record.order_id, "record": record.id,
        "member": a_registration(now).id, "round": a_round(wang, now).id, "wanted": wanted,
        "letter": secret_for(offer.id, li.id), "paper": a_paper(li, wang, now),
    }  # fmt: skip


def a_paper(li: Person, wang: Person, now: datetime) -> str:
    """The number of Li's certificate, in English."""
    counted = a_record(an_open_need(now, time=time(18)), li, now)
    with transaction():
        records.approve(counted, by=wang, now=now)
        return certificates.issue(
            member_of(li),
            since=SATURDAY,
            until=SATURDAY,
            language=Language.ENGLISH,
            signer=current_app.config["SIGNER"](),
            by=li,
            now=now,
        ).number


def paths(patterns: tuple[str, ...], found: dict[str, Any], *, by_link: bool) -> Iterator[str]:
    """The addresses of the pages; residents open a need by its link."""
    needs = {
        name: f"/follow/{need.number}/{need.link_secret}" if by_link else str(need.id)
        for name, need in found["needs"].items()
    }
    for pattern in patterns:
        yield pattern.format_map({**found, **needs})


def told() -> list[str]:
    """All that people told the service, the longest first; parts of it where pages show parts."""
    texts = {
        text
        for table in db.metadata.sorted_tables
        for row in db.session.execute(sa.select(table))
        for text in re.findall(r"[^'\"]+", repr(tuple(row)).replace(r"\n", "'"))  # line by line
        if CHINESE.search(text)
    }
    db.session.rollback()
    # What stands above the columns of other systems' files is theirs.
    texts |= {head for one in LAYOUTS.values() for heads in one.columns.values() for head in heads}
    parts = {text[:length] for text in texts for length in (1, HEADLINE)}
    return sorted(filter(CHINESE.search, texts | parts), key=len, reverse=True)


def not_english(html: str, data: list[str]) -> list[str]:
    """Lines with Chinese that nobody told, and sentences that run into each other."""
    own = html.replace("中文", "")  # the switch calls a language by its own name
    for text in data:
        own = own.replace(text, "")
    words = TAG.sub(" ", INLINE.sub("", own))
    return [line.strip() for line in own.splitlines() if CHINESE.search(line)] + [
        line.strip() for line in words.splitlines() if GLUED.search(line)
    ]


@pytest.fixture
def walk(lived_in: dict[str, Any]) -> Callable[..., dict[str, list[str]]]:
    """Opens the pages in English; what is not English, by page."""

    def walked(reader: Reader, pages: tuple[str, ...], by_link: bool = False) -> dict[str, Any]:
        reader.opens("/").presses("English")
        data, found = told(), {}
        for path in paths(pages, lived_in, by_link=by_link):
            reader.opens(path)
            assert '<html lang="en"' in reader.answer.text
            assert reader.status == (404 if path == "/nowhere" else 200), path
            found[path] = not_english(reader.answer.text, data)
        return {path: lines for path, lines in found.items() if lines}

    return walked


@pytest.mark.engine("sqlite")  # nothing of it reaches the database
def test_every_page_is_read_in_english(app: Flask):
    at = app.url_map.bind("")
    walked = (one for one in WALKED if not one.startswith("{"))
    opened = {at.match(re.sub(r"\?.*", "", one.format_map(ANY)))[0] for one in walked}
    opened |= {at.match(f"/follow/XQ1/secret{one}")[0] for one in ("", "/erase")}

    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/static/"))
    }

    assert pages - opened == WORDLESS, "Add the new page to RESIDENT, MEMBER or SECRETARY above."


def test_a_resident_reads_english_alone(visitor, walk):
    assert walk(visitor, RESIDENT, by_link=True) == {}


def test_a_member_reads_english_alone(reading_as, li, zhou, walk):
    assert walk(reading_as(li), tuple(one for one in MEMBER if "working" not in one)) == {}
    assert walk(reading_as(zhou), ("/me/", "/orders/{working}")) == {}


def test_a_secretary_reads_english_alone(reading_as, wang, walk):
    assert walk(reading_as(wang), SECRETARY) == {}


def test_staff_enter_hours_late_in_english(reading_as, wang, walk, clock, now):
    clock.now = now + timedelta(days=3)

    assert walk(reading_as(wang), LATE) == {}


def test_a_caller_of_the_next_community_reads_english_alone(reading_as, chen, walk):
    assert walk(reading_as(chen), CALLER) == {}


def test_an_officer_reads_english_alone(reading_as, lived_in, walk, now):
    zheng = an_officer("zheng", community(1).subdistrict, now)

    assert walk(reading_as(zheng), OFFICER) == {}
    assert walk(reading_as(an_office("shen", RoleKind.AUDITOR, now)), AUDITOR) == {}
    contact = an_office("yan", RoleKind.UNIT_CONTACT, now, body="无名单位")
    assert walk(reading_as(contact), CONTACT) == {}


def test_an_administrator_reads_english_alone(reading_as, walk):
    assert walk(reading_as(by_login("admin")), ADMINISTRATOR) == {}


def test_a_form_that_is_not_right_says_so_in_english(visitor, cast):
    visitor.opens("/").presses("English").opens("/needs/new").presses(
        "Send in", {"contact_phone": "12", "wish": "a", "website": ""}
    )

    assert visitor.status == 422
    assert "Phone number: Please give a mobile or landline number" in visitor.text
    assert not_english(visitor.answer.text, told()) == []


def test_days_and_amounts_are_said_in_english(reading_as, li: Person, lived_in):
    reader = reading_as(li).opens("/").presses("English").opens("/me/hours")

    assert "2 h 30 min" in reader.text
    assert "21 Nov" in reader.text
