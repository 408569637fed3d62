"""Earlier hours from a file: looked at, confirmed, approved by somebody else, undone."""

from __future__ import annotations

import io

import pytest

from tests.cast import member_of
from tests.imports.conftest import LI, ZHOU, bring, in_csv
from tests.officers import an_officer
from volunteer.records import ledger


def uploaded(reader, file, layout="register"):
    """The reader chose a file and looks at it."""
    sent = {"layout": layout, "file": (io.BytesIO(file.content), file.name)}
    return reader.opens("/communities/1/imports").presses("先看一看", sent)


def test_a_file_is_looked_at_confirmed_approved_and_undone(reading_as, cast, wang, qian, li):
    reader = uploaded(reading_as(wang), in_csv(LI, ("张三", *LI[1:]), ZHOU))
    assert "本社区没有这个名字的已报到党员" in reader.text and ledger.minutes_of(member_of(li)) == 0
    assert "张三" not in reader.presses("只看新的").text

    reader.presses("确认导入 2 行")
    assert "您导入的要由另一位同志审核" in reader.text

    other = reading_as(qian).opens(reader.path).presses("都通过")
    assert ledger.minutes_of(member_of(li)) == 90
    assert "社区大扫除" in reading_as(li).opens("/me/hours").text

    other.presses("撤销", {"why": ""})
    assert other.status == 422
    other.presses("撤销", {"why": "导错了文件"})
    assert ledger.minutes_of(member_of(li)) == 0


def test_a_file_that_cannot_be_read_is_refused_in_place(reading_as, wang):
    reader = uploaded(reading_as(wang), in_csv(LI, heads=("a", "b", "c", "d", "e")))

    assert reader.status == 422 and "没有找到表头" in reader.text


BROKEN = [{}, {"layout": "none", "file": "YQ=="}, {"layout": "own", "file": "?"}]


@pytest.mark.parametrize("sent", BROKEN)
def test_what_is_not_whole_is_refused_in_place(reading_as, wang, sent):
    reader = reading_as(wang).opens("/communities/1/imports").presses("先看一看", sent)

    assert reader.status == 422 and reader.path == "/communities/1/imports/preview"


def test_an_officer_chooses_among_communities(reading_as, brought_by_wang, zheng):
    reader = reading_as(zheng).opens("/imports/").follows("枫林东里社区")

    assert "志愿服务记录登记表" in reader.text
    assert "请您审核" in reader.opens(f"/imports/{brought_by_wang.id}").text


@pytest.fixture
def brought_by_wang(cast, wang, now):
    return bring(in_csv(LI, ZHOU), wang, now)


@pytest.fixture
def zheng(brought_by_wang, now):
    return an_officer("zheng", brought_by_wang.community.subdistrict, now)
