"""Without a mouse and without a finger."""

from __future__ import annotations

import pytest

from tests.build import an_offer, an_open_need
from tests.cast import EAST_LANE, PASSWORD, ZHAO
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.engine("sqlite")
AT_ONCE = {"reduced_motion": "reduce"}  # pages scroll to the next stop without a glide


def test_help_can_be_asked_for_with_the_keyboard_alone(visitor, cast):
    walker = visitor(**AT_ONCE).opens("/")
    keys = Keyboard(walker.page)

    keys.enters("我要求助").writes("需要帮什么忙", "厨房水龙头一直滴水")
    keys.picks(f"{EAST_LANE} 第一网格", "Space").writes("楼号门牌", ZHAO["address"])
    keys.writes("怎么称呼您", ZHAO["contact_name"]).writes("联系电话", ZHAO["contact_phone"])
    keys.enters("提交")

    walker.sees("提交好了，单号", "收到了，等社区受理")


def test_an_offer_can_be_accepted_with_the_keyboard_alone(visitor, li, now):
    an_offer(an_open_need(now), li, now)
    walker = visitor(**AT_ONCE).opens("/sign-in")
    keys = Keyboard(walker.page)

    keys.writes("登录名", "li").writes("密码", PASSWORD).enters("登录")
    walker.sees("李卫民，您好")
    keys.enters("接单\n修水龙头")  # the fold before it begins with the same word

    walker.sees("这一单是您的了")
    keys.goes_to("看地址，打电话")
    keys.page.keyboard.press("Enter")
    walker.sees(ZHAO["address"])


def test_escape_folds_the_menu_and_gives_the_focus_back(visitor, cast):
    walker = visitor(**AT_ONCE).opens("/")
    keys = Keyboard(walker.page).picks("菜单", "Enter").goes_to("登录")

    keys.page.keyboard.press("Escape")

    assert keys.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert keys.page.locator("details.menu[open]").count() == 0
