"""The secretary's desk: single keys at triage, ready texts, pairs dragged on the board."""

from __future__ import annotations

import pytest

from tests.build import a_need, an_open_need
from tests.journeys.road import signs_in
from tests.web.staff import a_round
from volunteer.db import db
from volunteer.rounds.models import PairWish, Ruling

pytestmark = pytest.mark.engine("sqlite")
FOCUS = "document.activeElement.name || document.activeElement.innerText.trim()"


@pytest.fixture
def desk(visitor, cast):
    walker = visitor()
    walker.page.set_viewport_size({"width": 1280, "height": 800})
    signs_in(walker, "wang")
    return walker


def test_single_keys_lead_through_triage_and_send_nothing(desk, now):
    first, second = a_need(now), a_need(now)
    page = desk.opens(f"/needs/{first.id}").page

    focused = {}
    for key in "aqr/":
        page.keyboard.press(key)
        focused[key] = page.evaluate(FOCUS)
        page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.wait_for_url(f"**/needs/{second.id}")

    assert focused == {"a": "受理", "q": "question", "r": "reason", "/": "q"}
    assert first.status == "submitted"


def test_whoever_wants_no_single_keys_switches_them_off(desk, now):
    need = a_need(now)
    desk.opens(f"/needs/{need.id}").unfolds("用键盘办").presses("关掉单键快捷键")

    page = desk.looks_again().page
    page.keyboard.press("q")

    assert page.evaluate(FOCUS) != "question"
    desk.unfolds("用键盘办").sees("打开单键快捷键")


def test_a_ready_text_is_picked_into_its_field(desk, now):
    need = a_need(now)
    desk.opens(f"/needs/{need.id}").unfolds("再问居民一句").types("想再问一句", "您好！")

    desk.field("常用的话，给“想再问一句”").select_option(index=1)

    said = desk.field("想再问一句").input_value()
    assert said.startswith("您好！\n请问") and need.question == ""


def test_a_pair_that_is_dragged_to_its_place_is_pinned(desk, wang, li, now):
    an_open_need(now)
    found = a_round(wang, now)
    page = desk.opens(f"/rounds/{found.id}").page

    pair = page.locator(".pair").first
    pair.dispatch_event("dragstart", {"dataTransfer": page.evaluate_handle("new DataTransfer()")})
    with page.expect_navigation(url="**/rounds/*"):
        page.locator(".tray-place[data-ruling=pin]").dispatch_event("drop")

    db.session.rollback()
    assert [one.ruling for one in db.session.query(PairWish)] == [Ruling.PIN]
