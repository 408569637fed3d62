"""Weights are proportions, shared out as 1000 points."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Weights

NAMES = ["skill_fit", "walk", "free_time", "fairness", "waiting", "continuity", "wish"]


@given(st.lists(st.floats(0, 1e6), min_size=7, max_size=7).filter(any))
def test_the_points_are_a_thousand_in_all(weights):
    points = Weights(**dict(zip(NAMES, weights, strict=True))).points

    assert sum(points) == 1000
    for share, weight in zip(points, weights, strict=True):
        assert abs(share - 1000 * weight / math.fsum(weights)) < 1.001


@given(st.lists(st.integers(0, 100), min_size=7, max_size=7).filter(any), st.floats(1e-3, 1e3))
def test_only_the_proportions_count(weights, factor):
    plain = dict(zip(NAMES, weights, strict=True))
    scaled = {name: weight * factor for name, weight in plain.items()}

    assert Weights(**scaled).points == Weights(**plain).points


@pytest.mark.parametrize("nonsense", [-1, math.inf, math.nan, "5", None, True])
def test_nonsense_is_refused_by_name(nonsense):
    with pytest.raises(ValueError, match="walk"):
        Weights(walk=nonsense)


def test_at_least_one_wish_must_count():
    with pytest.raises(ValueError, match="at least one"):
        Weights(**dict.fromkeys(NAMES, 0))
