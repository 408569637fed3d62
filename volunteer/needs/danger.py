"""Words of danger: whoever writes them reads the emergency numbers first."""

from __future__ import annotations

from volunteer.words import word as w

# What to call, and the words that ask for it. Better once too often than once too little.
CALLS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("119", w("火警、被困、煤气"), ("着火", "起火", "火灾", "冒烟", "煤气", "燃气味", "爆炸")),
    ("120", w("急救"), ("昏倒", "晕倒", "胸痛", "喘不上气", "大出血", "中风", "休克", "没有呼吸")),
    ("110", w("报警"), ("抢劫", "打人", "入室", "家暴", "跟踪", "轻生", "自杀", "走失")),
    ("122", w("交通事故"), ("车祸", "撞车", "被车撞")),
)


def calls_for(text: str) -> list[tuple[str, str]]:
    """The emergency numbers that words in the text ask for, each with what it is for."""
    return [(number, what) for number, what, words in CALLS if any(one in text for one in words)]
