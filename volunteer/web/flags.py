"""Flags in plain words, each with its facts; none of them says that somebody did wrong."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext

from volunteer.reviews.flags import Flag, Flagged
from volunteer.web import times
from volunteer.words import word as w

WORDS: dict[Flag, str] = {
    Flag.OVERLAP: w("和另一次服务时间重叠：{title}，{window}。"),
    Flag.SAME_PAIR: w("和同一位居民 30 天里第 {n} 次，可以问问居民。"),
    Flag.ALIKE: w("30 天里有 {n} 次时长完全一样：{given}。"),
    Flag.CONFIRMED_AT_ONCE: w("30 天里第 {n} 次签退后不到 1 分钟就确认了结果。"),
    Flag.BY_REVIEWER: w("到场或离开是您自己登记的，最好请另一位来审。"),
    Flag.NIGHT: w("夜里的服务：{window}。"),
    Flag.OVER_PLAN: w("比计划多不少：计划 {planned}，实际 {given}。"),
    Flag.UNDER_PLAN: w("比计划少不少：计划 {planned}，实际 {given}。"),
    Flag.LONG: w("超过 8 小时，通过时要写明原因。"),
    Flag.OVER_DAY: w("这一天加起来 {day}，超过 10 小时。"),
    Flag.UNCONFIRMED: w("到场是本人申报的，居民还没有说结果，可以先打电话问一问。"),
    Flag.NOT_SOLVED: w("居民说没有解决。"),
    Flag.GOODS: w("这一类是送物品，时间不计入志愿服务时长。"),
    Flag.LATE: w("事后补录的，要两个人审核。"),
    Flag.OBJECTED: w("本人对上次的决定有意见。"),
    Flag.FOLLOWED_UP: w("另一个社区回访的结果：{said}。"),
    Flag.OWN_NEED: w("需求是本人提的，或者留的是本人的电话。"),
    Flag.SAME_PHONE: w("您和本人登记的是同一个电话，请另一位来审。"),
    Flag.EACH_OTHER: w("三个月里本人通过了您的 {n} 条时长，最好请另一位来审。"),
    Flag.SAME_NAME: w("您和本人同名，如果是同一个人请另一位来审。"),
    Flag.POSTERS_PHONE: w("居民的电话就是登记需求的人的电话，可以问问居民是谁。"),
    Flag.NO_TIME_BETWEEN: w("上一次服务在另一个网格，刚结束不到 5 分钟：{title}。"),
}
HEARD = {
    "contacted": w("来之前没有人联系"),
    "outcome": w("没有解决"),
    "money": w("有人要钱或者推销"),
    "unreachable": w("三天都没有联系上居民"),
}
AMOUNTS = ("given", "planned", "day")


def told(flagged: Iterable[Flagged]) -> list[str]:
    """The flags of one record as sentences."""
    return [sentence(one) for one in flagged]


def sentence(one: Flagged) -> str:
    """What is odd, with the numbers that make it so."""
    facts: dict[str, object] = dict(one.facts)
    for amount in AMOUNTS:
        if amount in facts:
            facts[amount] = times.minutes(int(str(facts[amount])))
    if "said" in one.facts:
        heard: list[str] = one.facts["said"]  # type: ignore[assignment]
        facts["said"] = gettext("、").join(gettext(HEARD[name]) for name in heard)
    if "start" in one.facts:
        facts["window"] = times.window(one.facts["start"], one.facts["end"])  # type: ignore[arg-type]
    return str(gettext(WORDS[one.flag]).format(**facts))
