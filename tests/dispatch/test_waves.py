"""The size of a wave, by hand: 1 - 0.03^(1/n) for the tries that are left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from volunteer.dispatch.waves import MISS, MOST, Answers, tries_left, wave_size

BY_HAND = [
    # tries, chance, people: the smallest k with (1 - chance)^k <= 0.03^(1/tries)
    (1, 0.5, 6),  # 1/64 is below 0.03, 1/32 is not
    (2, 0.5, 3),
    (5, 0.5, 2),
    (6, 0.5, 1),
    (1, 0.97, 1),
    (1, 0.1, MOST),
]


@pytest.mark.parametrize(("tries", "chance", "people"), BY_HAND)
def test_a_wave_is_as_large_as_the_time_that_is_left_demands(tries, chance, people):
    assert wave_size(tries, chance) == people


@pytest.mark.parametrize("tries", [1, 2, 3.5, 8])
def test_all_waves_together_miss_as_rarely_as_aimed_at(tries):
    chance = 0.4

    assert (1 - chance) ** (wave_size(tries, chance) * tries) <= MISS


def test_a_wave_never_shrinks_as_the_start_comes_nearer():
    sizes = [wave_size(tries, 0.3) for tries in (20, 10, 5, 2, 1)]

    assert sizes == sorted(sizes)


def test_there_is_always_one_more_try(now: datetime):
    hour = timedelta(hours=1)

    assert tries_left(now, now + 3 * hour, hour) == 3
    assert tries_left(now, now + hour / 2, hour) == 1


def test_what_is_believed_gives_way_to_what_is_seen():
    assert Answers().chance == 0.3
    assert Answers(yes=90, asked=100).chance > 0.8
    assert 0 < Answers(yes=0, asked=1000).chance < 0.01
