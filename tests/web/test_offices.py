"""Giving offices and letting people in again, as pages show it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.cast import PASSWORD
from tests.officers import an_officer
from volunteer.people.queries import by_login
from volunteer.places.queries import community

OFFICE = {"office": "secretary:2", "name": "冯晓春", "login": "feng"}


@pytest.fixture
def zheng(cast, now):
    return an_officer("zheng", community(1).subdistrict, now)


def password_on(reader):
    return re.search(r"(?:[0-9a-f]{4}-){3}[0-9a-f]{4}", reader.text)[0]


def test_somebody_new_comes_in_with_a_password_for_once_and_chooses_their_own(
    reading_as, visitor, zheng
):
    reader = reading_as(zheng).opens("/offices/").presses("给这个角色", OFFICE)
    password = password_on(reader)

    visitor.opens("/sign-in").presses("登录", {"login": "feng", "password": password})
    assert visitor.path == "/me/account"
    assert visitor.opens("/workbench").path == "/me/account"
    visitor.presses("换密码", {"current": password, "new": "周六上午去修水龙头"})
    assert visitor.opens("/workbench").path == "/workbench"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"office": "nonsense:1"}, "什么角色，在哪里"),
        ({"login": "li", "name": "别人"}, "已经"),
        ({"ends_on": "2026-01-01"}, "时间已经过了"),
    ],
)
def test_what_cannot_be_given_is_said_and_what_was_typed_stays(reading_as, zheng, typed, why):
    reader = reading_as(zheng).opens("/offices/").presses("给这个角色", {**OFFICE, **typed})

    assert reader.status in (409, 422) and why in reader.text
    assert by_login("feng") is None


def test_who_speaks_for_a_department_is_asked_for_which(reading_as, zheng, now):
    xu = an_officer("xu", community(1).subdistrict.district, now)
    office = {**OFFICE, "office": "department_officer:1"}
    reader = reading_as(xu).opens("/offices/").presses("给这个角色", office)

    assert reader.status == 422
    assert "请写明代表哪个部门或单位。" in reader.text


def test_a_deputy_is_named_and_the_office_ends_by_itself(reading_as, visitor, zheng, clock, now):
    role = by_login("wang").roles[0].id
    reader = reading_as(zheng).opens(f"/offices/{role}/deputy")
    reader.presses("定代理", {"login": "li", "ends_on": "2026-11-22"})
    assert "代理" in reader.text and "李卫民" in reader.text

    visitor.opens("/sign-in").presses("登录", {"login": "li", "password": PASSWORD})
    assert visitor.opens("/workbench").path == "/workbench"
    clock.now = now + timedelta(days=3)
    assert visitor.opens("/workbench").path == "/sign-in"


def test_an_office_that_was_ended_opens_nothing_at_the_next_click(reading_as, zheng, wang, cast):
    theirs = reading_as(wang).opens("/workbench")
    reader = reading_as(zheng).opens("/offices/")

    reader.presses("确定结束角色 王建国 社区书记")

    assert theirs.opens("/workbench").path == "/sign-in"


def test_a_member_who_forgot_the_password_is_let_in_by_the_secretary(reading_as, visitor, wang, li):
    member = reading_as(wang).opens("/registrations/1")
    password = password_on(member.presses("确定给一次性密码"))

    visitor.opens("/sign-in").presses("登录", {"login": "li", "password": password})

    assert visitor.path == "/me/account"
