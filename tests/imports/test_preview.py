"""What a file would come to is seen row by row before anything is written."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from tests.build import a_record, an_open_need, every_row
from tests.imports.conftest import HEADS, LI, ZHOU, findings, in_csv, said, seen
from volunteer.errors import Unreadable
from volunteer.imports.layouts import Column, Layout
from volunteer.imports.previewing import File

pytestmark = pytest.mark.engine("sqlite")  # nothing here depends on it

TIMED = ("志愿者姓名", "项目名称", "服务开始时间", "服务结束时间", "服务时长(小时)")


def excel(*rows, heads=HEADS) -> File:
    book, file = Workbook(), io.BytesIO()
    for row in (heads, *rows):
        book.active.append(row)
    book.save(file)
    return File("hours.xlsx", file.getvalue())


def test_a_new_row_is_new_and_nothing_is_written(reads, li):
    before = every_row()

    preview = reads(LI, ZHOU)

    assert findings(preview) == ["new", "new"] and preview.minutes == 210
    assert preview.rows[0].member.person_id == li.id
    assert every_row() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_people_have_are_read(reads, encoding):
    assert findings(reads(LI, encoding=encoding)) == ["new"]


@pytest.mark.parametrize(
    "day",
    ["2025-03-08", "2025/3/8", "2025年3月8日", "20250308", "２０２５－０３－０８", "2025.3.8"],
)
def test_a_day_is_read_however_it_is_written(reads, day):
    assert reads(("李卫民", "扫雪", day, "１．５", "")).rows[0].service.day == date(2025, 3, 8)


def test_excel_tells_days_and_moments_as_such(cast, now):
    sheet = excel(
        ("李卫民", "扫雪", datetime.fromisoformat("2025-03-08"), 1.5, None),
        ("周小雨", "扫雪", 45724, 2, None),
    )

    rows = seen(sheet, now).rows

    assert [row.service.day for row in rows] == [date(2025, 3, 8)] * 2
    assert [row.service.minutes for row in rows] == [90, 120]


def test_clock_times_of_excel_go_with_their_day(cast, now):
    heads = ("姓名", "活动名称", "日期", "开始", "结束")
    told = ("李卫民", "扫雪", date(2025, 3, 8), time(9), time(10, 30))
    layout = in_own_words({"name": ["姓名"], "title_of_service": ["活动名称"], "day": ["日期"],
                           "starts": ["开始"], "ends": ["结束"]})  # fmt: skip

    [row] = seen(excel(told, heads=heads), now, layout).rows

    assert (row.service.minutes, row.service.starts.isoformat()) == (
        90,
        "2025-03-08T01:00:00+00:00",
    )


def in_own_words(columns):
    named = {Column(one): tuple(names) for one, names in columns.items()}
    return Layout("mine", "我们的表", "Ours", named)


WRONG = {
    "nobody of that name": (("张三", *LI[1:]), "姓名：本社区没有这个名字的已报到党员"),
    "no name": (("", *LI[1:]), "姓名：这一格要填"),
    "a formula": (("李卫民", "=1+1", *LI[2:]), "什么事：像公式，请改成普通文字"),
    "a wide formula": ((*LI[:4], "＝cmd"), "地点：像公式，请改成普通文字"),
    "a day that is none": (("李卫民", "扫雪", "2025-02-30", "1", ""), "日期：看不懂"),
    "a day to come": (("李卫民", "扫雪", "2030-02-03", "1", ""), "日期：这一天还没有到"),
    "no length": (("李卫民", "扫雪", "2025-03-08", "", ""), "没有时长，也没有起止时间"),
    "a length in words": (("李卫民", "扫雪", "2025-03-08", "两小时", ""), "小时：看不懂"),
    "less than nothing": (("李卫民", "扫雪", "2025-03-08", "-2", ""), "小时：看不懂"),
    "minutes as hours": (("李卫民", "扫雪", "2025-03-08", "90分钟", ""), "小时：看不懂"),
    "more than eight hours": (("李卫民", "扫雪", "2025-03-08", "9", ""), "小时：一次最多 480 分钟"),
    "letters that turn the line": ((*LI[:4], "广\u202e场"), "地点：有不能保存的字符"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_row_that_is_not_taken_says_why(reads, what):
    row, why = WRONG[what]

    preview = reads(row)

    assert findings(preview) == ["refused"]
    assert said(preview)[0].startswith(why)


def test_what_is_no_service_is_not_taken(reads):
    heads = (*HEADS, "服务类别")

    preview = reads((*LI, "理论学习"), (*ZHOU, "环境卫生"), heads=heads)

    assert findings(preview) == ["refused", "new"]
    assert said(preview) == ["类别：“理论学习”不计入志愿服务时长"]
    assert preview.rows[1].service.kind == "environment"


def test_a_telephone_number_or_receipt_must_be_theirs(reads, li, zhou):
    heads = (*HEADS, "手机号")

    preview = reads((*LI, li.phone), (*ZHOU, "13900000000"), heads=heads)

    assert findings(preview) == ["new", "refused"]
    assert said(preview) == ["手机号：和姓名不是同一位党员"]


def test_members_of_another_community_are_nobody_here(reads, wu):
    assert said(reads((wu.name, *LI[1:]))) == ["姓名：本社区没有这个名字的已报到党员"]


def test_the_same_row_twice_counts_once(reads):
    assert findings(reads(LI, LI)) == ["new", "known"]


def test_what_overlaps_further_up_in_the_file_is_not_taken(reads):
    preview = reads(
        ("李卫民", "扫雪", "2025-03-08 09:00", "2025-03-08 10:00", ""),
        ("李卫民", "巡逻", "2025-03-08 09:30", "2025-03-08 10:30", ""),
        ("李卫民", "扫雪", "2025-03-08 09:00", "2025-03-08 11:00", ""),
        ("李卫民", "巡逻", "2025-03-08 10:00", "2025-03-08 11:00", ""),
        layout="timed",
        heads=TIMED,
    )

    assert findings(preview) == ["new", "refused", "differs", "new"]
    assert said(preview) == ["和“扫雪”（文件第 2 行）时间重叠"]


def test_nobody_serves_more_than_ten_hours_a_day(reads):
    rows = [("李卫民", "扫雪", f"2025-03-08 {at:02}:00", f"2025-03-08 {at + 6:02}:00", "")
            for at in (6, 12)]  # fmt: skip

    assert said(reads(*rows, layout="timed", heads=TIMED)) == ["这一天一共会超过 600 分钟"]


@pytest.fixture
def record(cast, li, now):
    """Li mended a tap here for an hour on the 21st, at ten, and it waits for review."""
    return a_record(an_open_need(now), li, now)


@pytest.mark.parametrize(
    ("title", "hours", "finding"),
    [("修水龙头", "1", "known"), ("修水龙头", "2", "differs"), ("修 水龙头", "1.0", "known"),
     ("修灯", "1", "refused")],
)  # fmt: skip
def test_what_stands_here_is_never_counted_twice(reads, record, now, title, hours, finding):
    later = record.ended_at

    preview = seen(in_csv(("李卫民", title, "2026-11-21", hours, "")), later)

    assert findings(preview) == [finding]
    if finding == "differs":
        [one] = preview.rows[0].differences
        assert (one.column, one.here, one.there) == (Column.MINUTES, 60, 120)
    if finding == "refused":
        assert "那天已有“修水龙头”（这里的记录）" in said(preview)[0]


def test_an_hour_beside_a_record_is_new(record):
    row = ("李卫民", "修灯", "2026-11-21 11:00", "2026-11-21 12:00", "1")

    assert findings(seen(in_csv(row, heads=TIMED), record.ended_at, "timed")) == ["new"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "没有找到表头"),
        (b"\xd0\xcf\x11\xe0", "这是旧的 Excel 格式"),
        (b"PK\x03\x04 and nothing", "这个文件打不开"),
        ("姓名,活动名称,日期,服务时长\n".encode(), "表头下面没有内容"),
        ("姓名,活动名称,日期,时长,服务时长\nx".encode(), "表头里“时长”和“服务时长”是同一项"),
        ('姓名,活动名称,日期,时长\n"李'.encode(), "第 2 行的格式不对"),
        (b"\xff\xff\xff", "文字编码看不懂"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(cast, now, content, why):
    with pytest.raises(Unreadable, match=why):
        seen(File("hours", content), now)


def test_heads_nobody_reads_are_named(reads):
    assert reads((*LI, "x"), heads=(*HEADS, "微信昵称")).unused == ["微信昵称"]


def test_a_title_above_the_heads_is_passed_over(cast, now):
    file = in_csv(HEADS, LI, heads=("2025 年志愿服务登记表",))

    assert findings(seen(file, now)) == ["new"]
    assert seen(file, now).rows[0].line == 3
