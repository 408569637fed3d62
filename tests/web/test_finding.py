"""One box for whatever a caller says; it opens nothing that the lists would not show."""

from __future__ import annotations

import pytest

from tests.build import a_need
from tests.cast import ZHAO, member_of


@pytest.mark.parametrize("asked", ["赵奶奶", "zhaonainai", "znn", ZHAO["contact_phone"]])
def test_zhao_is_found_by_whatever_is_known_of_her(reading_as, wang, now, asked):
    need = a_need(now)

    assert need.number in reading_as(wang).opens(f"/search?q={asked}").text


@pytest.mark.parametrize("asked", ["li wei", "lwm", "weimin"])
def test_a_secretary_finds_a_member_by_how_the_name_sounds(reading_as, wang, li, asked):
    reader = reading_as(wang).opens("/workbench").presses("找", {"q": asked})

    assert li.name in reader.text


def test_a_grid_worker_finds_needs_and_no_registrations(reading_as, he, li, now):
    need = a_need(now)

    assert need.number in reading_as(he).opens("/search?q=zhao").text
    assert li.name not in reading_as(he).opens("/search?q=li").text


@pytest.mark.parametrize("asked", ["zhao", "赵", ZHAO["contact_phone"], "li", "李卫民"])
def test_chen_finds_nobody_of_another_community(reading_as, chen, now, asked):
    a_need(now)

    assert "没有找到" in reading_as(chen).opens(f"/search?q={asked}").text


def test_part_of_a_phone_finds_nobody(reading_as, wang, now):
    a_need(now)

    assert "没有找到" in reading_as(wang).opens(f"/search?q={ZHAO['contact_phone'][-4:]}").text


def test_a_whole_number_opens_what_it_stands_for(reading_as, wang, li, now):
    need, member = a_need(now), member_of(li)

    assert reading_as(wang).opens(f"/search?q={need.number}").path == f"/needs/{need.id}"
    found = reading_as(wang).opens(f"/search?q={member.receipt_no}")
    assert found.path == f"/registrations/{member.id}"


def test_members_are_led_to_what_is_for_them(reading_as, zhou):
    assert reading_as(zhou).opens("/search?q=zhao").path == "/me/"
