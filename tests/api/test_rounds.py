"""Rounds by program: their place and weights, and what may be asked of them."""

from __future__ import annotations

import pytest

from tests.build import ANYONE_CAN, an_open_need
from tests.cast import member_of
from tests.officers import an_officer
from volunteer.places.queries import community


@pytest.fixture
def zheng(cast, now):
    """Officer of the sub-district."""
    return an_officer("zheng", community(1).subdistrict, now)


def test_a_round_keeps_the_weights_it_was_given(asking_as, wang, now):
    an_open_need(now)

    asker = asking_as(wang)
    found = asker.done("/rounds", community_id=1, weights={"walk": 80})
    (pair,) = asker.seen(f"/rounds/{found['id']}/proposals")["items"]

    assert (found["weights"]["walk"], found["weights"]["skill_fit"]) == (80, 25)
    assert pair["member"]["name"] == "李卫民"


def test_equal_input_gives_the_round_there_is(asking_as, wang, now):
    an_open_need(now)
    asker = asking_as(wang)

    first, second = (asker.done("/rounds", community_id=1) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("given", [{}, {"community_id": 1, "district_id": 1}])
def test_a_round_is_for_one_place(asking_as, wang, given):
    assert asking_as(wang).post("/rounds", **given).status_code == 422


def test_an_officer_reads_surnames_and_kinds(asking_as, zheng, now):
    an_open_need(now, title="修水龙头")

    asker = asking_as(zheng)
    number = asker.done("/rounds", subdistrict_id=1)["id"]

    (pair,) = asker.seen(f"/rounds/{number}/proposals")["items"]
    assert (pair["member"]["name"], pair["need"]["title"]) == ("李同志", "plumbing")


def test_a_secretary_reads_their_own_part_of_a_wide_round(asking_as, zheng, wang, chen, now):
    an_open_need(now)
    number = asking_as(zheng).done("/rounds", subdistrict_id=1)["id"]

    assert len(asking_as(wang).seen(f"/rounds/{number}/proposals")["items"]) == 1
    assert asking_as(chen).seen(f"/rounds/{number}/proposals")["items"] == []


def test_why_not_names_the_rule_and_what_if_the_difference(asking_as, wang, zhou, now):
    need = an_open_need(now)
    asker = asking_as(wang)
    number = asker.done("/rounds", community_id=1)["id"]
    pair = {"need_id": need.id, "member_id": member_of(zhou).id}

    assert asker.done(f"/rounds/{number}/why-not", **pair)["rule"] == "skill"
    without = asker.done(f"/rounds/{number}/what-if", without_needs=[need.id])
    assert (without["places"], without["come"]) == (-1, [])


def test_what_the_round_does_not_know_is_not_found(asking_as, wang, now):
    an_open_need(now)
    asker = asking_as(wang)
    number = asker.done("/rounds", community_id=1)["id"]

    assert asker.post(f"/rounds/{number}/what-if", without_members=[999]).status_code == 404


def test_gaps_and_load_are_there_for_programs(asking_as, wang, now):
    an_open_need(now, skill="law")
    an_open_need(now, **ANYONE_CAN)
    asker = asking_as(wang)
    number = asker.done("/rounds", community_id=1)["id"]

    (lack,) = asker.seen(f"/rounds/{number}/lacking")["items"]
    assert (lack["skill"], lack["weekday"], lack["places"]) == ("law", 5, 1)
    assert sum(one["before"] for one in asker.seen(f"/rounds/{number}/load")["items"]) == 3
