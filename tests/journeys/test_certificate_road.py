"""From leaving to a paper that a stranger verifies: two browsers, and ten lines of Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.build import ANYONE_CAN, an_open_need, an_order_under_way
from tests.house.code import ROOT
from tests.journeys import road
from tests.journeys.walker import Walker

pytestmark = pytest.mark.engine("sqlite")


def test_an_hour_left_behind_is_a_paper_that_anybody_verifies(
    visitor: Callable[..., Walker], app, li, clock, now: datetime, tmp_path: Path
) -> None:
    need = an_open_need(now, **ANYONE_CAN)
    order = an_order_under_way(need, li, now)
    clock.now = order.ends_at
    member, others = visitor(), visitor()

    road.signs_in(member, "li")
    member.opens(f"/orders/{order.id}").presses("签退").sees("时长等社区审核", "待审核")
    others.opens(f"/follow/{need.number}/{need.link_secret}").ticks("解决了").ticks("很满意")
    others.presses("告诉社区").sees("您说过结果了，谢谢")
    clock.now += timedelta(minutes=30)
    road.signs_in(others, "wang")
    others.opens("/records/").follows("李卫民").sees("本人申报", "解决了")
    others.presses("通过，记 1 小时").sees("已通过")
    member.opens("/me/hours").sees("1.0 小时", "已通过").follows("开服务记录证明")
    member.presses("开证明").sees("志愿服务 1 次，共 1.0 小时")

    number = re.findall(r"\d{4}-\w{4}-\w{4}", member.page.url)[0]
    stranger = others.opens(f"/certificates/{number}")
    stranger.sees("是本系统出具的，有效", "1.0").misses("李卫民")
    signed = others.page.request.get(f"/certificates/{number}/signed").text()
    assert verified(signed, app.config["SIGNER"]().public_key, "李卫民", tmp_path) == number


def verified(signed: str, public_key: str, name: str, folder: Path) -> str:
    """The number that the script of the document finds to be signed, without us."""
    script = (ROOT / "docs" / "certificates.md").read_text("utf-8").split("```python\n")[1]
    (folder / "verify.py").write_text(script.split("```")[0], "utf-8")
    (folder / "signed.json").write_text(signed, "utf-8")
    command = [sys.executable, "verify.py", "signed.json", public_key, name]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    number, _since, _until, hours = ran.stdout.split()
    assert json.loads(json.loads(signed)["statement"])["minutes"] // 6 / 10 == float(hours) == 1.0
    return number
