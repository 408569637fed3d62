"""What made-up residents write."""

from __future__ import annotations

import re
from random import Random

import pytest

from volunteer.demo import texts
from volunteer.demo.kinds import KINDS
from volunteer.needs.schemas import ApproveSchema, PostSchema
from volunteer.needs.types import Channel, Door, Rejection

EVERY_WISH = [(type, title) for type, wishes in texts.WISHES.items() for title in wishes]
DIGITS_OF_A_PHONE = re.compile(r"\d{7,}")


def test_every_kind_of_need_has_several_wishes() -> None:
    assert set(texts.WISHES) == set(KINDS)
    assert min(map(len, texts.WISHES.values())) >= 3


@pytest.mark.parametrize(("type", "title"), EVERY_WISH)
def test_a_wish_passes_the_forms_and_tells_no_phone(type: str, title: str) -> None:
    wish = texts.told(texts.WISHES[type][title], Channel.WEB, Random(title))

    assert not PostSchema(only=["wish"]).validate({"wish": wish})
    assert not ApproveSchema(only=["title"]).validate({"title": title})
    assert not DIGITS_OF_A_PHONE.search(wish)
    assert "[" not in wish and "|" not in wish


def test_whoever_is_turned_away_reads_where_to_go() -> None:
    assert {Door(one["door"]) for one in texts.TALK["redirect"]}
    assert {Rejection(one["reason"]) for one in texts.TALK["reject"]}
    assert all(len(one["why"]) > 8 for one in texts.TALK["redirect"] + texts.TALK["reject"])


def test_a_slip_changes_one_word() -> None:
    slipped = texts.slipped("想请人帮忙看看", Random(1))

    assert slipped in ("象请人帮忙看看", "想请人邦忙看看")
