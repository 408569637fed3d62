"""A Problem is checked once, and then can be trusted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import Problem

GOOD = {
    "start": [0, 60],
    "end": [60, 120],
    "blocks": [[1, 0], [1, 1]],
    "free": [[2, 0], [1, 2], [0, 0]],
}


def test_everything_else_has_a_neutral_default():
    problem = Problem(**GOOD)

    assert (problem.need_count, problem.member_count, problem.period_count) == (2, 3, 1)
    assert problem.headcount.tolist() == [1, 1]
    assert problem.capacity.tolist() == [[1], [1], [1]]
    assert np.isinf(problem.reach_minutes).all()
    assert problem.forbidden.shape == (0, 2)


def test_capacity_is_as_wide_as_the_periods_of_the_needs():
    problem = Problem(**GOOD, period=[0, 2])

    assert problem.capacity.shape == (3, 3)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"end": [60, 60]}, r"end\[1\] = 60 does not lie after its start"),
        ({"end": [60]}, "end must have 2 rows, not 1"),
        ({"start": [0.5, 60]}, r"start\[0\] = 0.5 is not a whole number"),
        ({"start": ["a", "b"]}, "start must hold numbers"),
        ({"start": [[0], [60]]}, "start must have 1 dimension"),
        ({"start": [-(10**12), 60]}, r"start\[0\] = .* is out of range"),
        ({"blocks": [[1, 0], [0, 0]]}, r"blocks\[1\] touches no block"),
        ({"blocks": [[1, 0], [2, 0]]}, r"blocks\[1, 0\] = 2 is neither true nor false"),
        ({"free": [[2], [1], [0]]}, "free must have 2 columns, not 1"),
        ({"free": [[2, 3], [1, 2], [0, 0]]}, r"free\[0, 1\] = 3 is above 2"),
        ({"free": [[2, 300], [1, 2], [0, 0]]}, r"free\[0, 1\] = 300 is out of range"),
        ({"headcount": [1, -1]}, r"headcount\[1\] = -1 is below 0"),
        ({"urgency": [4, 0]}, r"urgency\[0\] = 4 is above 3"),
        ({"period": [0, 1], "capacity": [[1], [1], [1]]}, r"period\[1\] = 1 has no such column"),
        ({"skill": [-1, 0]}, r"skill\[1\] = 0 has no such column"),
        ({"skill": [-2, 0]}, r"skill\[0\] = -2 is below -1"),
        ({"level": [0, 1]}, r"level\[0\] = 0 is below 1"),
        ({"licence": [1, 0]}, r"licence\[0\] asks for a licence, but skill for no skill"),
        ({"kind": [-1, 3]}, r"kind\[1\] = 3 has no such column"),
        ({"x": [0.0, np.nan]}, r"x\[1\] is not a number"),
        ({"x": [0.0, np.inf]}, r"x\[1\] is not finite"),
        ({"waiting_hours": [-1, 0]}, r"waiting_hours\[0\] = -1.0 is below 0"),
        ({"reach_minutes": [5, -1, 5]}, r"reach_minutes\[1\] = -1.0 is below 0"),
        ({"recent_minutes": [np.inf, 0, 0]}, r"recent_minutes\[0\] is not finite"),
        ({"capacity": [[1], [-1], [1]]}, r"capacity\[1, 0\] = -1 is below 0"),
        ({"skills": [[4], [0], [0]]}, r"skills\[0, 0\] = 4 is above 3"),
        ({"skills": [[1], [0], [0]], "licences": [[1, 0]] * 3}, "licences must have 1 columns"),
        (
            {"busy_member": [3], "busy_start": [0], "busy_end": [5]},
            r"busy_member\[0\] = 3 is above",
        ),
        ({"busy_member": [0]}, "busy_start is missing: it must have 1 rows"),
        ({"busy_member": [0], "busy_start": [5], "busy_end": [5]}, r"busy_end\[0\] = 5 does not"),
        ({"pinned": [[0, 1], [1, 3]]}, r"pinned\[1\] = 3 is above 2"),
        ({"forbidden": [[2, 0]]}, r"forbidden\[0\] = 2 is above 1"),
        ({"familiar": [[0, 0, 0]]}, "familiar must have 2 columns"),
        ({"guests": [[3, 0]]}, r"guests\[0\] = 3 is above 2"),
        ({"buffer_minutes": -1}, "buffer_minutes must lie in"),
        ({"buffer_minutes": 1.5}, "buffer_minutes must be a whole number"),
    ],
)
def test_nonsense_is_refused_by_field_and_row(given, told):
    with pytest.raises(ValueError, match=told):
        Problem(**(GOOD | given))


def test_nothing_in_it_can_change():
    start = np.array([0, 60])
    problem = Problem(**(GOOD | {"start": start}))

    start[0] = 30

    assert problem.start.tolist() == [0, 60]
    with pytest.raises(ValueError, match="read-only"):
        problem.start[0] = 30


def test_a_variation_is_checked_again():
    problem = Problem(**GOOD)

    assert replace(problem, pinned=[[1, 1], [0, 0], [1, 1]]).pinned.tolist() == [[0, 0], [1, 1]]
    with pytest.raises(ValueError, match="pinned"):
        replace(problem, pinned=[[2, 0]])


def test_a_round_may_be_empty():
    nobody = Problem(**(GOOD | {"free": np.zeros((0, 2))}))
    nothing = Problem(start=[], end=[], blocks=np.zeros((0, 2)), free=[[2, 2]])

    assert nobody.member_count == 0
    assert nothing.need_count == 0
