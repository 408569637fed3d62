"""Chains: prices that prove the kept assignment after every change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import Standing
from matching.moving import NOWHERE, Board
from tests.matching.happenings import happen
from tests.matching.instances import crowded, mixed, street


def town(rng):
    return street(rng, members=30, needs=30)


@pytest.mark.parametrize(("make", "rounds"), [(mixed, 8), (crowded, 3), (town, 1)])
def test_prices_prove_the_assignment_after_every_change(make, rounds):
    seated = 0
    for seed in range(rounds):
        rng = np.random.default_rng([9, seed])
        problem = make(rng)
        standing = Standing(replace(problem, pinned=None))
        for _ in range(12):
            happen(standing, make(rng), rng)
            seated += _proved(standing._kept.chains)
    assert seated > 100


def _proved(board: Board) -> int:
    """Every price is as the proof needs it; returns how many are seated."""
    seated = 0
    for need, places in board.places.items():
        for place in places:
            assert place.price >= 0
            assert place.desk != NOWHERE or place.price == 0
            for desk, (group, score) in board.pairs[need].items():
                taken = board.seated[desk].get(group)
                cost = place.price + board.price[desk] + (taken.extra if taken else 0)
                assert cost >= place.weight + score
                if taken is place:
                    assert cost == place.weight + score
                    seated += 1
    for desk, room in board.room.items():
        assert len(board.seated[desk]) <= room
        assert len(board.seated[desk]) == room or board.price[desk] == 0
        assert all(place.extra >= 0 for place in board.seated[desk].values())
    return seated
