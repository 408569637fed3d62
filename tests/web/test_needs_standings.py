"""Which buttons the page of a need shows: exactly those whose routes would work."""

from __future__ import annotations

import pytest

from tests.build import a_need, a_record, an_accepted_order, an_open_need
from tests.web.staff import a_lapsed, a_question, a_word, send, status_of
from volunteer.db import transaction
from volunteer.needs import actions as needs
from volunteer.needs.types import Cancellation
from volunteer.reviews.models import Outcome

# What each button of the page does, for looking at which are there.
STEPS = {
    "受理": "approve",
    "问居民": "ask",
    "记下回答": "answer",
    "不受理，告诉居民": "reject",
    "合并": "merge",
    "转过去，告诉居民": "redirect",
    "取消，通知要来的人": "cancel",
    "改时间，重新找人": "rearrange",
    "记下居民的话": "confirm_by_phone",
    "结案": "settle",
    "重新办": "reopen",
}


def offered(reader):
    return {STEPS[label] for label in reader.buttons if label in STEPS}


@pytest.mark.parametrize(
    ("state", "secretary", "worker"),
    [
        ("submitted", {"approve", "ask", "reject", "merge", "redirect", "cancel"}, set()),
        ("needs_info", {"answer", "reject", "redirect", "cancel"}, {"answer"}),
        ("open", {"rearrange", "cancel"}, set()),
        ("unfilled", {"rearrange", "redirect", "cancel"}, set()),
        ("done_reported", {"confirm_by_phone"}, {"confirm_by_phone"}),
        ("disputed", {"settle", "reopen"}, set()),
        ("cancelled", set(), set()),
    ],
)
def test_the_page_offers_what_may_be_done_and_nothing_else(
    reading_as, cast, now, state, secretary, worker
):
    need = brought_to(state, cast["wang"], cast["li"], now)

    assert status_of(need) == state
    assert offered(reading_as(cast["wang"]).opens(f"/needs/{need.id}")) == secretary
    assert offered(reading_as(cast["he"]).opens(f"/needs/{need.id}")) == worker


def brought_to(state, wang, li, now):
    """A need in this state."""
    if state in ("submitted", "needs_info"):
        need = a_need(now)
        if state == "needs_info":
            a_question(need, wang, now)
        return need
    need = an_open_need(now)
    if state == "unfilled":
        return a_lapsed(need)
    if state == "cancelled":
        with transaction():
            needs.cancel(need, reason=Cancellation.OTHER, by=wang, now=now)
    elif state != "open":
        a_record(need, li, now)
        if state == "disputed":
            a_word(need, Outcome.NOT, now)
    return need


@pytest.mark.parametrize(("who", "status"), [("he", 403), ("chen", 404), ("zhou", 404)])
def test_a_step_without_the_standing_for_it_is_refused(reading_as, cast, now, who, status):
    need = a_need(now)
    reader = reading_as(cast[who]).opens("/me/profile")

    answer = send(reader, f"/needs/{need.id}/reject", reason="other", why="不想办")

    assert answer.status_code == status
    assert status_of(need) == "submitted"


def test_a_time_somebody_agreed_to_is_not_offered_for_change(reading_as, wang, li, now):
    need = an_open_need(now, headcount=2)
    assert "rearrange" in offered(reading_as(wang).opens(f"/needs/{need.id}"))

    an_accepted_order(need, li, now)

    assert "rearrange" not in offered(reading_as(wang).opens(f"/needs/{need.id}"))
