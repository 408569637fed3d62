"""Every page, for everybody who sees it, normal and elder: no fault for anybody.

A new page is walked by whoever may see it as soon as it needs no more than an address; if it needs
a number, the village says where one is to be had, and until it does the last test here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import BuildError

from tests.build import SATURDAY
from tests.house.code import ROOT
from tests.journeys import inspection, village
from tests.journeys.road import signs_in
from tests.journeys.walker import Walker
from volunteer.db import db

pytestmark = pytest.mark.engine("sqlite")

# Not pages: a redirect, a pulse, files.
FILES = {
    "calendars.feed", "calendars.event", "certificates.paper_pdf", "certificates.revoked",
    "certificates.signed", "disclosures.letter_csv", "static", "bootstrap.static",
    "photos.show", "photos.show_own",
    "offline.manifest", "offline.worker",
    *(f"records.{whose}_{kind}" for whose in ("own", "community") for kind in ("csv", "xlsx")),
}  # fmt: skip
NO_PAGES = {
    "by_unit.ask",
    "by_unit.back",
    "home.start",
    "home.healthz",
    "styleguide.show",  # a test of its own: test_styleguide.py
    "orders.any_task",
    "orders.arrive",
} | FILES
# Who looks at which pages. What is missing here is nobody's, and a fault.
EYES: dict[str, tuple[str, ...]] = {
    "nobody": ("home.", "help.", "offline.show", "signin.page", "by_letter.", "members.register",
               "needs.new", "needs.follow", "erasing.asks_of_need",
               "certificates.check", "follow_ups.sampled", "channels.asks"),
    "li": ("help.", "offline.mine", "orders.show", "orders.group", "orders.mine", "orders.hall",
           "orders.look",
           "records.hours", "records.show", "signin.account", "by_unit.", "proofs.",
           "members.profile", "members.notices",
           "channels.show", "calendars.", "answers.", "certificates.mine", "certificates.paper",
           "consents.mine", "moves.asks", "rights.", "erasing.asks"),
    "wang": ("help.", "workbench.", "needs.index", "needs.show", "needs.slip",
             "needs.new_for_caller",
             "finding.", "texts.",
             "rounds.", "members.index", "members.show", "records.index", "records.show",
             "records.enter_late", "certificates.register", "certificates.revoking",
             "records.expectation", "records.statement", "orders.refusing", "communities.show",
             "series.index", "series.show", "series.plan", "contacts.", "figures.show",
             "orders.group", "imports.", "offices.index", "disclosures.feedback",
             "disclosures.letter"),
    "zhou": ("series.mine", "series.show"),
    "admin": ("deliveries.",),
    "chen": ("follow_ups.index", "follow_ups.show", "moves.show"),
    "zheng": ("offices.", "rounds.index", "rounds.show", "rounds.what_if", "figures.index",
              "imports.everywhere"),
    "shen": ("audit.",),
    "yan": ("disclosures.to_unit",),
    "he": ("workbench.", "needs.index", "needs.show", "needs.new_for_caller"),
}  # fmt: skip
# They open every page in the elder version too. What the others read there is the same page with
# larger letters (the last test here holds that), so it is enlarged where it stands.
IN_PERSON = ("nobody", "li")
# Where more may depend on the version than the letters: the frame, and pages of those two.
KNOW_THE_VERSION = {
    "templates/base.html", "templates/errors/plain.html", "templates/home/index.html",
    "volunteer/web/error_pages.py", "volunteer/web/frame.py", "volunteer/web/home.py",
    "volunteer/web/needs.py",
}  # fmt: skip
AT_MOST = {"he": 1}  # states of one page; the others are the secretary's with fewer buttons


def pages(app: Flask) -> set[str]:
    """The name of every page that can be opened."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api")
    } - NO_PAGES


def addresses(app: Flask, who: str, places: village.Places) -> Iterator[tuple[str, int]]:
    """Where this person looks: each page in each of its states, and the number of the state."""
    at = app.url_map.bind("")
    for endpoint in sorted(one for one in pages(app) if one.startswith(EYES[who])):
        states = places.get(f"{who} {endpoint}", places.get(endpoint, [{}]))
        for number, values in enumerate(states[: AT_MOST.get(who)]):
            yield at.build(endpoint, values), number


built: dict[str, village.Places] = {}


@pytest.fixture
def places(database, cast, clock, now, with_mail, units) -> village.Places:
    """The village stands, and it is Saturday noon; it is built once and then remembered."""
    if database.url in built:
        database.restore(db.engine, "village")
    else:
        built[database.url] = village.build(cast, now)
        database.remember(db.engine, "village")
    clock.now = now.replace(day=SATURDAY.day, hour=12)
    return built[database.url]


@pytest.mark.parametrize(
    ("who", "elder"),
    [*((who, False) for who in EYES), *((who, True) for who in IN_PERSON)],
    ids=lambda one: one if isinstance(one, str) else ("normal", "elder")[one],
)
def test_no_page_has_a_fault_for_anybody(visitor, app, places, who, elder):
    walker = _somebody(visitor(reduced_motion="reduce"), who, elder=elder)

    found = [
        f"{address} {fault}"
        for address, state in addresses(app, who, places)
        for fault in _faults(walker.opens(address).page, who, elder=elder, first=state == 0)
    ]

    assert not found, "\n".join(found)


def test_every_page_is_looked_at(app, places):
    looked_at = {one for one in pages(app) if one.startswith(sum(EYES.values(), ()))}

    assert pages(app) == looked_at, "say in EYES who sees it"
    for who in EYES:
        try:
            assert list(addresses(app, who, places))
        except BuildError as error:
            pytest.fail(f"say in the village where {error.endpoint} is to be had")


def test_larger_letters_are_all_that_staff_find_different():
    told = re.compile(r"\bis_elder\b|\bELDER_COOKIE\b|{%[^%]*\belder\b|{{[^}]*\belder\b(?!['\"])")
    sources = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("volunteer/**/*.py")]

    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if told.search(path.read_text("utf-8"))
    }

    assert found == KNOW_THE_VERSION, "then open it in the elder version: IN_PERSON"


def _faults(page: Page, who: str, *, elder: bool, first: bool) -> Iterator[str]:
    """What differs is looked at once: letters in both versions, colours and states in one."""
    yield from inspection.misfits(page, elder=elder)
    if first or not elder:
        yield from inspection.violations(page, colours=first and not elder)
    if who not in IN_PERSON:
        page.evaluate(inspection.ENLARGE)
        yield from inspection.misfits(page, elder=True)


def _somebody(walker: Walker, who: str, *, elder: bool) -> Walker:
    walker.opens("/")
    if elder:
        walker.page.get_by_role("button", name="长辈版", exact=True).click()
    if who != "nobody":
        signs_in(walker, who)
    return walker
