"""Words of danger: whoever writes them reads the emergency numbers first."""

from __future__ import annotations

from volunteer.words import word as w

# What to call, and the words that ask for it, in both languages of the pages. Better once too
# often than once too little.
FIRE = (
    *("着火", "起火", "火灾", "冒烟", "煤气", "燃气味", "爆炸"),
    *("on fire", "burning", "smoke", "gas leak", "smell of gas", "smells of gas", "explosion"),
)
ILLNESS = (
    *("昏倒", "晕倒", "胸痛", "喘不上气", "大出血", "中风", "休克", "没有呼吸"),
    *("unconscious", "fainted", "chest pain", "cannot breathe", "can't breathe", "not breathing"),
    *("bleeding badly", "heavy bleeding", "had a stroke"),
)
CRIME = (
    *("抢劫", "打人", "入室", "家暴", "跟踪", "轻生", "自杀", "走失"),
    *("robbed", "robbery", "break-in", "burglar", "beating", "domestic violence", "stalk"),
    *("suicide", "kill himself", "kill herself", "kill myself", "gone missing"),
)
TRAFFIC = (*("车祸", "撞车", "被车撞"), *("car accident", "car crash", "hit by a car"))
CALLS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("119", w("火警、被困、煤气"), FIRE),
    ("120", w("急救"), ILLNESS),
    ("110", w("报警"), CRIME),
    ("122", w("交通事故"), TRAFFIC),
)


def calls_for(text: str) -> list[tuple[str, str]]:
    """The emergency numbers that words in the text ask for, each with what it is for."""
    text = text.lower().replace("’", "'")
    return [(number, what) for number, what, words in CALLS if any(one in text for one in words)]
