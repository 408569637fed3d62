"""The secretary decides what becomes of a wish."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.build import (
    TRIAGE,
    a_need,
    actor,
    approve,
    events_of,
    refused,
    told,
    verbs_of,
)
from tests.cast import FAR_AWAY
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed, NotFound, TooLate, WrongMoment
from volunteer.needs import actions
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import Door, Rejection, Risk, Urgency

TRIAGES = {
    "approve": lambda need, by, now: actions.approve(need, **TRIAGE, by=by, now=now),
    "ask": lambda need, by, now: actions.ask(need, question="几楼？", by=by, now=now),
    "reject": lambda need, by, now: actions.reject(
        need, reason=Rejection.COMMERCIAL, why="请找物业", by=by, now=now
    ),
    "redirect": lambda need, by, now: actions.redirect(
        need, door=Door.PROPERTY, why="请找物业", by=by, now=now
    ),
}


@pytest.mark.parametrize("verb", TRIAGES)
@pytest.mark.parametrize("who", ["li", "he", "chen", "wu", "resident", "anybody", "the service"])
def test_only_the_secretary_of_the_community_triages(cast, need, now, verb, who):
    with refused(NotAllowed):
        TRIAGES[verb](need, actor(who, cast, need), now)


def test_an_approved_need_is_a_task(need, wang, now):
    with transaction():
        TRIAGES["approve"](need, wang, now)

    assert need.status == NeedStatus.OPEN
    assert (need.triaged_by_id, need.triaged_at) == (wang.id, now)
    assert verbs_of(need) == ["begin", "approve"]


def test_triage_may_say_everything_anew(need, now):
    approve(
        need,
        now,
        title="换垫圈",
        headcount=3,
        skill=None,
        urgency=Urgency.URGENT,
        date=date(2026, 11, 22),
        time=time(14),
        minutes=90,
    )

    assert (need.title, need.headcount, need.skill, need.minutes) == ("换垫圈", 3, None, 90)
    assert events_of(need)[-1].facts == {"people": 3, "urgency": "urgent", "risk": "low"}


def test_triage_may_say_where_helpers_meet(need, now):
    approve(need, now, meeting_point=" 小区东门 ")

    assert need.meeting_point == "小区东门"


@pytest.mark.parametrize("risk", [Risk.MEDIUM, Risk.HIGH])
def test_a_risk_is_explained(need, wang, now, risk):
    with refused(Missing) as refusal:
        actions.approve(need, **{**TRIAGE, "risk": risk, "risk_note": " "}, by=wang, now=now)
    assert refusal.value.fields == ("risk_note",)


def test_a_high_risk_is_insured_first(need, wang, now):
    high = {**TRIAGE, "risk": Risk.HIGH, "risk_note": "先断电"}

    with refused(Missing) as refusal:
        actions.approve(need, **high, insurance=" ", by=wang, now=now)
    assert refusal.value.fields == ("insurance",)

    with transaction():
        actions.approve(need, **high, insurance="保单 1", by=wang, now=now)
    assert (need.status, need.insurance) == (NeedStatus.OPEN, "保单 1")


def test_a_task_in_the_past_is_not_approved(need, wang):
    with refused(TooLate):
        TRIAGES["approve"](need, wang, need.starts_at)


def test_a_task_across_midnight_is_not_approved(need, wang, now):
    with refused(Missing):
        actions.approve(need, **{**TRIAGE, "time": time(21), "minutes": 90}, by=wang, now=now)


def test_a_question_waits_for_the_resident(need, wang, now):
    with transaction():
        TRIAGES["ask"](need, wang, now)

    assert (need.status, need.question) == (NeedStatus.NEEDS_INFO, "几楼？")
    assert events_of(need)[-1].why == "几楼？"


@pytest.mark.parametrize("who", ["resident", "he", "wang"])
def test_the_answer_stands_with_the_wish_and_the_secretary_is_told(cast, need, wang, now, who):
    with transaction():
        TRIAGES["ask"](need, wang, now)

    with transaction():
        actions.answer(need, answer="五楼", by=actor(who, cast, need), now=now)

    assert need.status == NeedStatus.SUBMITTED
    assert need.wish.endswith("\n五楼") and need.question == ""
    assert told(wang)[-1] == "need_answered"


@pytest.mark.parametrize("who", ["li", "chen", "wu", "anybody"])
def test_strangers_answer_for_nobody(cast, need, wang, now, who):
    with transaction():
        TRIAGES["ask"](need, wang, now)

    with refused(NotAllowed):
        actions.answer(need, answer="五楼", by=actor(who, cast, need), now=now)


def test_a_rejection_keeps_its_reason(need, wang, now):
    with transaction():
        TRIAGES["reject"](need, wang, now)

    assert need.status == NeedStatus.REJECTED
    assert (events_of(need)[-1].why, events_of(need)[-1].facts) == (
        "请找物业",
        {"reason": "commercial"},
    )


def test_a_redirection_names_the_door(need, wang, now):
    with transaction():
        TRIAGES["redirect"](need, wang, now)

    assert need.status == NeedStatus.REDIRECTED
    assert events_of(need)[-1].facts == {"door": "property"}


def test_a_merged_need_follows_the_other(need, wang, now):
    other = a_need(now)

    with transaction():
        actions.merge(need, into=f" {other.number.lower()} ", by=wang, now=now)

    assert (need.status, need.merged_into_id) == (NeedStatus.MERGED, other.id)
    assert other.status == NeedStatus.SUBMITTED


@pytest.mark.parametrize("into", ["itself", "another community's", "one that ended", "nonsense"])
def test_a_need_merges_only_into_a_running_one_of_its_community(need, wang, now, into):
    ended = a_need(now)
    with transaction():
        TRIAGES["reject"](ended, wang, now)
    numbers = {
        "itself": need.number,
        "another community's": a_need(now, grid_id=FAR_AWAY).number,
        "one that ended": ended.number,
        "nonsense": "XQ0000",
    }

    with refused(NotFound):
        actions.merge(need, into=numbers[into], by=wang, now=now)


def test_only_the_secretary_merges(need, he, now):
    other = a_need(now)

    with refused(NotAllowed):
        actions.merge(need, into=other.number, by=he, now=now)


@pytest.mark.parametrize("verb", TRIAGES)
def test_what_was_triaged_is_not_triaged_again(need, wang, now, verb):
    approve(need, now)

    with refused(WrongMoment):
        TRIAGES[verb](need, wang, now)
