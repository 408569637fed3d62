"""The first page, the privacy notice, and what every page has."""

from __future__ import annotations

import pytest

from tests.cast import EAST_LANE


def test_the_first_page_offers_what_people_come_for(visitor, cast):
    visitor.opens("/")

    assert visitor.status == 200
    links = " ".join(visitor.page.links)
    ways = ("我要求助", "查进度", "核验证明", "我是党员，来报到", "登录")
    assert all(words in links for words in ways)


def test_somebody_signed_in_goes_on_from_the_first_page(reading_as, li):
    reader = reading_as(li).opens("/")

    going_on = next(url for words, url in reader.page.links.items() if "回到我的页面" in words)
    assert reader.opens(going_on).path == "/me/"


def test_the_elder_version_is_one_press_away_and_stays(visitor, cast):
    visitor.opens("/").presses("打开长辈版")

    assert 'data-size="elder"' in visitor.answer.text
    assert 'data-size="elder"' in visitor.opens("/needs/new").answer.text

    visitor.presses("标准版")
    assert "data-size" not in visitor.answer.text


def test_choosing_english_is_remembered(visitor, cast):
    visitor.opens("/").presses("English")

    assert '<html lang="en"' in visitor.answer.text
    assert '<html lang="en"' in visitor.opens("/needs/new").answer.text

    visitor.presses("中文")
    assert visitor.path == "/needs/new"
    assert '<html lang="zh-CN"' in visitor.answer.text


@pytest.mark.parametrize("path", ["/follow", "/privacy"])
def test_every_community_can_be_called(visitor, cast, path):
    assert f"{EAST_LANE} 01080000001" in visitor.opens(path).text


def test_the_privacy_notice_is_a_link_on_every_page(visitor, cast):
    reader = visitor.opens("/needs/new").follows("隐私说明")

    assert reader.path == "/privacy"
    assert reader.page.headings[0] == "隐私说明"


def test_a_page_that_is_not_there_says_so_kindly(visitor, cast):
    visitor.opens("/nowhere")

    assert visitor.status == 404
    assert "没有找到这一页" in visitor.text
