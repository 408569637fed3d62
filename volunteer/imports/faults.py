"""Why a row, or a whole file, is not taken: in plain words, with what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from volunteer.errors import Unreadable
from volunteer.imports.layouts import COLUMN_NAMES, Column
from volunteer.words import word as w


class Why(StrEnum):
    """What is the matter with a row."""

    EMPTY = "empty"
    FORMULA = "formula"
    UNKEEPABLE = "unkeepable"
    TOO_MUCH = "too_much"
    BAD_DAY = "bad_day"
    FUTURE = "future"
    ENDS_FIRST = "ends_first"
    BAD_LENGTH = "bad_length"
    NO_LENGTH = "no_length"
    LONGER_THAN_STAY = "longer_than_stay"
    TWO_FIGURES = "two_figures"
    TOO_LONG = "too_long"
    DAY_FULL = "day_full"
    NEVER_COUNTS = "never_counts"
    NOBODY = "nobody"
    NAMESAKES = "namesakes"
    SOMEBODY_ELSE = "somebody_else"
    OVERLAPS = "overlaps"
    CANNOT_TELL = "cannot_tell"


WORDS = {
    Why.EMPTY: w("这一格要填"),
    Why.FORMULA: w("像公式，请改成普通文字"),
    Why.UNKEEPABLE: w("有不能保存的字符，请删掉"),
    Why.TOO_MUCH: w("太长了，最多 {most} 个字"),
    Why.BAD_DAY: w("看不懂，请写成 2026-03-28，要写钟点就写成 2026-03-28 10:00"),
    Why.FUTURE: w("这一天还没有到"),
    Why.ENDS_FIRST: w("要晚于开始时间，并且在同一天或第二天"),
    Why.BAD_LENGTH: w("看不懂，请只写一个数，例如 90 或 1.5"),
    Why.NO_LENGTH: w("没有时长，也没有起止时间"),
    Why.LONGER_THAN_STAY: w("比从开始到结束还长"),
    Why.TWO_FIGURES: w("和分钟数对不上"),
    Why.TOO_LONG: w("一次最多 {most} 分钟；隔开的几段请分成几行"),
    Why.DAY_FULL: w("这一天一共会超过 {most} 分钟"),
    Why.NEVER_COUNTS: w("“{kind}”不计入志愿服务时长"),
    Why.NOBODY: w("本社区没有这个名字的已报到党员"),
    Why.NAMESAKES: w("有同名的党员，请加上报到回执号或手机号"),
    Why.SOMEBODY_ELSE: w("和姓名不是同一位党员"),
    Why.OVERLAPS: w("和“{title}”（{where}）时间重叠"),
    Why.CANNOT_TELL: w(
        "那天已有“{title}”（{where}），没有钟点分不清是不是同一次；不是的话请补上起止时间"
    ),
}
Translate = Callable[[str], str]
COLON = w("：")
HERE, IN_FILE = w("这里的记录"), w("文件第 {row} 行")
OLD_EXCEL = w("这是旧的 Excel 格式，请另存为 .xlsx 或 CSV 再传。")
NOT_A_TABLE = w("这个文件打不开，请用 .xlsx 或 CSV。")
TOO_LARGE = w("文件太大了，请分成几个，每个不超过 {most} 行。")
ODD_LETTERS = w("文字编码看不懂，请另存为 UTF-8 或 .xlsx 再传。")
ODD_LINE = w("第 {row} 行的格式不对，请检查引号。")
NO_HEADS = w("没有找到表头。“{layout}”至少要有这些列：{needed}。")
TWICE = w("表头里“{first}”和“{second}”是同一项，请只留一列。")
NO_LAYOUT = w("没有这种表，请从给出的里面选。")
NO_ROWS = w("表头下面没有内容。")


@dataclass(frozen=True)
class Fault:
    """What is wrong in which column, with the facts of it; without one, with the whole row."""

    why: Why
    column: Column | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Translate = str) -> str:
        """The fault as a sentence."""
        facts = dict(self.facts)
        if "row" in facts:
            row = facts.pop("row")
            facts["where"] = translate(IN_FILE if row else HERE).format(row=row)
        said = translate(WORDS[self.why]).format(**facts)
        if self.column is None:
            return said
        return f"{translate(COLUMN_NAMES[self.column])}{translate(COLON)}{said}"


def unreadable(sentence: str, **facts: object) -> Unreadable:
    """The refusal of a whole file."""
    return Unreadable(sentence, facts)
