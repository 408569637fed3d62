"""Words by which a wish speaks of a child, whose age is then worth a question."""

from __future__ import annotations

WORDS = (
    *("孩子", "小孩", "儿子", "女儿", "孙", "宝宝", "作业", "上学", "放学"),
    *("child", "kid", "my son", "daughter", "baby", "homework", "school"),
)


def speaks_of_child(wish: str) -> bool:
    """Whether a wish seems to be about a child; better asked once too often."""
    return any(one in wish.lower() for one in WORDS)
