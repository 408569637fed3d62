"""The staff's own words: every state, stage and usual risk has one."""

from __future__ import annotations

from matching.explain import Stage
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import NEED_TYPES, Risk
from volunteer.needs.waiting import Queue
from volunteer.web import funnel, lanes, staff_story, usual


def test_every_stage_of_the_funnel_has_words():
    assert set(funnel.STAGES) == {stage.name.lower() for stage in Stage}


def test_every_state_of_a_need_says_what_staff_do_next():
    assert set(staff_story.STANDING) == set(NeedStatus)


def test_every_kind_that_is_usually_risky_has_its_warning_and_no_other():
    risky = {code for code, kind in NEED_TYPES.items() if kind.risk != Risk.LOW}

    assert set(usual.RISK_NOTES) == risky


def test_every_queue_of_needs_has_a_lane():
    assert set(lanes.NEEDS) == set(Queue)
