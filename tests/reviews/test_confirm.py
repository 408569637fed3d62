"""The resident's word."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.build import actor, an_open_need, events_of, refused, resident_of, told, verbs_of
from tests.cast import member_of
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, Overtaken, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.records import actions as records
from volunteer.reviews import actions
from volunteer.reviews.models import Confirmation, Mode, Outcome
from volunteer.reviews.queries import thanks_to, word_on, words_on

pytestmark = pytest.mark.usefixtures("record")


def confirm(need, by, outcome=Outcome.SOLVED, **more):
    with transaction():
        return actions.confirm(need, outcome=outcome, by=by, now=need.ends_at, **more)


@pytest.mark.parametrize("outcome", [Outcome.SOLVED, Outcome.PARTLY])
def test_solved_wholly_or_partly_confirms_the_need(need, outcome):
    word = confirm(need, resident_of(need), outcome, satisfaction=5, comment="谢谢")

    assert need.status == NeedStatus.CONFIRMED
    assert (word.mode, word.outcome, word.satisfaction) == (Mode.RESIDENT, outcome, 5)
    assert word_on(need) is word
    assert events_of(need)[-1].facts == {"outcome": outcome.value}


def test_whoever_served_is_told_that_it_was_confirmed(need, li):
    confirm(need, resident_of(need))

    assert told(li)[-1] == "need_confirmed"


def test_not_solved_is_for_the_secretary_to_clear(need, wang):
    confirm(need, resident_of(need), Outcome.NOT, comment="还在滴水")

    assert need.status == NeedStatus.DISPUTED
    assert events_of(need)[-1].why == "还在滴水"
    assert told(wang)[-1] == "need_disputed"


@pytest.mark.parametrize("who", ["wang", "qian", "he"])
@pytest.mark.parametrize("outcome", Outcome)
def test_staff_write_down_what_was_said_on_the_phone(cast, need, who, outcome):
    word = confirm(need, cast[who], outcome)

    assert (word.mode, word.by_person_id) == (Mode.PHONE, cast[who].id)
    assert verbs_of(need)[-1].endswith("_by_phone")


@pytest.mark.parametrize("who", ["li", "zhou", "chen", "wu", "anybody"])
@pytest.mark.parametrize("outcome", [Outcome.SOLVED, Outcome.NOT])
def test_nobody_else_speaks_for_the_resident(cast, need, now, who, outcome):
    with refused(NotAllowed):
        actions.confirm(need, outcome=outcome, by=actor(who, cast, need), now=now)


def test_another_needs_link_says_nothing_here(need, now):
    other = an_open_need(now)

    with refused(NotAllowed):
        actions.confirm(need, outcome=Outcome.SOLVED, by=resident_of(other), now=now)


def test_the_word_is_said_once(need, now):
    confirm(need, resident_of(need))

    with refused(WrongMoment):
        actions.confirm(need, outcome=Outcome.NOT, by=resident_of(need), now=now)


def test_a_need_nobody_has_served_is_not_confirmed(cast, now):
    need = an_open_need(now)

    with refused(WrongMoment):
        actions.confirm(need, outcome=Outcome.SOLVED, by=resident_of(need), now=now)


def test_silence_makes_no_word_and_no_rating(need):
    assert word_on(need) is None
    assert words_on([need.id]) == {}


def test_a_confirmed_need_waits_for_its_records(need, record):
    confirm(need, resident_of(need))

    assert need.status == NeedStatus.CONFIRMED


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_a_confirmed_need_closes_when_the_last_record_is_decided(need, record, wang, now, decide):
    confirm(need, resident_of(need))

    with transaction():
        getattr(records, decide)(record, why="好", by=wang, now=now)

    assert need.status == NeedStatus.CLOSED
    assert verbs_of(need)[-2:] == ["confirm", "close"]


def test_a_returned_record_keeps_the_need_from_closing(need, record, wang, now):
    confirm(need, resident_of(need))

    with transaction():
        records.send_back(record, why="请补充", by=wang, now=now)

    assert need.status == NeedStatus.CONFIRMED


def test_when_records_were_decided_first_the_word_closes_the_need(need, record, wang, now):
    with transaction():
        records.approve(record, by=wang, now=now)

    confirm(need, resident_of(need))

    assert need.status == NeedStatus.CLOSED


@pytest.mark.parametrize("wrong", [{"outcome": "maybe"}, {"mode": "rumour"}, {"satisfaction": 6}])
def test_the_database_refuses_half_words(need, wrong):
    confirm(need, resident_of(need))

    with refused(IntegrityError):
        db.session.execute(sa.update(Confirmation).values(**wrong))


def test_the_database_keeps_one_word_for_each_attempt(need):
    word = confirm(need, resident_of(need))
    again = {column.name: getattr(word, column.name) for column in Confirmation.__table__.columns}

    with refused(Overtaken):
        db.session.execute(sa.insert(Confirmation).values({**again, "id": word.id + 1}))


@pytest.mark.parametrize(("passed_on", "read"), [(True, ["小伙子真耐心"]), (False, [])])
def test_thanks_reach_whoever_came_only_where_the_resident_said_so(need, li, zhou, passed_on, read):
    confirm(need, resident_of(need), thanks="小伙子真耐心", thanks_passed_on=passed_on)

    assert [one.said for one in thanks_to(member_of(li))] == read
    assert list(thanks_to(member_of(zhou))) == []
