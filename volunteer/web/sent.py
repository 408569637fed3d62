"""What a form may send: the fields of its schema, and what stands here. Anything else is refused,
so that nobody smuggles in what a page does not ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Flask, abort, request
from flask_babel import gettext

from volunteer.web.error_pages import answer

# The token against forgery, and where to go on.
EVERYWHERE = frozenset({"csrf_token", "next"})
# Besides the fields of a schema: traps for machines, buttons that steer, ways to come.
BESIDE: dict[str, frozenset[str]] = {
    "imports.preview": frozenset({"seen", "show"}),
    "members.report_in": frozenset({"website"}),
    # A ready text may be chosen beside what staff write.
    **dict.fromkeys(
        ("needs.approve", "needs.ask", "needs.redirect", "needs.reject"), frozenset({"ready"})
    ),
    "needs.post": frozenset({"at", "go", "looked_over", "website"}),
    "orders.check_in": frozenset({"without_code"}),
}
# What is read without a schema, by endpoint: mostly the press of a button, that sends nothing.
BY_HAND: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            *("answers.accept", "answers.decline", "by_unit.link", "by_unit.unlink"),
            *("calendars.close", "calendars.reset", "channels.confirm"),
            *("deliveries.retry", "follow_ups.not_reached", "follow_ups.refused", "hints.read"),
            *("imports.approve", "members.read_notices", "members.resume", "moves.confirm"),
            *("moves.take_back", "offices.end", "offices.give_member_password"),
            *("offices.give_password", "orders.accept", "orders.approve"),
            *("orders.check_in_by_staff", "orders.decline", "orders.lead", "orders.leave_by_staff"),
            *("orders.miss", "orders.recall", "orders.stand_by", "orders.take"),
            *("orders.take_back", "orders.vouch", "photos.remove", "photos.remove_own"),
            *("reviews.allow_calls", "reviews.refuse_calls"),
            *("proofs.begin", "proofs.remove", "records.expect_nothing", "records.keep"),
            *("records.void", "rounds.clear", "rounds.discard", "rounds.forbid", "rounds.pin"),
            *("rounds.release", "series.leave", "signin.end", "signin.end_others"),
            "signin.leave",
        ),
        frozenset(),
    ),
    "home.elder": frozenset({"elder"}),
    "home.language": frozenset({"language"}),
    "orders.group_came": frozenset({"orders"}),
    "orders.group_left": frozenset({"orders"}),
    "records.approve_many": frozenset({"records"}),
    "rounds.run": frozenset({"community_id", "district_id", "subdistrict_id"}),
}


def refuse_unknown(sent: Iterable[str], knows: Callable[[str], bool]) -> None:
    """The request ends with 422 when it sends names that the form does not know; queries only
    narrow what is seen, and are left alone."""
    if request.method != "POST":
        return
    beside = EVERYWHERE | BESIDE.get(request.endpoint or "", frozenset())
    if not all(knows(one) for one in sent if one not in beside):
        abort(answer(422, gettext("送来的里面有这一页没有的项目。请回到上一页，刷新后再提交。")))


def register(app: Flask) -> None:
    """What is read without a schema is looked at before its view begins."""
    app.before_request(_refuse_by_hand)


def _refuse_by_hand() -> None:
    allowed = BY_HAND.get(request.endpoint or "")
    if allowed is not None:
        refuse_unknown((*request.form, *request.files), allowed.__contains__)
