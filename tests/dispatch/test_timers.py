"""How long things may take is what the operator chose, timer by timer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.build import a_record, an_accepted_order, an_open_need
from tests.web.staff import a_lapsed
from volunteer.clock import local
from volunteer.dispatch import following_up, reviewing, watching
from volunteer.dispatch.rules import Rules
from volunteer.dispatch.waves import pace
from volunteer.needs.limits import class_of
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.settings import BadSetting, Settings

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FRIDAY = datetime(2026, 11, 20, 2, tzinfo=UTC)  # ten o'clock in Shanghai
EACH = list(Urgency)


def a_wish(urgency: Urgency) -> Need:
    """Looked at on Friday, for a day three weeks later."""
    return Need(urgency=urgency, triaged_at=FRIDAY, starts_at=FRIDAY + 21 * A_DAY)


def rules(**chosen: object) -> Rules:
    return Rules.of(Settings(**chosen))


@pytest.mark.parametrize("urgency", EACH)
def test_an_offer_waits_as_long_as_was_chosen_for_its_urgency(urgency):
    patience = rules(**{f"offer_minutes_{urgency}": 7}).patience

    assert patience.until(a_wish(urgency), FRIDAY) == FRIDAY + 7 * A_MINUTE


@pytest.mark.parametrize(
    ("chosen", "until"),
    [({"claim_hours": 3}, "claimed_until"), ({"standby_minutes": 180}, "called_until")],
)
def test_a_claim_and_a_call_to_who_stood_by_wait_as_long_as_was_chosen(chosen, until):
    patience = rules(**chosen).patience

    assert getattr(patience, until)(a_wish(Urgency.NORMAL), FRIDAY) == FRIDAY + 3 * AN_HOUR


def test_as_many_are_asked_at_once_as_were_chosen():
    chosen = rules(turn_minutes=60, most_offers=4)

    found = pace(AN_HOUR, 0.1, chosen.turn, most=chosen.most_offers)

    assert (found.at_once, found.turn) == (4, AN_HOUR)


@pytest.mark.parametrize(
    ("urgency", "usual", "chosen"),
    [
        (Urgency.EMERGENCY, timedelta(), AN_HOUR),
        (Urgency.URGENT, 2 * AN_HOUR, A_DAY),  # twelve hours from eight to eight
        (Urgency.NORMAL, 3 * A_DAY, 4 * A_DAY),  # Monday, Tuesday
        (Urgency.FLEXIBLE, 4 * A_DAY, 5 * A_DAY),
    ],
)
def test_a_need_is_looked_at_as_soon_as_was_chosen_for_its_urgency(urgency, usual, chosen):
    need, other = a_wish(urgency), rules(triage_within="1h 12h 2d 3d")

    assert rules().limits.triaged_by(need, FRIDAY) == FRIDAY + usual
    assert other.limits.triaged_by(need, FRIDAY) == FRIDAY + chosen


def test_the_hours_of_the_day_go_on_in_the_morning():
    evening = FRIDAY + timedelta(hours=9, minutes=30)  # half past seven

    by = rules().limits.triaged_by(a_wish(Urgency.URGENT), evening)

    assert (local(by).day, f"{local(by):%H:%M}") == (21, "09:30")


def test_what_nobody_has_looked_at_counts_by_how_soon_it_begins():
    times = [2 * AN_HOUR, 24 * AN_HOUR, 7 * A_DAY, 8 * A_DAY]

    assert [class_of(left) for left in times] == EACH


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("chosen", "due", "after_start"),
    [
        ({"arrival_minutes": 10}, watching.not_there, 10 * A_MINUTE),
        ({"decide_days": 2}, watching.undecided, 3 * A_DAY),  # Saturday to Tuesday
        ({"confirm_within": "1h 1h 5h 5h"}, following_up.to_call, 6 * AN_HOUR),
        ({"review_reminder_days": 3}, reviewing.waiting_long, 4 * A_DAY + AN_HOUR),
    ],
)
def test_what_time_brings_up_comes_when_was_chosen(cast, li, now, chosen, due, after_start):
    need = an_open_need(now)
    {watching.not_there: an_accepted_order, watching.undecided: lapse}.get(due, a_record)(
        need, li, now
    )

    moment = need.starts_at + after_start

    assert comes_up(due, moment, rules(**chosen))
    assert not comes_up(due, moment, rules())


def comes_up(due, moment, rules):
    """In that very minute."""
    return [len(due(at, rules)) for at in (moment - A_MINUTE, moment)] == [0, 1]


def lapse(need, _li, _now):
    a_lapsed(need)


@pytest.mark.parametrize("text", ["2h", "0h 2h 1d", "0h 2h 1d 2w", ""])
def test_spans_are_four(text):
    with pytest.raises(BadSetting, match="must be written like '0h 2h 1d 2d'"):
        Settings.from_environment({"VOLUNTEER_TRIAGE_WITHIN": text})
