"""What a member reads before they agree. Other words are another version; what was agreed to is
kept word for word with the consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from volunteer.members.models import Member
from volunteer.words import word as w

NOW = "1"
TO_UNIT: Mapping[str, tuple[str, ...]] = {
    "1": (
        w("我同意：{community}每个季度把下面这些告诉我的单位党组织，就是“{unit}”。"),
        w("告诉什么：我的姓名，这个季度服务了几次、每一类多少时间。没有服务的季度不提我。"),
        w("不告诉什么：电话、住址、帮了谁、怎么评价、哪些单没有接。"),
        w("用来做什么：让单位党组织了解我在社区的服务。社区书记先看全文，再打印或者发表格。"),
        w("同意不同意都可以，不影响报到、接单和时长。随时可以撤回，撤回以后不再告诉。"),
        w("换了单位，这份同意就不再用；告诉新的单位，要重新同意。"),
    ),
}


def text_for(member: Member, translate: Callable[[str], str]) -> str:
    """What the member reads before they agree that their work unit is told, line by line."""
    names = {"community": member.community.name, "unit": member.unit_name}
    return "\n".join(translate(one).format(**names) for one in TO_UNIT[NOW])
