"""The legs of the main road, each walked by the person whose it is."""

from __future__ import annotations

from tests.cast import EAST_LANE, PASSWORD, ZHAO
from tests.journeys.walker import Walker

GAO, GAOS_PHONE = "高秀英", "13900001111"
WISH = "老伴走不动了，想请人上门理个发"
HAIRCUT = "上门理发"


def signs_in(walker: Walker, login: str) -> None:
    """The walker's own first page is before them."""
    walker.opens("/sign-in").types("登录名", login).types("密码", PASSWORD).presses("登录")


def reports_in(gao: Walker) -> None:
    """Gao cuts hair, has time on Saturday mornings, and waits for the secretary's word."""
    gao.opens("/").follows("我是党员，来报到")
    gao.types("姓名", GAO).types("手机号", GAOS_PHONE).types("设一个密码", PASSWORD)
    gao.types("工作单位党组织", "示例区图书馆党支部")
    gao.ticks(f"{EAST_LANE} 第一网格")
    gao.unfolds("助老助残").chooses("理发", "熟练")
    gao.main.get_by_role("group", name="周六上午").get_by_text("有空", exact=True).click()
    gao.ticks("愿意收到系统匹配的邀请")
    gao.presses("提交报到").sees("报到已经提交，等社区确认。")


def confirms_registration(wang: Walker) -> None:
    """Gao may be asked."""
    wang.opens("/workbench").sees("报到等确认").follows(GAO)
    wang.presses("确认报到，发回执").sees("已报到")


def asks_for_help(zhao: Walker) -> None:
    """Zhao's family stands before the page that tells how it goes."""
    zhao.opens("/").follows("我要求助")
    zhao.types("需要帮什么忙", WISH).chooses("属于哪一类", HAIRCUT)
    zhao.ticks(f"{EAST_LANE} 第一网格").types("楼号门牌", ZHAO["address"])
    zhao.types("怎么称呼您", ZHAO["contact_name"]).types("联系电话", ZHAO["contact_phone"])
    zhao.presses("提交").sees("提交好了，单号", "收到了，等社区受理")


def triages(wang: Walker) -> None:
    """The need is a task, and people are looked for."""
    wang.opens("/workbench").sees("需求等受理").follows(WISH)
    wang.presses("受理").sees("受理好了，可以找人了。")


def runs_and_releases_a_round(wang: Walker) -> None:
    """Whoever suits is asked; nobody was before the secretary said so."""
    wang.opens("/workbench").follows("安排匹配").presses("排一份方案")
    wang.sees("配好了 1 对，1 个空位里还缺 0 个", GAO, "会“理发”")
    wang.unfolds("发邀请").presses("确定发邀请").sees("邀请已经发出")


def accepts(gao: Walker) -> None:
    """Gao has the task; where it is and whom to call is told only now."""
    gao.opens("/me/").sees("为什么请您", "您掌握“理发”").misses(
        ZHAO["address"], ZHAO["contact_name"]
    )
    gao.follows(HAIRCUT).misses(ZHAO["address"], ZHAO["contact_phone"])
    gao.presses("接单").sees("这一单是您的了").misses(ZHAO["address"])
    gao.presses("看地址，打电话").sees(ZHAO["address"], ZHAO["contact_phone"], f"{GAO} 2026")


def arrives(gao: Walker, code: str) -> None:
    """Gao is at the door and read the code in."""
    gao.opens("/me/").follows("到了，去签到").types("服务码", code)
    gao.presses("签到").sees("您已经到了，正在服务")


def leaves(gao: Walker) -> None:
    """The minutes are counted and wait for review."""
    gao.opens("/me/").follows("做完了，去签退").presses("签退").sees("时长等社区审核")


def says_it_is_solved(zhao: Walker) -> None:
    """The resident's word, by the link alone."""
    zhao.looks_again().sees("服务做完了，解决了吗").ticks("解决了").ticks("很满意")
    zhao.presses("告诉社区").sees("您说过结果了，谢谢")


def approves_the_hour(wang: Walker) -> None:
    """The minutes stand on Gao's record."""
    wang.opens("/workbench").sees("时长等审核").follows(HAIRCUT)
    wang.sees("没有异常", "居民服务码", "解决了").presses("通过，记 1 小时").sees("已通过")
