"""Shares come out right even for few, and times have a long tail."""

from __future__ import annotations

from collections import Counter
from random import Random

from volunteer.demo import chance as by


def test_dealing_keeps_the_shares() -> None:
    dealt = by.deal(Random(1), {"often": 70, "seldom": 25, "rarely": 5}, 20)

    assert Counter(dealt) == {"often": 14, "seldom": 5, "rarely": 1}


def test_dealing_deals_as_many_as_asked_for() -> None:
    for count in range(12):
        assert len(by.deal(Random(count), {"a": 1, "b": 1, "c": 1}, count)) == count


def test_some_are_different_and_the_common_come_more_often() -> None:
    chance, shares = Random(1), {"common": 60, "usual": 30, "rare": 10}
    draws = [by.some_of(chance, shares, 2) for _ in range(300)]

    met = Counter(one for draw in draws for one in draw)

    assert all(len(set(draw)) == 2 for draw in draws)
    assert met["common"] > met["usual"] > met["rare"] > 0


def test_half_of_the_draws_stay_below_the_median_and_nine_tenths_below_the_high_mark() -> None:
    chance = Random(1)
    draws = sorted(by.spread(chance, 60, 120) for _ in range(2000))

    assert 55 < draws[1000] < 65
    assert 108 < draws[1800] < 132
