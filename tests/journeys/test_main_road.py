"""The road that everything else serves: from a wish to an hour on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.build import SATURDAY
from tests.journeys import road
from tests.journeys.walker import Walker

FIVE_TO_TEN = {"hour": 9, "minute": 55}
FIVE_TO_ELEVEN = {"hour": 10, "minute": 55}
QUARTER_PAST = {"hour": 11, "minute": 15}
BROWSERS = [
    pytest.param(True, id="with-scripts", marks=pytest.mark.engine("postgres")),
    pytest.param(False, id="without-scripts", marks=pytest.mark.engine("sqlite")),
]


@pytest.mark.parametrize("scripts", BROWSERS)
def test_a_wish_on_friday_is_an_hour_on_the_record_by_saturday_noon(
    visitor: Callable[..., Walker], cast, clock, now: datetime, scripts: bool
) -> None:
    gao, wang, zhao = (visitor(java_script_enabled=scripts) for _ in range(3))

    road.reports_in(gao)
    road.signs_in(wang, "wang")
    road.confirms_registration(wang)
    road.asks_for_help(zhao)
    road.triages(wang)
    zhao.looks_again().sees("社区受理了，正在找人")
    road.runs_and_releases_a_round(wang)
    road.accepts(gao)
    zhao.looks_again().sees("高同志会来", "11月21日 周六 10:00–11:00")

    clock.now = now.replace(day=SATURDAY.day, **FIVE_TO_TEN)
    road.signs_in(gao, road.GAOS_PHONE)
    road.arrives(gao, code=_code_on(zhao.looks_again()))
    zhao.looks_again().sees("人到了，正在服务")
    clock.now = now.replace(day=SATURDAY.day, **FIVE_TO_ELEVEN)
    road.leaves(gao)
    clock.now = now.replace(day=SATURDAY.day, **QUARTER_PAST)
    road.says_it_is_solved(zhao)
    road.signs_in(wang, "wang")
    road.approves_the_hour(wang)

    gao.opens("/me/hours").sees("1.0 小时", road.HAIRCUT, "已通过")
    zhao.looks_again().sees("都办完了，谢谢您", "高同志到了。", "高同志做完离开了。")


def _code_on(zhao: Walker) -> str:
    """The six figures that Zhao reads out at the door."""
    return zhao.page.locator(".big-code").inner_text().replace(" ", "")
