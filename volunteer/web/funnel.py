"""Where a need lost the people who could have come, stage by stage, in words."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext

from volunteer.web.counted import counted
from volunteer.words import word as w

# Stage of the search -> who was left after it, the widest first.
STAGES: dict[str, str] = {
    "scope": w("本社区可以邀请的党员"),
    "skill": w("有需要的特长和证书"),
    "free": w("那段时间有空"),
    "reach": w("走得到"),
    "available": w("没接满、不冲突、没有回绝过"),
    "left": w("没有排去更需要的地方"),
}


def stages(kept: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The stages in words, each with how many people were left."""
    return [(gettext(STAGES[stage]), count) for stage, count in kept]


def sentence(kept: Iterable[tuple[str, int]]) -> str:
    """Where it got stuck, in one sentence."""
    narrowed = stages(kept)
    if not narrowed:
        return gettext("排的时候情况变了，这个位子空了出来；重新排会再找人。")
    if not narrowed[0][1]:
        return gettext("社区里还没有可以邀请的党员。")
    for words, count in narrowed:
        if not count:
            return gettext("卡在“%(stage)s”：到这一步一个人也没有了。", stage=words)
    return counted("合适的 %(n)s 人都排上了，人还是不够。", narrowed[-1][1])
