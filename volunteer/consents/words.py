"""What people read before they agree, and what needs no consent and why: all words in one place.

Other words are another version, and who agreed to those before is asked again, because only what
was read was agreed to. A version may say that older ones count `as_well`: it asks for nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from volunteer.consents.models import Purpose
from volunteer.words import word as w


@dataclass(frozen=True)
class Words:
    """The words of a purpose: `now` is the version that is asked for, `versions` are all there ever
    were; `as_well` are older ones that still count."""

    title: str
    now: str
    versions: Mapping[str, tuple[str, ...]]
    as_well: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """The versions by which somebody has agreed to what is done now."""
        return (self.now, *self.as_well)


# These two are also read where somebody reports in, or says where letters go.
MATCHED = w(
    "我同意：系统按我的特长、空闲时间、网格、路程和近来的服务，算出哪些单适合我，先来问我。"
    "算出的理由，我和派单的社区的书记看得到；发不发由书记或社区的规则定，接不接由我。"
    "不同意也一样报到、到任务大厅接单，只是系统不配我、不自动问我。随时可以撤回，马上生效。"
)
SENT = w(
    "我同意：通知也用这种方式发给我，发什么由我选；信里没有任何人的地址和电话。"
    "经手的是社区开通的服务商，它会知道我的地址和信的内容。"
    "不同意也都能在页面上看到；随时可以撤回，马上不再发，地址也删掉。"
)
WORDS: Mapping[Purpose, Words] = {
    Purpose.TO_UNIT: Words(
        title=w("告诉我的单位"),
        now="1",
        versions={
            "1": (
                w("我同意：{community}每个季度把下面这些告诉我的单位党组织，就是“{unit}”。"),
                w("告诉什么：我的姓名，这个季度服务了几次、每一类多少时间。没有服务的季度不提我。"),
                w("不告诉什么：电话、住址、帮了谁、怎么评价、哪些单没有接。"),
                w(
                    "用来做什么：让单位党组织了解我在社区的服务。社区书记先看全文，再打印或者发表格。"
                ),
                w("同意不同意都可以，不影响报到、接单和时长。随时可以撤回，撤回以后不再告诉。"),
                w("换了单位，这份同意就不再用；告诉新的单位，要重新同意。"),
            ),
        },
    ),
    Purpose.MATCHING: Words(
        title=w("系统配单和自动问"),
        now="2",
        as_well=("1",),  # said shorter; nothing more is asked for
        versions={
            "1": (w("愿意收到系统匹配的邀请。不勾选也可以自己到任务大厅接单"),),
            "2": (MATCHED,),
        },
    ),
    Purpose.MESSAGES: Words(
        title=w("另外发通知给我"),
        now="2",
        as_well=("1",),
        versions={
            "1": (w("填写就是同意用它收通知；清空就不再收。只有您自己能看到。"),),
            "2": (SENT,),
        },
    ),
}


def text_of(purpose: Purpose, translate: Callable[[str], str], **names: str) -> str:
    """What is read now before somebody agrees, line by line."""
    words = WORDS[purpose]
    return "\n".join(translate(line).format(**names) for line in words.versions[words.now])


class Whom(StrEnum):
    """Whom something is kept of."""

    EVERYBODY = "everybody"
    MEMBER = "member"


@dataclass(frozen=True)
class Needed:
    """What is not for choosing: what for, of what, who sees it, by which ground, and how one is rid
    of it."""

    code: str
    whom: Whom
    title: str
    use: str
    what: str
    seen_by: str
    ground: str
    without: str


# Each of these is done by the service whoever says no, so there is no switch that would lie.
NEEDED: tuple[Needed, ...] = (
    Needed(
        code="account",
        whom=Whom.EVERYBODY,
        title=w("账号和登录"),
        use=w("认出是您，别人不能用您的名字登录。"),
        what=w("姓名、手机号、登录名、认不出原样的密码，登录的时间和设备。"),
        seen_by=w("您自己。报到以后，本社区书记能看到姓名，要看手机号，每看一次都有记录。"),
        ground=w("用这项服务就少不了它（个人信息保护法第十三条第一款第二项：履行合同所必需）。"),
        without=w("没有它就不能登录。不想要了，随时可以删除账号。"),
    ),
    Needed(
        code="registration",
        whom=Whom.MEMBER,
        title=w("党员报到"),
        use=w("确认您是来报到的党员，知道您会什么、什么时候有空。"),
        what=w(
            "单位党组织、住在哪个网格、特长、空闲时间、一周接几单、走多远。党员身份只因为您来报到才知道。"
        ),
        seen_by=w("本社区书记；您愿意去的邻近社区的书记，在找人的时候。居民只看到姓氏。"),
        ground=w("您自己来报到，这些是报到的内容（个人信息保护法第十三条第一款第二项）。"),
        without=w("特长和空闲时间可以不填。不想报到了，随时可以退出，不用说理由。"),
    ),
    Needed(
        code="contact",
        whom=Whom.MEMBER,
        title=w("接单以后的联系"),
        use=w("约好的事有变化，社区找得到您。"),
        what=w("姓名和手机号。"),
        seen_by=w(
            "您要去的社区的书记和网格员，从接单到做完后一天，每看一次都有记录；居民只知道姓氏。"
        ),
        ground=w("您接了单，才有这一项（个人信息保护法第十三条第一款第二项）。"),
        without=w("不接单就没有；接了的单，交回去就停。"),
    ),
    Needed(
        code="record",
        whom=Whom.MEMBER,
        title=w("服务记录和时长"),
        use=w("如实记下您做了什么，给您开证明。"),
        what=w("服务的日子、时间、内容，谁确认的。"),
        seen_by=w("您自己和本社区书记；拿着您的证明的人，可以按号码查真伪。"),
        ground=w("法规要求如实记录（志愿服务条例第十九条；个人信息保护法第十三条第一款第三项）。"),
        without=w("做过的服务一定会记。删除账号以后只剩编号，没有名字。"),
    ),
    Needed(
        code="trail",
        whom=Whom.EVERYBODY,
        title=w("办事经过和查看记录"),
        use=w("出了问题能查清，谁也不能偷看。"),
        what=w("谁在什么时候做了哪一步，谁看过谁的电话，谁导出过什么。"),
        seen_by=w("这件事相关的人；区里的审计员，看不到电话和住址。"),
        ground=w("法律要求保护好个人信息，还要审计（个人信息保护法第五十一条、第五十四条）。"),
        without=w("一定会记。删除账号以后只剩编号，您写过的话都删掉。"),
    ),
)


def needed_of(*, is_member: bool) -> list[Needed]:
    """What is kept of somebody whatever they choose."""
    return [one for one in NEEDED if is_member or one.whom == Whom.EVERYBODY]
