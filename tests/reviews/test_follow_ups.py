"""Somebody who had no part in it calls the resident; silence stays silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import a_record, an_open_need, events_of, refused, resident_of, told
from tests.web.staff import a_word
from volunteer.contacts import rights
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, NotFound, TooEarly, WrongMoment
from volunteer.invariants import broken
from volunteer.needs.repeating import repeat
from volunteer.reviews import following, sampling
from volunteer.reviews.flags import Flag, flags_on
from volunteer.reviews.follow_ups import SamplingSeed, Why
from volunteer.reviews.models import Outcome
from volunteer.reviews.queries import word_on

HEARD = {"contacted": True, "outcome": Outcome.SOLVED, "asked_for_money": False}


@pytest.fixture
def confirmed(need, record):
    """Zhao was satisfied with Li, who had never served before."""
    a_word(need, Outcome.SOLVED, need.ends_at, satisfaction=5)
    return need


@pytest.fixture
def call(confirmed, chen):
    """West Lane is to call Zhao."""
    with transaction():
        assert following.draw(confirmed, now=confirmed.ends_at)
    [drawn] = following.list_for(chen)
    return drawn


def again(li, now, /, **word):
    """Li serves once more, a week later, and Zhao says how it went."""
    need = an_open_need(now, date=(now + timedelta(days=8)).date(), title="装扶手")
    a_record(need, li, now)
    if word:
        a_word(need, now=need.ends_at, **word)
    return need


def test_the_first_service_of_a_member_is_called_about_once(call, confirmed, now):
    assert call.reasons == [Why.FIRST_SERVICE]
    assert (call.community_id, call.caller_id) == (1, 2)
    with transaction():
        assert not following.draw(confirmed, now=now)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ({"outcome": Outcome.SOLVED, "satisfaction": 2}, [Why.LOW_RATING]),
        ({"outcome": Outcome.SOLVED, "satisfaction": 3}, None),
        ({"outcome": Outcome.PARTLY}, None),
        ({}, [Why.SILENT]),
    ],
)
def test_low_ratings_and_silence_are_always_called_about(confirmed, li, now, word, why):
    need = again(li, now, **word)

    found = sampling.to_call_about(need.ends_at + timedelta(hours=72))

    assert found.get(need.id) == why


def test_nobody_is_called_before_they_had_three_days_to_say_it(confirmed, li, now):
    need = again(li, now)

    assert need.id not in sampling.to_call_about(need.ends_at + timedelta(hours=71))


def test_the_rest_is_drawn_by_a_seed_promised_before(confirmed, li, now):
    need = again(li, now, outcome=Outcome.SOLVED)
    seed = next(one for one in map(str, range(99)) if SamplingSeed(seed=one).draws(need.number, 0))

    for promised, why in ((need.starts_at, [Why.DRAWN]), (need.ends_at, None)):
        with transaction() as session:
            made = SamplingSeed(month="2026-11", seed=seed, published_at=promised)
            session.merge(made)
        assert sampling.to_call_about(need.ends_at).get(need.id) == why


def test_a_seed_draws_about_a_fifth():
    seed = SamplingSeed(seed="a seed")

    assert 350 < sum(seed.draws(f"A{n}", 0) for n in range(2000)) < 450


def test_this_month_and_the_next_are_promised_once(app, now):
    with transaction():
        assert sampling.promise(now)
    with transaction():
        assert not sampling.promise(now)

    assert [one.month for one in sampling.seeds()] == ["2026-12", "2026-11"]


def test_not_reached_on_three_days_stays_unreachable(call, confirmed, chen, now):
    for day in range(3):
        with transaction():
            following.not_reached(call, by=chen, now=now + timedelta(days=day))

    assert (call.status, call.outcome, call.satisfaction) == ("unreachable", None, None)
    assert word_on(confirmed).satisfaction == 5
    with refused(WrongMoment):
        following.answer(call, **HEARD, by=chen, now=now)


def test_a_day_counts_as_one_try(call, chen, now):
    with transaction():
        following.not_reached(call, by=chen, now=now)

    with refused(TooEarly):
        following.not_reached(call, by=chen, now=now + timedelta(hours=3))


def test_not_solved_after_all_is_for_the_secretary_again(call, confirmed, chen, wang, now):
    heard = {**HEARD, "outcome": Outcome.NOT, "remark": "又滴水了"}
    with transaction():
        following.answer(call, **heard, by=chen, now=now)

    assert confirmed.status == "disputed" and told(wang)[-1] == "need_disputed"
    assert (events_of(confirmed)[-1].verb, events_of(confirmed)[-1].why) == ("doubt", "又滴水了")
    assert word_on(confirmed).outcome == Outcome.SOLVED  # what was said then stays
    assert list(broken()) == []


def test_what_the_call_heard_stands_beside_the_record(call, record, wang, chen, now):
    with transaction():
        following.answer(call, **{**HEARD, "asked_for_money": True}, by=chen, now=now)

    [raised] = [one for one in flags_on([record], reader=wang)[record.id] if one.facts.get("said")]
    assert (raised.flag, raised.facts["said"]) == (Flag.FOLLOWED_UP, ["money"])
    assert told(wang)[-1] == "need_paid_for"


@pytest.mark.parametrize("who", ["wang", "he", "li", "wu"])
def test_only_staff_of_the_community_that_calls_see_it(cast, call, who):
    with pytest.raises(NotFound):
        following.follow_up_for(cast[who], call.id)


def test_a_community_without_neighbours_calls_itself(confirmed, chen, wang):
    with transaction():
        db.session.merge(chen).roles[0].ended_at = confirmed.ends_at
    with transaction():
        following.draw(confirmed, now=confirmed.ends_at)

    assert len(following.list_for(wang)) == 1


def test_the_caller_writes_down_that_the_resident_wants_no_call(call, confirmed, chen, now):
    with transaction():
        following.refused(call, by=chen, now=confirmed.ends_at)

    assert confirmed.no_call_since == confirmed.ends_at and following.list_for(chen) == []
    assert rights.to_caller(chen, call) == set()
    assert [one.verb for one in events_of(call)] == ["begin", "refused"]
    with refused(NotFound):
        following.refused(call, by=chen, now=confirmed.ends_at)
    with refused(NotFound):
        following.answer(call, **HEARD, by=chen, now=confirmed.ends_at)
    assert list(broken()) == []


def test_what_was_answered_is_refused_no_more(call, chen, now):
    with transaction():
        following.answer(call, **HEARD, by=chen, now=now)

    with refused(WrongMoment):
        following.refused(call, by=chen, now=now)


def test_whoever_does_not_want_to_be_called_is_not_drawn(confirmed, now):
    choose(following.refuse_calls, confirmed, now)

    assert confirmed.id not in sampling.to_call_about(confirmed.ends_at)
    with transaction():
        assert not following.draw(confirmed, now=confirmed.ends_at)
    choose(following.allow_calls, confirmed, now)
    assert confirmed.id in sampling.to_call_about(confirmed.ends_at)


def test_a_call_that_waits_is_gone_at_once_when_the_resident_says_no(call, confirmed, chen, now):
    assert rights.to_caller(chen, call)
    choose(following.refuse_calls, confirmed, now)

    assert following.list_for(chen) == [] and not rights.to_caller(chen, call)
    with pytest.raises(NotFound):
        following.follow_up_for(chen, call.id)
    with refused(NotFound):  # the page was open already
        following.answer(call, **HEARD, by=chen, now=now)
    with refused(NotFound):
        following.not_reached(call, by=chen, now=now)
    assert (call.status, call.tries) == ("open", 0)


def test_saying_yes_again_brings_the_call_back_with_one_row_for_each_change(
    call, confirmed, chen, now
):
    before = len(events_of(confirmed))
    for verb in (following.refuse_calls, following.refuse_calls, following.allow_calls):
        choose(verb, confirmed, now)

    assert following.list_for(chen) == [call] and rights.to_caller(chen, call)
    said = [(one.verb, one.standing) for one in events_of(confirmed)[before:]]
    assert said == [("refuse_calls", "resident"), ("allow_calls", "resident")]
    assert list(broken()) == []


def test_what_was_heard_before_stays_when_the_resident_says_no(call, confirmed, chen, now):
    with transaction():
        following.answer(call, **HEARD, by=chen, now=now)
    choose(following.refuse_calls, confirmed, now)

    assert following.follow_up_for(chen, call.id).outcome == Outcome.SOLVED


@pytest.mark.parametrize("who", ["wang", "he", "chen", "li"])
@pytest.mark.parametrize("verb", [following.refuse_calls, following.allow_calls])
def test_nobody_else_chooses_for_the_resident(cast, confirmed, now, verb, who):
    with refused(NotAllowed):  # those who are called about cannot switch it off
        verb(confirmed, by=cast[who], now=now)


def test_the_next_date_of_regular_help_is_not_called_about_either(confirmed, now):
    choose(following.refuse_calls, confirmed, now)
    later = now + timedelta(days=8)
    with transaction():
        following_one = repeat(confirmed, later, later + timedelta(hours=1), now=now)

    assert following_one.no_call_since == now


def choose(verb, need, now):
    """Zhao presses one of the two on her page."""
    with transaction():
        verb(need, by=resident_of(need), now=now)
