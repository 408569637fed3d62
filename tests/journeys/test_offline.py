"""Where there is no network: one's next tasks, without whom they are for, while it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.build import a_need, an_accepted_order, approve
from tests.cast import ZHAO
from tests.journeys.road import signs_in
from volunteer.clock import local, now

pytestmark = pytest.mark.engine("sqlite")
NAMES = (ZHAO["contact_name"], ZHAO["contact_phone"], ZHAO["address"])
PAPER = "rgb(246, 244, 239)"  # our own style
IS_KEPT = """async () => {
  const found = await caches.match("/me/orders-to-keep");
  return Boolean(found && await caches.match(document.querySelector("link[rel=stylesheet]").href));
}"""
PAGES_KEPT = """async () => (await Promise.all((await caches.keys()).map(
    async (one) => (await (await caches.open(one)).keys()).map((it) => new URL(it.url).pathname)
  ))).flat().filter((it) => !it.includes("static/"))"""


@pytest.fixture
def underground(visitor, cast, clock):
    """Li has looked at the next task at this moment, and there is no network any more."""

    def rides(then):
        clock.now = then
        in_two_days = {"date": local(then).date() + timedelta(days=2)}
        need = a_need(then, **in_two_days)
        approve(need, then, **in_two_days)
        an_accepted_order(need, cast["li"], then)
        walker = visitor()
        signs_in(walker, "li")
        page = walker.opens("/me/").page
        while not page.evaluate(IS_KEPT):
            page.evaluate("() => new Promise(requestAnimationFrame)")
        page.context.set_offline(True)
        return page

    return rides


def test_the_next_task_is_read_without_a_network_and_names_nobody(underground):
    page = underground(now())

    page.goto("/me/")

    expect(page.locator("h1")).to_have_text("手头的单")
    expect(page.locator("main")).to_contain_text("没有网络")
    assert not [word for word in NAMES if word in page.content()]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER
    assert sorted(page.evaluate(PAGES_KEPT)) == ["/me/orders-to-keep", "/offline"]


def test_nothing_of_it_is_left_after_signing_out(underground):
    page = underground(now())
    page.context.set_offline(False)

    page.locator("header summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/")

    assert "/me/orders-to-keep" not in page.evaluate(PAGES_KEPT)


def test_after_two_days_only_the_lack_of_a_network_is_told(underground):
    page = underground(now() - timedelta(days=3))

    page.goto("/me/")

    expect(page.locator("h1")).to_have_text("现在没有网络")
    if page.evaluate(PAGES_KEPT) != ["/offline"]:  # the worker was just writing it a second time
        page.goto("/me/")
    assert page.evaluate(PAGES_KEPT) == ["/offline"]
