"""A member agrees, the secretary sees the letter and writes it, the member reads what was told."""

from __future__ import annotations

from tests.cast import member_of
from tests.disclosures.conftest import SPRING, agree
from tests.imports.conftest import LI, approved, bring, in_csv
from volunteer.db import transaction

FEEDBACK = f"/communities/1/feedback?quarter={SPRING.code}"


def test_a_letter_is_seen_written_and_read_by_whom_it_tells_of(reading_as, cast, li, wang, now):
    approved(bring(in_csv(LI), wang, now), cast["qian"], now)
    member = reading_as(li).opens("/me/consents").presses("我同意")
    secretary = reading_as(wang).opens(FEEDBACK)
    assert "李卫民" in secretary.text and "周小雨" not in secretary.text

    secretary.presses("就这样写信")

    assert secretary.path.startswith("/feedback/") and "李卫民" in secretary.text
    member.opens("/me/consents")
    assert "李卫民，1 次，1.5 小时：没有分类 1.5" in member.text and "王建国" in member.text
    assert "撤回了" in member.presses("撤回同意").text
    assert "已经写好" not in secretary.opens(FEEDBACK).text


def test_a_letter_that_changed_meanwhile_is_looked_at_again(reading_as, cast, li, zhou, wang, now):
    approved(bring(in_csv(LI, ("周小雨", *LI[1:])), wang, now), cast["qian"], now)
    agree(li, now)
    secretary = reading_as(wang).opens(FEEDBACK)
    agree(zhou, now)

    secretary.presses("就这样写信")

    assert secretary.status == 409
    assert "刚才有了变化" in secretary.text and "周小雨" in secretary.text


def test_whoever_changed_units_meanwhile_reads_the_new_text_first(reading_as, cast, li, now):
    member = reading_as(li).opens("/me/consents")
    with transaction():
        member_of(li).unit_name = "示例区博物馆党支部"

    member.presses("我同意")

    assert member.status == 409 and "示例区博物馆党支部" in member.text


def test_a_name_that_looks_like_a_formula_is_none_in_the_file(reading_as, cast, li, wang, now):
    approved(bring(in_csv(LI), wang, now), cast["qian"], now)
    with transaction():
        li.name = "=1+1"
    agree(li, now)
    secretary = reading_as(wang).opens(FEEDBACK).presses("就这样写信")

    file = secretary.client.get(f"{secretary.path}/csv").get_data(as_text=True)
    assert "'=1+1,1,90,1.5," in file


def test_a_quarter_that_is_none_is_refused_in_place(reading_as, cast, wang):
    reader = reading_as(wang).opens("/communities/1/feedback?quarter=2026Q5")

    assert reader.status == 422 and "格式不对" in reader.text
