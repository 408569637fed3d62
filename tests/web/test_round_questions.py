"""Asking a round: why not her, what if, whom we lack, how the load falls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    SATURDAY,
    TRAVEL,
    a_round_for,
    an_accepted_order,
    an_offer,
    an_open_need,
    every_row,
)
from tests.cast import FAR_AWAY, PROFILE, member_of
from tests.officers import an_officer
from tests.web.staff import a_round
from volunteer.db import transaction
from volunteer.members import actions as members
from volunteer.orders import actions as orders
from volunteer.places.queries import community
from volunteer.rounds import actions

NEXT_SATURDAY = SATURDAY + timedelta(days=7)
GOES_NEXT_DOOR = {**PROFILE, "grid_id": FAR_AWAY, "serves_neighbours": True}
FOR_ANYBODY = {"skill": None, "type": "visit", "title": "陪伴聊天", "date": NEXT_SATURDAY}


@pytest.fixture
def found(wang, now):
    """Li is proposed for the tap, and there is company for one more."""
    an_open_need(now, title="修水龙头", date=NEXT_SATURDAY)
    an_open_need(now, **FOR_ANYBODY)
    return a_round(wang, now)


def why_not(reading_as, wang, found, member):
    need_id = next(one.need_id for one in found.proposals if one.need.skill == "plumbing")
    address = f"/rounds/{found.id}/needs/{need_id}/why-not"
    return reading_as(wang).opens(f"{address}?member_id={member_of(member).id}")


def test_the_board_leads_to_the_question_why_nobody_else(reading_as, wang, found):
    reader = reading_as(wang).opens(f"/rounds/{found.id}").follows("为什么不是别人？")

    assert "想问谁" in reader.text and "李卫民" in reader.text


def test_a_rule_in_the_way_is_said(reading_as, wang, zhou, found):
    assert "没有这项特长" in why_not(reading_as, wang, found, zhou).text


def test_whoever_is_proposed_is_said_to_be(reading_as, wang, li, found):
    assert "方案里请的就是这一位" in why_not(reading_as, wang, found, li).text


def test_insisting_shows_who_would_change_places(reading_as, wang, now, cast):
    need = an_open_need(now, **FOR_ANYBODY)
    found = a_round(wang, now)
    chosen = found.proposals[0].member_id
    other = next(one for one in ("li", "zhou", "qian") if member_of(cast[one]).id != chosen)

    address = f"/rounds/{found.id}/needs/{need.id}/why-not"
    reader = reading_as(wang).opens(f"{address}?member_id={member_of(cast[other]).id}")

    assert "如果一定请这一位" in reader.text
    assert "不再是" in reader.text and cast[other].name in reader.text


def test_nobody_elses_secretary_asks_about_the_round(reading_as, chen, found):
    assert reading_as(chen).opens(f"/rounds/{found.id}/what-if").status == 404


def test_asking_what_if_changes_nothing(reading_as, wang, found):
    reader = reading_as(wang)
    reader.opens("/rounds/")
    before = every_row()

    reader.opens(f"/rounds/{found.id}/what-if?walk=100&skill_fit=0&one_more=electrical")

    assert reader.status == 200 and "和这份方案比" in reader.text
    assert every_row() == before


def test_one_person_more_may_fill_an_empty_place(reading_as, wang, now):
    an_open_need(now, skill="law", date=NEXT_SATURDAY)
    found = a_round(wang, now)

    reader = reading_as(wang).opens(f"/rounds/{found.id}/what-if?one_more=law")

    assert "能多补 1 个空位" in reader.text and "多出来的这一位" in reader.text


def test_without_a_need_its_place_is_not_filled(reading_as, wang, found):
    need_id = found.proposals[0].need_id

    reader = reading_as(wang).opens(f"/rounds/{found.id}/what-if?without_need={need_id}")

    assert "会少补 1 个空位" in reader.text


@pytest.mark.parametrize("given", ["walk=101", "walk=x", "one_more=magic", "without_need=99999"])
def test_nonsense_is_said_beside_the_field_and_kept(reading_as, wang, found, given):
    assert reading_as(wang).opens(f"/rounds/{found.id}/what-if?{given}").status == 422


def test_no_weight_at_all_is_refused(reading_as, wang, found):
    none = "&".join(
        f"{one}=0"
        for one in ("skill_fit", "walk", "free_time", "fairness", "waiting", "continuity")
    )

    reader = reading_as(wang).opens(f"/rounds/{found.id}/what-if?{none}")

    assert reader.status == 422 and "至少留一项大于 0" in reader.text


def test_other_weights_can_be_taken_over(reading_as, wang, found):
    reader = reading_as(wang).opens(f"/rounds/{found.id}/what-if?walk=90")

    reader.presses("用这些比重重新排")

    assert "重新排好了" in reader.text
    with transaction() as session:
        session.refresh(found)
        assert found.weights["walk"] == 90


def test_a_released_round_is_replayed_as_it_was(reading_as, wang, li, now, found):
    with transaction():
        actions.release(found, by=wang, now=now, travel=TRAVEL)
    an_accepted_order(an_open_need(now, **FOR_ANYBODY), li, now)  # life goes on

    reader = reading_as(wang).opens(f"/rounds/{found.id}").follows("换个比重，当时会怎么排")
    reader.opens(f"/rounds/{found.id}/what-if?walk=20")

    assert "一样，一对也不用换" in reader.text
    assert "用这些比重重新排" not in reader.buttons


def test_whom_the_round_lacks_stands_beside_the_gaps(reading_as, wang, now):
    an_open_need(now, skill="law", date=NEXT_SATURDAY)
    found = a_round(wang, now)

    reader = reading_as(wang).opens(f"/rounds/{found.id}?by=gaps")

    assert "多一位周六上午有空、会“法律咨询”的党员，能多补 1 个空位" in reader.text


def test_the_load_is_told_in_numbers_of_people_without_names(reading_as, wang, found):
    reader = reading_as(wang).opens(f"/rounds/{found.id}?by=load")

    assert {"还没有", "3 人", "1 人"} <= set(reader.page.words)
    assert "李卫民" not in reader.text


def test_an_officer_reads_surnames_and_kinds_only(reading_as, cast, now):
    need = an_open_need(now, title="修水龙头", date=NEXT_SATURDAY)
    street = community(1).subdistrict
    officer = an_officer("zheng", street, now)

    reader = reading_as(officer).opens("/start")
    assert reader.path == "/rounds/"
    reader.presses("排一份方案")

    assert "李同志" in reader.text and "配好了 1 对" in reader.text
    assert f"{need.community.name} {need.grid.name}" in reader.text
    assert "李卫民" not in reader.text and "修水龙头" not in reader.text


def test_a_secretary_sees_their_own_part_of_a_wide_round(reading_as, cast, now):
    an_open_need(now, title="修水龙头", date=NEXT_SATURDAY)
    street = community(1).subdistrict
    officer = an_officer("zheng", street, now)
    found = a_round_for(street, officer, now)

    ours = reading_as(cast["wang"]).opens(f"/rounds/{found.id}")
    theirs = reading_as(cast["chen"]).opens(f"/rounds/{found.id}")

    assert "李卫民" in ours.text and "重新排" not in ours.buttons
    assert theirs.status == 200 and "水暖" not in theirs.text and "李" not in theirs.text


def test_the_phone_of_somebody_from_next_door_is_shown_once_they_accept(reading_as, wang, wu, now):
    need = an_open_need(now, **FOR_ANYBODY)
    with transaction():
        members.edit(member_of(wu), by=wu, now=now, **GOES_NEXT_DOOR)
    offer = an_offer(need, wu, now)
    reader = reading_as(wang).opens(f"/needs/{need.id}")
    assert "01080003333" not in reader.text and "接单后能看到电话" in reader.text

    with transaction():
        orders.accept(offer, by=wu, now=now, travel=TRAVEL)

    reader.opens(f"/needs/{need.id}").presses("看吴建军的电话", {"reason": "arrange"})
    assert "01080003333" in reader.text
