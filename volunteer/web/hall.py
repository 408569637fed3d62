"""For you, and the task hall: what a member has, is asked for, and may take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from flask import render_template
from flask import request as http
from flask_babel import gettext

from volunteer import clock, door
from volunteer.members import queries as members
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.members.skills import GROUP_NAMES, Group
from volunteer.needs.types import NEED_TYPES
from volunteer.notices import queries as inbox
from volunteer.orders import presence, queries
from volunteer.orders.fit import Busy, hindrances
from volunteer.orders.hall import Entry, hall_for, look_around
from volunteer.orders.lifecycle import AHEAD, LIVE, UNDECIDED, WAITING, OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.schemas import HallSchema
from volunteer.web import choices, times
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.orders import Offer, pages, travel
from volunteer.web.terms import terms

# Orders that nobody closed stay in sight so long.
IN_SIGHT = timedelta(days=7)
SHOWN = 6


@pages.get("/me/")
@signed_in
def mine() -> str:
    """For you: the next thing first, then offers, then open tasks that suit."""
    member = members.of_person(person())
    if member is None:
        return render_template("orders/nobody.html")
    now = door.now()
    wanted = [*map(OrderStatus, WAITING), *map(OrderStatus, LIVE)]
    held = queries.list_of(member, wanted, since=now - IN_SIGHT)
    entries = (
        hall_for(member, now=now, travel=travel(), limits=door.limits()) if _serves(member) else []
    )
    return render_template(
        "orders/mine.html",
        member=member,
        ahead=sorted(
            (one for one in held if one.status in AHEAD),
            key=lambda one: (one.status != OrderStatus.CHECKED_IN, one.starts_at),
        ),
        offers=_offers(member, held),
        waiting=[one for one in held if one.status in UNDECIDED and one.starts_at > now],
        terms=terms(),
        suiting=[one for one in entries if one.suits],
        others=[one for one in entries if not one.suits],
        shown=SHOWN,
        early=presence.EARLY_ARRIVAL,
        asks_to_pause=_serves(member)
        and not member.is_paused(now)
        and inbox.is_unread(person().id, "offers_unanswered"),
    )


@pages.get("/hall")
@signed_in
def hall() -> str:
    """The task hall: everything open, narrowed to a day or a kind if asked."""
    member = members.of_person(person())
    if member is None:
        return render_template("orders/nobody.html")
    entries, full = look_around(member, now=door.now(), travel=travel(), limits=door.limits())
    everything = [*entries, *full]
    form = read_form(HallSchema, given=http.args, choices=_narrowings(everything))
    return render_template(
        "orders/hall.html",
        member=member,
        form=form,
        entries=[one for one in entries if _is_wanted(one, form)],
        full=[one for one in full if _is_wanted(one, form)],
        total=len(everything),
        terms=terms(),
    )


def _serves(member: Member) -> bool:
    return member.status == MemberStatus.ACTIVE


def _offers(member: Member, held: Sequence[Order]) -> list[Offer]:
    """Open offers, each with what speaks against it by now; the orders are here already."""
    busy = [Busy(one.starts_at, one.ends_at) for one in held if one.status in LIVE]
    return [
        Offer(one, hindrances(member, one.need, busy, travel=travel()))
        for one in held
        if one.status == OrderStatus.OFFERED and one.starts_at > door.now()
    ]


def _narrowings(entries: Sequence[Entry]) -> dict[str, choices.Pairs]:
    days = Counter(clock.local(one.need.starts_at).date() for one in entries)
    groups = Counter(NEED_TYPES[one.need.type].group for one in entries)
    return {
        "day": [
            (day, gettext("%(day)s（%(n)s 单）", day=times.day(day), n=n))
            for day, n in sorted(days.items())
        ],
        "group": [
            (group, gettext("%(name)s（%(n)s 单）", name=gettext(GROUP_NAMES[group]), n=n))
            for group, n in sorted(groups.items())
        ],
    }


def _is_wanted(entry: Entry, form: Form) -> bool:
    day, group = form.value.get("day"), form.value.get("group")
    return (day is None or clock.local(entry.need.starts_at).date() == day) and (
        group is None or NEED_TYPES[entry.need.type].group == Group(group)
    )
