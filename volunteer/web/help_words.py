"""The words of the help page: for each role what it does here, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from volunteer.people.models import RoleKind
from volunteer.words import word as w


class Step(NamedTuple):
    """One thing to do, and the page on which it is done, by endpoint, where there is one."""

    words: str
    endpoint: str = ""
    label: str = ""


class Part(NamedTuple):
    """What somebody of one role does here."""

    code: str
    title: str
    icon: str
    lead: str
    steps: tuple[Step, ...]


RESIDENT = Part(
    "resident",
    w("我是居民，想请人帮忙"),
    "hand",
    w("您说需要什么，社区找合适的党员邻居上门。不收钱，也不用注册。"),
    (
        Step(
            w("按“我要求助”，写下要帮什么、哪天、在哪里、找谁。打社区电话，请社区替您填，也一样。"),
            "needs.new",
            w("我要求助"),
        ),
        Step(
            w("交上去以后看到的那一页，请收藏起来。办到哪一步、谁来、几点来，都写在那里。"),
            "home.follow",
            w("查进度"),
        ),
        Step(w("人到了，把那一页上的服务码告诉他。找不到服务码，也不耽误帮忙。")),
        Step(w("做完以后，在那一页说一声解决了没有。没解决，社区接着办。")),
        Step(w("字太小，按页面最上面的“长辈版”：字大、按钮大，还能读给您听。")),
    ),
)
NEWCOMER = Part(
    "newcomer",
    w("我是在职党员，想来帮忙"),
    "person-plus",
    w("下班后、周末，为家门口的邻居做点事。接不接单由您。"),
    (
        Step(
            w("按“党员报到”，填姓名、手机号和住的网格，选特长和空闲时间。"),
            "members.register",
            w("党员报到"),
        ),
        Step(w("社区书记核对以后，您会收到回执，就可以接单了。")),
        Step(w("有合适的单会请您看；不接不用说理由，也不会记下什么。")),
        Step(
            w("做过的每一次都有时长。要证明，自己就能打印，谁拿到都能核验。"),
            "home.check",
            w("核验证明"),
        ),
    ),
)
MEMBER = Part(
    "member",
    w("我是党员，来接单"),
    "person",
    w("打开“为您”，先看手头的单，再看请您看的，最后是适合您的。"),
    (
        Step(
            w("请您看的单，接或不接都只按一下。不接不用说理由，也不会记下什么。"),
            "orders.mine",
            w("为您"),
        ),
        Step(w("任务大厅里还有别的单，合适的可以自己接。"), "orders.hall", w("任务大厅")),
        Step(w("接了以后，打开这一单看时间和注意事项；地址和电话，按“看地址，打电话”。")),
        Step(w("来不了，早一点退掉，或者转给同志。社区会另找人，没有人会怪您。")),
        Step(w("到了，请居民报服务码签到；没有码也能签到。做完写一句，按“签退”。")),
        Step(w("时长由社区审核，每一分钟都看得到。"), "records.hours", w("我的时长")),
        Step(w("要证明，自己开，自己打印。"), "certificates.mine", w("服务记录证明")),
        Step(
            w("特长、空闲时间、一周几单、能走多远，随时能改；忙的时候可以暂停。"),
            "members.profile",
            w("我的资料"),
        ),
    ),
)
LEADER = Part(
    "leader",
    w("社区请我带队"),
    "people",
    w("一起去的人多，社区会请其中一位带队。"),
    (
        Step(w("带队的单上有“打开带队签到”。"), "orders.mine", w("为您")),
        Step(w("谁到了、谁走了，替大家勾一下；大家也可以扫您屏幕上的码。")),
        Step(w("有人没来，不用追问，告诉社区就好。")),
    ),
)
SECRETARY = Part(
    "secretary",
    w("我是社区书记"),
    "inbox",
    w("从工作台开始：等您办的都在那里，急的在前面。"),
    (
        Step(w("每一栏写着几件、最晚什么时候办。"), "workbench.show", w("工作台")),
        Step(
            w("新的需求：受理、再问一句、转给别处，或者说明为什么办不了。"),
            "needs.index",
            w("需求"),
        ),
        Step(
            w("电话里、柜台上说的，替居民登记，两分钟就好。"),
            "needs.new_for_caller",
            w("替来电居民登记"),
        ),
        Step(
            w("排一个方案，看为什么是这几位；可以固定、换人，看好了再发。接不接由本人定。"),
            "rounds.index",
            w("匹配"),
        ),
        Step(w("新来报到的，核对以后确认。"), "members.index", w("报到审核")),
        Step(
            w("没有疑问的时长可以一起通过，有疑问的打开看。自己的时长由别人审核。"),
            "records.index",
            w("时长审核"),
        ),
        Step(w("替别的社区打回访电话，照着问就行。"), "follow_ups.index", w("回访")),
        Step(
            w("要出门几天，请一位同志代理；网格员来了、走了，也在这里办。"),
            "offices.index",
            w("人员与角色"),
        ),
    ),
)
WORKER = Part(
    "worker",
    w("我是网格员"),
    "walk",
    w("居民跟您说的，替他们登记；党员上门，帮他们接上头。"),
    (
        Step(w("等着办的都在工作台上。"), "workbench.show", w("工作台")),
        Step(
            w("走访时、电话里听到的，替居民登记，单子可以打印给他。"),
            "needs.new_for_caller",
            w("替来电居民登记"),
        ),
        Step(w("党员到了没有服务码，打开那一条需求，替他签到。"), "needs.index", w("需求")),
        Step(w("替别的社区打回访电话，照着问就行。"), "follow_ups.index", w("回访")),
    ),
)
OFFICER = Part(
    "officer",
    w("我在街道或区里工作"),
    "globe",
    w("看各社区的总数，在社区之间帮着调人。"),
    (
        Step(
            w("三个比率、缺什么人、什么时候缺。人数太少的不显示，免得认出谁来。"),
            "figures.index",
            w("统计"),
        ),
        Step(w("几个社区一起排方案，附近有空的人就能过来。"), "rounds.index", w("匹配")),
        Step(w("书记自己的时长，由您来审核。"), "records.index", w("时长审核")),
        Step(w("书记换人、请代理、忘了密码，都在这里办。"), "offices.index", w("人员与角色")),
    ),
)
DEPARTMENT = Part(
    "department",
    w("我在区里的部门工作"),
    "chart",
    w("您能看到全区的统计，看不到任何人的姓名和电话。"),
    (
        Step(
            w("三个比率、缺什么人、什么时候缺。人数太少的不显示，免得认出谁来。"),
            "figures.index",
            w("统计"),
        ),
    ),
)
UNIT = Part(
    "unit",
    w("我是单位联络人"),
    "document",
    w("您能看到社区写给你们单位的信，里面只有本人同意告诉的。"),
    (
        Step(
            w("每季度一封，写着谁服务了几次、多久。没有同意的人，信里没有。"),
            "disclosures.to_unit",
            w("给我们单位的信"),
        ),
        Step(w("信可以存成表格；每存一次，都会留下一条记录。")),
    ),
)
AUDITOR = Part(
    "auditor",
    w("我是审计员"),
    "search",
    w("您能查谁在什么时候做了什么，查不到居民的电话和住址。"),
    (
        Step(
            w("按人、按事、按地方、按日子查：做了什么，谁看过电话，谁取走了文件。"),
            "audit.index",
            w("审计"),
        ),
        Step(w("审计员不能再有别的角色，这样查的人和做的人分开。")),
    ),
)
ADMINISTRATOR = Part(
    "administrator",
    w("我是管理员"),
    "gear",
    w("您管系统，不看居民的事。"),
    (
        Step(
            w("送不出去的通知，看看为什么，再送一次或者放下。"),
            "deliveries.index",
            w("没送到的通知"),
        ),
        Step(w("区里的负责人、审计员和管理员，由您请。"), "offices.index", w("人员与角色")),
        Step(w("在终端里运行 python3 -m volunteer check，系统会自己查一遍数据对不对。")),
        Step(w("要停下来维护，先运行 python3 -m volunteer maintenance on，大家会看到一页说明。")),
    ),
)
OF_ROLES: Mapping[RoleKind, Part] = {
    RoleKind.SECRETARY: SECRETARY,
    RoleKind.WORKER: WORKER,
    RoleKind.SUBDISTRICT_OFFICER: OFFICER,
    RoleKind.DISTRICT_OFFICER: OFFICER,
    RoleKind.DEPARTMENT_OFFICER: DEPARTMENT,
    RoleKind.UNIT_CONTACT: UNIT,
    RoleKind.AUDITOR: AUDITOR,
    RoleKind.ADMINISTRATOR: ADMINISTRATOR,
    RoleKind.MEMBER: MEMBER,
    RoleKind.NEIGHBOUR: MEMBER,
}
