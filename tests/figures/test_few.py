"""Counts below five are not said, nor can they be reckoned from the sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteer.figures.few import FEWEST, said


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], ([], 0)),
        ([0, 0], ([0, 0], 0)),
        ([12, 8], ([12, 8], 20)),
        ([3], ([None], None)),
        ([12, 3, 8], ([12, None, None], 23)),  # 23 - 12 would tell the 3, were the 8 said
        ([12, 1, 1, 8], ([12, None, None, None], 22)),  # 2 for two can only be 1 and 1
        ([0, 3], ([0, None], None)),
    ],
)
def test_few_are_not_said(counts, told):
    assert said(counts) == told


@given(st.lists(st.integers(0, 30), max_size=8))
def test_what_is_not_said_cannot_be_reckoned(counts):
    told, total = said(counts)

    hidden = [count for count, words in zip(counts, told, strict=True) if words is None]
    assert all(words is None or words == 0 or words >= FEWEST for words in told)
    assert [w for w in told if w is not None] == [
        c for c, w in zip(counts, told, strict=True) if w is not None
    ]
    # With the sum known, at least two are open and together they are not few.
    assert not hidden or total is None or (len(hidden) > 1 and sum(hidden) >= FEWEST)
    assert total is None or total == sum(counts)
