"""What has come of it, in rates and pictures: for a community, and for the office above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import format_date, gettext
from werkzeug import Response

from volunteer import door
from volunteer.figures import counts
from volunteer.figures.counts import Flow, Gaps
from volunteer.figures.few import FEWEST
from volunteer.figures.rates import Rate, Rates
from volunteer.figures.seeing import figures_of, side_by_side
from volunteer.places.names import places_named
from volunteer.places.queries import community as place
from volunteer.policy import May
from volunteer.web import charts, labels, times
from volunteer.web.charts import Heat, Picture
from volunteer.web.counted import counted
from volunteer.web.guard import person, signed_in
from volunteer.words import word as w

pages = Blueprint("figures", __name__)

SPANS = (4, 12, 52)  # weeks
USUAL = 12
LABELS = 6
PARTS = (w("清早"), w("上午"), w("中午"), w("下午"), w("晚上"))
Page = Response | str


class Line(NamedTuple):
    """One rate in words: what it is, its share, its n and interval, and how it is reckoned."""

    name: str
    share: str
    detail: str
    how: str


@pages.get("/figures")
@signed_in
def index() -> Page:
    """The communities under one's office side by side; whoever has one of their own sees that."""
    own = person().communities_for(May.SEE_FIGURES)
    if own:
        return redirect(url_for("figures.show", community_id=own[0]))
    weeks, now = _weeks(), door.now()
    rows = side_by_side(by=person(), since=counts.monday_before(now, weeks), now=now)
    return render_template(
        "figures/overview.html",
        rows=[(row, [_few(one) for one in row.rates]) for row in rows],
        spans=_spans("figures.index", weeks),
        fewest=FEWEST,
    )


@pages.get("/communities/<int:community_id>/figures")
@signed_in
def show(community_id: int) -> Page:
    """The rates of one community, and in pictures what was wanted, given and not found."""
    community = place(community_id)
    weeks, now = _weeks(), door.now()
    since = counts.monday_before(now, weeks)
    found = figures_of(community, by=person(), since=since, now=now)
    return render_template(
        "figures/show.html",
        community=community,
        since=since,
        spans=_spans("figures.show", weeks, community_id=community_id),
        others=_others(community_id, weeks),
        rates=_lines(found.rates),
        flow=_flow(found.flow),
        load=_load(found.weeks),
        gaps=found.gaps,
        gap_hours=_gap_hours(found.gaps),
        gap_groups=_gap_groups(found.gaps),
    )


def _weeks() -> int:
    asked = request.args.get("weeks", USUAL, type=int)
    return asked if asked in SPANS else USUAL


def _spans(
    endpoint: str, weeks: int, community_id: int | None = None
) -> list[tuple[str, str, None, bool]]:
    return [
        (
            url_for(endpoint, weeks=one, community_id=community_id),
            counted("%(n)s 周", one),
            None,
            one == weeks,
        )
        for one in SPANS
    ]


def _others(community_id: int, weeks: int) -> list[tuple[str, str, None, bool]]:
    """The communities to choose from, where somebody works in several."""
    own = person().communities_for(May.SEE_FIGURES)
    if len(own) < 2:
        return []
    names = places_named(("community", one) for one in own)
    return [
        (
            url_for("figures.show", community_id=one, weeks=weeks),
            names["community", one],
            None,
            one == community_id,
        )
        for one in own
    ]


def _lines(rates: Rates) -> list[Line]:
    limit = gettext("提交以后一个工作日内，社区受理、追问或答复了的需求。")
    solved = gettext("居民答“解决了”的，占所有答了的；另有 %(n)s 个答“部分解决”。", n=rates.partly)
    happy = gettext(
        "答“很满意”和“满意”的，占所有答了的；另有 %(n)s 个答“基本满意”。没答的不算满意。",
        n=rates.barely,
    )
    reached = gettext("回访打通了的，占已经结束的回访。")
    return [
        Line(gettext("响应率"), _share(rates.response), _detail(rates.response), limit),
        Line(gettext("解决率"), _share(rates.resolution), _detail(rates.resolution), solved),
        Line(gettext("满意率"), _share(rates.satisfaction), _detail(rates.satisfaction), happy),
        Line(gettext("回访接通率"), _share(rates.reach), _detail(rates.reach), reached),
    ]


def _share(rate: Rate) -> str:
    return gettext("还没有数") if rate.share is None else f"{rate.share:.0%}"


def _detail(rate: Rate) -> str:
    if rate.interval is None:
        return ""
    low, high = rate.interval
    return gettext(
        "%(of)s 个里有 %(hits)s 个；真实的比例多半在 %(low)s–%(high)s",
        of=rate.of,
        hits=rate.hits,
        low=f"{low:.0%}",
        high=f"{high:.0%}",
    )


def _flow(flow: Flow) -> Picture:
    steps = (
        (gettext("提交"), flow.posted),
        (gettext("受理"), flow.accepted),
        (gettext("有人接单"), flow.staffed),
        (gettext("服务完成"), flow.served),
        (gettext("居民说解决了"), flow.solved),
    )
    return _of_needs(gettext("这段时间提交的需求，办到了哪一步"), gettext("办到"), steps)


def _load(weeks: Sequence[tuple[date, int]]) -> Picture:
    labelled = -(-len(weeks) // LABELS)  # one of so many: more would lie over each other
    few = len(weeks) <= 2 * LABELS
    amounts = [
        (
            f"{day.month}/{day.day}" if n % labelled == 0 else "",
            served,
            labels.hours(served) if few else "",
        )
        for n, (day, served) in enumerate(weeks)
    ]
    title = gettext("每周的服务时长，单位小时")
    rows = [(format_date(day, "short"), labels.hours(n)) for day, n in weeks]
    return Picture(charts.columns(title, amounts), (gettext("从周一起"), gettext("小时")), rows)


def _gap_hours(gaps: Gaps) -> Heat:
    parts = [gettext(part) for part in PARTS]
    title = gettext("到时间还没有人的需求，按星期和时段")
    return charts.heat(title, times.weekday_letters(), parts, gaps.by_hour)


def _gap_groups(gaps: Gaps) -> Picture:
    named = [(labels.name(group), count) for group, count in gaps.by_group.items()]
    return _of_needs(gettext("到时间还没有人的需求，按类别"), gettext("类别"), named)


def _of_needs(title: str, head: str, named: Sequence[tuple[str, int]]) -> Picture:
    """So many needs of each name, as bars and as a table."""
    rows = [(name, str(count)) for name, count in named]
    amounts = [(name, count, str(count)) for name, count in named]
    return Picture(charts.rows(title, amounts), (head, gettext("需求")), rows)


def _few(rate: Rate) -> str:
    return _share(rate) if rate.of >= FEWEST else ""
