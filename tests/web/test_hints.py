"""Hints for a first visit: taken away once for all by one press."""

from __future__ import annotations

from volunteer.web.hint_words import HINTS

KNOW = "知道了，不再提示"


def test_a_visitor_presses_once_and_reads_no_hint_again(visitor, cast):
    assert HINTS["home.index"] in visitor.opens("/").text

    visitor.presses(KNOW)

    assert visitor.path == "/"
    assert KNOW not in visitor.opens("/").text


def test_an_account_that_knows_its_way_does_so_on_every_page_and_device(reading_as, li):
    reader = reading_as(li).opens("/me/profile")
    assert HINTS["members.profile"] in reader.text

    reader.presses(KNOW)

    assert KNOW not in reader.opens("/me/").text
    assert KNOW not in reading_as(li).opens("/hall").text


def test_every_hint_stands_on_a_page_that_exists(app):
    assert set(HINTS) <= set(app.view_functions)
