"""Made-up people: surnames as common as they are, given names of their time, phones of nobody."""

from __future__ import annotations

from random import Random

SURNAMES = {
    "王": 7.2, "李": 7.2, "张": 6.8, "刘": 5.2, "陈": 4.4, "杨": 3.1, "赵": 2.4, "黄": 2.3,
    "周": 2.0, "吴": 2.0, "徐": 1.7, "孙": 1.7, "马": 1.5, "朱": 1.4, "胡": 1.3, "郭": 1.3,
    "何": 1.2, "高": 1.2, "林": 1.1, "罗": 1.0, "郑": 1.0, "梁": 0.9, "谢": 0.9, "宋": 0.9,
    "唐": 0.8, "许": 0.8, "韩": 0.8, "冯": 0.7, "邓": 0.7, "曹": 0.7, "彭": 0.6, "曾": 0.6,
    "肖": 0.6, "田": 0.6, "董": 0.6, "潘": 0.5, "袁": 0.5, "于": 0.5, "蔡": 0.5, "蒋": 0.5,
    "余": 0.5, "杜": 0.5, "叶": 0.5, "程": 0.5, "魏": 0.5, "苏": 0.5, "吕": 0.5, "丁": 0.4,
    "任": 0.4, "卢": 0.4, "姚": 0.4, "沈": 0.4, "欧阳": 0.08,
}  # fmt: skip
# First year of birth of a time -> given names of women and of men.
GIVEN = {
    1930: (
        "英 兰 珍 凤英 秀英 桂英 淑珍 玉兰 桂兰 秀兰 淑华 玉珍",
        "建国 建华 德明 国强 福生 振华 志刚 永福 文忠 长海",
    ),
    1956: (
        "英 丽 敏 红 玲 萍 燕 秀梅 春梅 玉梅 丽华 建红 晓红",
        "军 勇 建军 平 斌 刚 明 志强 国庆 建平 卫东 海涛",
    ),
    1976: (
        "静 丽 娜 艳 芳 霞 娟 婷 莉 晓燕 海燕 丽娜 春燕",
        "伟 磊 强 涛 超 鹏 杰 辉 波 凯 志伟 建伟 海波 晓东",
    ),
    1993: (
        "婷 雨 佳 欣 雪 欣怡 雨晴 思琪 佳怡 梦瑶 晓彤 诗涵",
        "浩 宇 鑫 晨 帅 俊杰 子豪 天宇 浩然 一鸣 文博 泽宇",
    ),
}


def surname(chance: Random) -> str:
    """A family name, as frequent as it is."""
    return chance.choices(list(SURNAMES), list(SURNAMES.values()))[0]


def full_name(chance: Random, *, born: int, woman: bool) -> str:
    """A name somebody born in that year could have. Namesakes happen, as in life."""
    era = max(year for year in GIVEN if year <= born)
    women, men = GIVEN[era]
    return surname(chance) + chance.choice((women if woman else men).split())


class Phones:
    """Mobile numbers nobody was given: members from 0, residents from 10 000 upward."""

    def __init__(self) -> None:
        self._members, self._residents = 0, 10_000

    def of_member(self) -> str:
        """The next number, of eleven digits."""
        self._members += 1
        return f"199{self._members:08d}"

    def of_resident(self) -> str:
        """The next number, of eleven digits."""
        self._residents += 1
        return f"199{self._residents:08d}"
