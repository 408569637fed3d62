"""Everything kept about oneself, on a page and as a file; by the link of a need, too."""

from __future__ import annotations

import pytest

from tests.build import a_need, a_session
from tests.cast import ZHAO
from tests.web.reader import Reader

pytestmark = pytest.mark.engine("sqlite")


def test_a_member_reads_everything_here_or_takes_it_along(reading_as, cast, li, now):
    page = reading_as(li).opens("/me/data").presses("在这里看")
    assert li.name in page.text and "plumbing" in page.text

    file = page.opens("/me/data").presses("下载 JSON 文件")

    assert file.answer.json["tables"]["people"][0]["name"] == li.name


def test_whoever_holds_the_link_reads_what_the_need_says_of_them(app, cast, now):
    need = a_need(now)

    page = Reader(app.test_client()).opens(f"/follow/{need.number}/{need.link_secret}")
    page.presses("在这里看")

    assert ZHAO["address"] in page.text and ZHAO["contact_phone"] in page.text


def test_a_program_reads_the_same(app, cast, li, now):
    key = {"Authorization": f"Bearer {a_session(li, now)}"}

    answer = app.test_client().post("/api/v1/me/data", headers=key)

    assert answer.json["tables"]["members"][0]["unit_name"] == "示例区图书馆党支部"


def test_the_page_asks_before_it_erases(app, reading_as, cast, li):
    page = reading_as(li).opens("/me/erase").presses("删除")
    assert page.status == 422

    page.presses("删除", {"sure": "1"})

    assert "都删除了" in page.text and not page.opens("/me/account").text.count(li.name)
