"""The paper, the page where anybody checks it, and the register."""

from __future__ import annotations

import sys

import pytest

from tests.build import a_record, an_open_need
from volunteer.certificates.models import Certificate
from volunteer.db import db, transaction
from volunteer.records import actions as records


@pytest.fixture
def record(cast, li, wang, now):
    """Li was there for 65 minutes, approved."""
    record = a_record(an_open_need(now), li, now, minutes=65)
    with transaction():
        records.approve(record, by=wang, now=now)
    return record


DAYS = {"since": "2026-11-01", "until": "2026-11-30"}


@pytest.fixture
def paper(reading_as, record, li):
    """Li has a certificate for November on the screen."""
    return reading_as(li).opens("/me/certificates").presses("开证明", DAYS)


def number() -> str:
    db.session.rollback()
    return db.session.scalars(db.select(Certificate.number)).one()


def test_a_member_has_the_paper_at_once(paper):
    assert paper.path == f"/certificates/{number()}/paper"
    assert "李卫民 在 2026-11-01 至 2026-11-30 期间参加志愿服务 1 次，共 1.0 小时。" in paper.text
    assert "修水龙头" in paper.text and "枫林东里社区" in paper.text
    assert "未同步至全国志愿服务信息系统" in paper.text
    assert "<svg" in paper.client.get(paper.path).text


@pytest.mark.engine("sqlite")
def test_the_paper_is_to_be_had_as_a_pdf(paper):
    answer = paper.client.get(f"/certificates/{number()}/pdf")

    assert "下载 PDF" in paper.text
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")


@pytest.mark.engine("sqlite")
def test_where_no_pdf_can_be_made_the_page_is_there_to_print(monkeypatch, reading_as, record, li):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as where it is not installed

    reader = reading_as(li).opens("/me/certificates").presses("开证明", DAYS)

    assert "志愿服务记录证明" in reader.text and "下载 PDF" not in reader.text
    assert reader.client.get(f"/certificates/{number()}/pdf").status_code == 404


def test_the_paper_speaks_the_language_it_was_asked_for(reading_as, record, li):
    reader = reading_as(li).opens("/me/certificates")

    reader.presses("开证明", {**DAYS, "language": "en"})

    assert "Certificate of volunteer service records" in reader.text


def test_days_without_hours_come_back_with_a_sentence(reading_as, record, li):
    reader = reading_as(li).opens("/me/certificates")

    reader.presses("开证明", {"since": "2026-01-01", "until": "2026-01-31"})

    assert reader.status == 422
    assert "这段时间里还没有通过的时长" in reader.text


def test_anybody_checks_it_and_reads_no_name(paper, visitor):
    page = visitor.opens(f"/certificates/{number()}")

    assert "是本系统出具的，有效。" in page.text and "1.0" in page.text
    assert "李" not in page.client.get(page.path).text
    assert "signature" in page.client.get(f"{page.path}/signed").json


def test_a_number_that_nobody_issued_is_not_found(visitor):
    assert visitor.opens("/certificates/2026-AAAA-AAAA").status == 404


def test_the_secretary_finds_it_in_the_register_and_revokes_it(reading_as, paper, wang, visitor):
    reader = reading_as(wang).opens("/certificates/")
    assert "李卫民" in reader.text

    reader.opens(f"/certificates/{number()}/revoke")
    assert reader.presses("撤销", {"why": ""}).status == 422
    reader.presses("撤销", {"why": "名字写错了"})

    assert "已经撤销" in visitor.opens(f"/certificates/{number()}").text


def test_hours_corrected_later_are_said_on_the_check_page(paper, record, visitor, wang, qian, now):
    with transaction():
        records.ask_void(record, why="重复登记", by=wang, now=now)
    with transaction():
        records.void(record, by=qian, now=now)

    assert "时长后来有更正" in visitor.opens(f"/certificates/{number()}").text


@pytest.mark.parametrize("who", ["zhou", "chen"])
def test_the_paper_is_not_for_others(reading_as, cast, paper, who):
    assert reading_as(cast[who]).opens(f"/certificates/{number()}/paper").status == 404


def test_it_is_found_by_the_number_on_the_paper(paper, visitor):
    visitor.opens("/check").presses("核验", {"number": f" {number().lower()} "})

    assert visitor.path == f"/certificates/{number()}"


def test_a_number_that_no_certificate_has_is_asked_for_again(visitor, cast):
    visitor.opens("/check").presses("核验", {"number": "2026-AAAA"})

    assert visitor.status == 422
    assert "没有这个编号的证明" in visitor.text
