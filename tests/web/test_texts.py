"""Answers that are given again and again: picked instead of typed, kept by the community."""

from __future__ import annotations

import pytest

from tests.build import a_need
from tests.cast import HOME
from volunteer.db import db
from volunteer.errors import NotAllowed
from volunteer.needs import texts
from volunteer.places.queries import grid

OWN = "请问电梯能用吗？"


def east_lane():
    db.session.expire_all()
    return grid(HOME).community


def kept_by(person, now, **given):
    none = dict.fromkeys(texts.FIELDS, "")
    texts.keep(east_lane(), **{**none, **given}, by=person, now=now)


def test_a_text_that_was_picked_is_the_question_where_nothing_was_written(reading_as, wang, now):
    need = a_need(now)

    reading_as(wang).opens(f"/needs/{need.id}").presses("问居民", {"ready": OWN})

    assert need.question == OWN


def test_what_was_written_goes_before_what_was_picked(reading_as, wang, now):
    need = a_need(now)

    given = {"question": "几点方便？", "ready": OWN}
    reading_as(wang).opens(f"/needs/{need.id}").presses("问居民", given)

    assert need.question == "几点方便？"


def test_a_community_keeps_its_own_one_a_line(reading_as, wang, now):
    reader = reading_as(wang).opens("/communities/1/texts")
    reader.presses("记下来", {"ask": f"{OWN}\n\n 请说说几楼。 \n{OWN}"})
    need = a_need(now)

    assert east_lane().canned_texts == {"ask": [OWN, "请说说几楼。"]}
    assert OWN in reader.opens(f"/needs/{need.id}").answer.text


@pytest.mark.parametrize("typed", ["短", "长" * 201, "\n".join(f"第 {n} 句话" for n in range(13))])
def test_what_is_too_long_to_pick_from_is_said_at_its_field(reading_as, wang, typed):
    reader = reading_as(wang).opens("/communities/1/texts").presses("记下来", {"ask": typed})

    assert (reader.status, east_lane().canned_texts) == (422, {})
    assert typed.split()[0] in reader.text


@pytest.mark.parametrize("who", ["he", "li", "chen"])
def test_only_its_secretary_says_what_a_community_answers(cast, now, who):
    with pytest.raises(NotAllowed):
        kept_by(cast[who], now, ask=OWN)
