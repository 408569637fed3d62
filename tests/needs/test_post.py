"""A need is posted."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.build import WISH, a_need, actor, events_of, refused, told, verbs_of
from tests.cast import FAR_AWAY, ZHAO
from volunteer.db import transaction
from volunteer.errors import Danger, Missing, NotAllowed, NotFound, TooLate
from volunteer.needs import actions, notice
from volunteer.needs.actions import ANYBODY
from volunteer.needs.danger import CALLS
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import SPOKEN, AgeBand, Channel


def post(now, by=ANYBODY, **more):
    return actions.post(**{**WISH, **more}, by=by, now=now)


def test_a_need_is_posted_without_an_account(cast, now):
    with transaction():
        need = post(now)

    assert need.status == NeedStatus.SUBMITTED
    assert (need.contact_name, need.address) == (ZHAO["contact_name"], ZHAO["address"])
    assert need.posted_by_id is None
    assert verbs_of(need) == ["begin"]


def test_a_need_gets_what_is_usual_for_its_type(cast, now):
    need = a_need(now, type="furniture")

    assert (need.skill, need.headcount, need.title) == ("assemble", 2, "家具搬移·组装")


def test_a_need_has_a_number_and_a_secret_of_its_own(cast, now):
    one, other = a_need(now), a_need(now)

    assert one.number.startswith("XQ2611") and one.number != other.number
    assert len(one.link_secret) >= 20 and one.link_secret != other.link_secret


def test_the_secretaries_of_the_community_are_told_and_nobody_else(cast, now):
    a_need(now)

    assert {who for who in cast if "need_submitted" in told(cast[who])} == {"wang", "qian"}


def test_a_need_belongs_to_the_community_of_its_grid(cast, chen, now):
    need = a_need(now, grid_id=FAR_AWAY)

    assert need.community_id == chen.roles[0].community_id


@pytest.mark.parametrize("who", ["he", "wang", "qian"])
@pytest.mark.parametrize("channel", SPOKEN)
def test_staff_post_for_a_caller_and_the_channel_is_kept(cast, now, who, channel):
    with transaction():
        need = post(now, by=cast[who], channel=channel)

    assert (need.channel, need.posted_by_id) == (channel, cast[who].id)
    assert events_of(need)[0].facts == {"channel": channel.value}


@pytest.mark.parametrize("who", ["li", "chen", "wu", "anybody"])
def test_nobody_else_writes_for_a_caller(cast, now, who):
    with refused(NotAllowed):
        post(now, by=actor(who, cast), channel=Channel.PHONE)


@pytest.mark.parametrize(("number", "word"), [(call[0], call[2][0]) for call in CALLS])
def test_words_of_danger_name_whom_to_call(cast, now, number, word):
    with refused(Danger) as refusal:
        post(now, wish=f"家里{word}了")
    assert [call for call, _ in refusal.value.calls] == [number]


@pytest.mark.parametrize(
    ("number", "wish"),
    [
        ("119", "Smoke comes out of the kitchen"),
        ("120", "My father can’t breathe well"),
        ("110", "Grandpa has gone missing"),
        ("122", "Somebody was hit by a car here"),
    ],
)
def test_words_of_danger_are_heard_in_english_too(cast, now, number, wish):
    with refused(Danger) as refusal:
        post(now, wish=wish)
    assert [call for call, _ in refusal.value.calls] == [number]


def test_whoever_says_that_it_is_no_emergency_is_heard(cast, now):
    need = a_need(now, wish="上个月着火以后墙黑了，想刷一下", not_emergency=True)

    assert need.status == NeedStatus.SUBMITTED


def test_an_unknown_grid_is_not_found(cast, now):
    with refused(NotFound):
        post(now, grid_id=10**6)


@pytest.mark.parametrize(
    ("day", "hour", "error"),
    [
        (date(2026, 11, 19), time(10), TooLate),
        (date(2026, 11, 20), time(9), TooLate),
        (date(2026, 11, 21), time(6, 59), Missing),
        (date(2026, 11, 21), time(21, 1), Missing),
        (date(2026, 11, 21), time(23, 30), Missing),
    ],
)
def test_impossible_windows_are_refused(cast, now, day, hour, error):
    with refused(error):
        post(now, date=day, time=hour)


@pytest.mark.parametrize("hour", [time(7), time(21)])
def test_a_window_from_seven_to_ten_at_night_is_fine(cast, now, hour):
    assert a_need(now, time=hour).minutes == 60


def test_whoever_posts_agrees_to_the_notice_of_now_and_a_caller_does_not(cast, wang, now):
    own, spoken = a_need(now), a_need(now, by=wang, channel=Channel.PHONE)

    assert (own.notice_version, own.notice_agreed_at) == (notice.NOW, now)
    assert (spoken.notice_version, spoken.notice_agreed_at) == (None, None)


def test_of_a_child_only_the_age_band_is_kept(cast, now):
    assert a_need(now, child_age=AgeBand.PRIMARY).child_age == "7-12"
