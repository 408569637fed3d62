"""What must hold for every round, whatever is in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching import PinRefused, Weights, check, solve
from tests.matching.instances import crowded, mixed, rows_of

numbers = st.integers(0, 2**32 - 1)
rounds = st.builds(
    lambda make, seed: make(np.random.default_rng(seed)), st.sampled_from([mixed, crowded]), numbers
)
thoroughly = settings(deadline=None, max_examples=25, derandomize=True)


def solved(problem, *given, **wishes):
    try:
        return solve(problem, *given, **wishes)
    except PinRefused:
        assume(False)


@thoroughly
@given(rounds)
def test_a_plan_is_valid_and_says_so(problem):
    plan = solved(problem)

    assert check(problem, plan, Weights()) == []


@thoroughly
@given(rounds)
def test_another_member_never_lowers_the_class_vector(problem):
    assume(problem.member_count > 1)
    fewer = rows_of(problem, range(problem.need_count), range(problem.member_count - 1))
    pins_kept = len(fewer.pinned) == len(problem.pinned)
    assume(pins_kept)

    assert solved(problem).class_vector >= solved(fewer).class_vector


@thoroughly
@given(rounds, numbers)
def test_forbidden_pairs_never_appear(problem, seed):
    first = solved(problem)
    pinned = set(map(tuple, problem.pinned.tolist()))
    free = [pair for pair in first.pairs.tolist() if tuple(pair) not in pinned]
    assume(free)
    banned = free[seed % len(free)]

    again = solve(replace(problem, forbidden=[*problem.forbidden.tolist(), banned]))

    assert banned not in again.pairs.tolist()
    assert again.value <= first.value


@thoroughly
@given(rounds)
def test_pins_appear(problem):
    plan = solved(problem)

    assert all(pin in plan.pairs.tolist() for pin in problem.pinned.tolist())


@thoroughly
@given(rounds)
def test_pinning_what_is_planned_changes_nothing(problem):
    plan = solved(problem)

    again = solve(replace(problem, pinned=plan.pairs))

    assert again.pairs.tolist() == plan.pairs.tolist()
    assert again.value == plan.value


@thoroughly
@given(rounds, numbers)
def test_the_order_of_rows_does_not_change_the_value(problem, seed):
    rng = np.random.default_rng(seed)
    needs, members = rng.permutation(problem.need_count), rng.permutation(problem.member_count)

    assert solved(rows_of(problem, needs, members)).value == solved(problem).value


@settings(thoroughly, max_examples=8)
@given(rounds, numbers)
def test_the_order_of_rows_does_not_change_who_goes_where_one_plan_alone_is_best(problem, seed):
    plan = solved(problem)
    assume(is_alone(problem, plan))
    rng = np.random.default_rng(seed)
    needs, members = rng.permutation(problem.need_count), rng.permutation(problem.member_count)

    again = solved(rows_of(problem, needs, members)).pairs

    assert {(needs[n], members[m]) for n, m in again} == set(map(tuple, plan.pairs.tolist()))


def is_alone(problem, plan):
    """Whether no other plan is as good: without any one of its pairs only lesser ones are left."""
    pinned = set(map(tuple, problem.pinned.tolist()))
    chosen = [pair for pair in map(tuple, plan.pairs.tolist()) if pair not in pinned]
    without = (replace(problem, forbidden=[*problem.forbidden.tolist(), pair]) for pair in chosen)
    return all(solve(other).value < plan.value for other in without)


@thoroughly
@given(rounds, numbers)
def test_the_seed_changes_who_but_not_the_value(problem, seed):
    assert solved(problem, seed=seed).value == solved(problem).value


@thoroughly
@given(rounds, numbers)
def test_equal_input_gives_an_equal_plan(problem, seed):
    one, other = solved(problem, seed=seed), solved(replace(problem), seed=seed)

    assert one.pairs.tolist() == other.pairs.tolist()
    assert (one.value, one.solved_by) == (other.value, other.solved_by)


@thoroughly
@given(rounds, st.floats(1e-3, 1e3))
def test_scaling_all_weights_changes_nothing(problem, factor):
    weights = {"skill_fit": 3, "walk": 1, "fairness": 4, "waiting": 1, "wish": 5}
    scaled = {name: weight * factor for name, weight in weights.items()}
    rest = {"free_time": 9 * factor, "continuity": 2 * factor}

    plan = solved(problem, Weights(free_time=9, continuity=2, **weights))

    assert plan.pairs.tolist() == solve(problem, Weights(**rest, **scaled)).pairs.tolist()


@thoroughly
@given(rounds)
def test_weights_never_change_who_comes_first(problem):
    others = Weights(skill_fit=0, walk=0, free_time=0, fairness=0, waiting=9, continuity=0, wish=0)

    assert solved(problem, others).class_vector == solved(problem).class_vector


@thoroughly
@given(rounds)
def test_a_plan_in_no_time_is_whole_and_honest(problem):
    best = solved(problem)

    quick = solve(problem, time_limit=0)

    assert check(problem, quick, Weights()) == []
    assert quick.value <= best.value
    assert quick.gap > 0 or quick.value == best.value
