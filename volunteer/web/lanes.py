"""The lanes of the workbench: what waits for staff, each thing with its clock and next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext

from volunteer.members import queries as members
from volunteer.moves import queries as moves
from volunteer.needs.limits import Limits
from volunteer.needs.models import Need
from volunteer.needs.waiting import Queue, Waiting, waiting_for
from volunteer.orders.queries import places_taken
from volunteer.people.models import Person, RoleKind
from volunteer.records import queries as records
from volunteer.records.lifecycle import REVIEW_DAYS
from volunteer.rounds import queries as rounds
from volunteer.web import times
from volunteer.web.counted import counted
from volunteer.web.lane import SHOWN, Item, Lane, until, waited
from volunteer.web.order_lanes import claims, overdue
from volunteer.words import word as w
from volunteer.workdays import later, working_days

HEADLINE = 22  # characters
SETTLE_DAYS = 3  # working days in which is to be settled what was not solved
Due = Callable[[Limits, Need, datetime], datetime]


def _settled_by(_: Limits, _need: Need, since: datetime) -> datetime:
    return later(since, SETTLE_DAYS)


def _decided_by(limits: Limits, _need: Need, since: datetime) -> datetime:
    return limits.decided_by(since)


class Kind(NamedTuple):
    """What a queue of needs is called, and what is done about it."""

    title: str
    hint: str
    symbol: str
    tone: str
    next: str
    due: Due | None = None
    status: str = ""


NEEDS: Mapping[Queue, Kind] = {
    Queue.DISPUTED: Kind(
        w("居民说还没有解决"), w("先打电话了解"), "chat", "danger", w("去了解"), _settled_by, "done"
    ),
    Queue.UNFILLED: Kind(
        w("到时间没有找齐人"),
        w("和居民商量怎么办"),
        "alert",
        "danger",
        w("去商量"),
        _decided_by,
        "looking",
    ),
    Queue.SOON: Kind(
        w("快到时间，还缺人"), w("两天以内开始"), "clock", "waiting", w("去看看"), None, "looking"
    ),
    Queue.ANSWERED: Kind(
        w("居民回答了"), w("可以接着办"), "chat", "waiting", w("接着办"), Limits.triaged_by, "new"
    ),
    Queue.NEW: Kind(
        w("需求等受理"),
        w("先开始的排在前面"),
        "inbox",
        "waiting",
        w("受理"),
        Limits.triaged_by,
        "new",
    ),
    Queue.UNCONFIRMED: Kind(
        w("做完了，居民还没说结果"),
        w("打个电话问一问"),
        "phone",
        "",
        w("去问"),
        Limits.confirmed_by,
        "done",
    ),
    Queue.ASKED: Kind(
        w("问了居民，还没有回音"), w("打个电话问一问"), "phone", "", w("去问"), None, "asked"
    ),
}


def lanes_for(staff: Person, now: datetime, limits: Limits) -> list[Lane]:
    """Every lane in the order in which things press; empty ones too."""
    waiting = waiting_for(staff, now=now, each=SHOWN)
    taken = places_taken([need.id for need, _since in waiting[Queue.SOON].needs])
    needs = [_of_needs(queue, waiting[queue], taken, now, limits) for queue in NEEDS]
    if not staff.communities_as(RoleKind.SECRETARY):
        return [overdue(staff, now, limits), *needs]
    pressing, calls = needs[:5], needs[5:]
    return [
        overdue(staff, now, limits),
        *pressing,
        claims(staff, now),
        _rounds(staff, now),
        _registrations(staff, now),
        _moves(staff, now),
        _records(staff, now, limits),
        *calls,
    ]


def _of_needs(
    queue: Queue, waiting: Waiting, taken: Mapping[int, int], now: datetime, limits: Limits
) -> Lane:
    kind = NEEDS[queue]
    return Lane(
        code=queue.value,
        title=gettext(kind.title),
        hint=gettext(kind.hint),
        symbol=kind.symbol,
        tone=kind.tone,
        total=waiting.total,
        items=[
            Item(
                url=url_for("needs.show", need_id=need.id),
                title=_headline(need),
                facts=[
                    times.window(need.starts_at, need.ends_at, now),
                    need.grid.name,
                    *_missing(queue, need, taken),
                ],
                clock=until(need.starts_at, now) if queue == Queue.SOON else waited(since, now),
                next=gettext(kind.next),
                is_late=kind.due is not None and now > kind.due(limits, need, since),
            )
            for need, since in waiting.needs
        ],
        all_url=url_for("needs.index", status=kind.status),
    )


def _headline(need: Need) -> str:
    """The task's name; before triage the resident's own words say more than the kind."""
    words = need.wish.partition("\n")[0]
    if need.triaged_at:
        return need.title
    return words if len(words) <= HEADLINE else f"{words[:HEADLINE]}…"


def _missing(queue: Queue, need: Need, taken: Mapping[int, int]) -> list[str]:
    if queue != Queue.SOON:
        return []
    return [gettext("还缺 %(n)s 人", n=need.headcount - taken.get(need.id, 0))]


def _rounds(staff: Person, now: datetime) -> Lane:
    found = rounds.waiting_for(staff)
    return Lane(
        code="rounds",
        title=gettext("匹配方案等发布"),
        hint=gettext("看过再发，可以手工调整"),
        symbol="match",
        tone="",
        total=len(found),
        items=[
            Item(
                url=url_for("rounds.show", round_id=one.id),
                title=one.where.name,
                facts=[
                    gettext(
                        "%(pairs)s 对，%(places)s 个空位", pairs=pairs, places=one.places_wanted
                    )
                ],
                clock=waited(one.solved_at, now),
                next=gettext("看方案"),
            )
            for one, pairs in found[:SHOWN]
        ],
        all_url=url_for("rounds.index"),
    )


def _registrations(staff: Person, now: datetime) -> Lane:
    found = members.queue_for(staff, limit=SHOWN + 1)
    return Lane(
        code="registrations",
        title=gettext("报到等确认"),
        hint=gettext("先来的排在前面"),
        symbol="person-plus",
        tone="",
        total=len(found) if len(found) <= SHOWN else members.waiting_count(staff),
        items=[
            Item(
                url=url_for("members.show", member_id=member.id),
                title=member.person.name,
                facts=[member.unit_name, member.grid.name],
                clock=waited(member.submitted_at, now),
                next=gettext("核对"),
            )
            for member in found[:SHOWN]
        ],
        all_url=url_for("members.index"),
    )


def _moves(staff: Person, now: datetime) -> Lane:
    found = moves.waiting_for(staff, limit=SHOWN + 1)
    return Lane(
        code="moves",
        title=gettext("搬来等确认"),
        hint=gettext("先来的排在前面"),
        symbol="person-plus",
        tone="",
        total=len(found) if len(found) <= SHOWN else moves.waiting_count(staff),
        items=[
            Item(
                url=url_for("moves.show", move_id=move.id),
                title=move.member.person.name,
                facts=[move.left.name, move.grid.name],
                clock=waited(move.asked_at, now),
                next=gettext("核对"),
            )
            for move in found[:SHOWN]
        ],
        all_url=url_for("members.index"),
    )


def _records(staff: Person, now: datetime, limits: Limits) -> Lane:
    found = records.queue_for(staff, limit=SHOWN + 1)
    return Lane(
        code="records",
        title=gettext("时长等审核"),
        hint=gettext("%(n)s 个工作日以内审完", n=REVIEW_DAYS),
        symbol="clock",
        tone="",
        total=len(found) if len(found) <= SHOWN else records.waiting_count(staff),
        items=[
            Item(
                url=url_for("records.show", record_id=record.id),
                title=record.title,
                facts=[record.member.person.name, times.minutes(record.minutes)],
                clock=counted("过了 %(n)s 个工作日", working_days(record.submitted_at, now)),
                next=gettext("审核"),
                is_late=working_days(record.submitted_at, now) >= limits.review_reminder,
            )
            for record in found[:SHOWN]
        ],
        all_url=url_for("records.index"),
    )
