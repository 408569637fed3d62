"""Against every plan there is, on thousands of tiny rounds with all rules mixed."""

from __future__ import annotations

import numpy as np
import pytest

from matching import PinRefused, Weights, check, solve
from tests.matching.brute import best_value
from tests.matching.instances import in_blocks, mixed


def test_no_plan_is_better(seeds):
    for seed in seeds:
        problem = mixed(np.random.default_rng(seed))
        problem = in_blocks(problem) if seed % 2 else problem
        best = best_value(problem, Weights())
        if best is None:
            with pytest.raises(PinRefused):
                solve(problem, seed=seed)
            continue

        plan = solve(problem, seed=seed)

        assert plan.value == best, seed
        assert plan.gap == 0
        assert check(problem, plan, Weights()) == []
