"""Each method by itself finds the same best value; prices and bounds are what they claim."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from matching import Weights
from matching.assign import in_turn, settle
from matching.exact import exact, tier_by_tier
from matching.greedy import greedy
from matching.openings import honour, open_places, parts
from matching.prices import assign, prices
from matching.program import Program
from matching.seats import Deal, cliques
from matching.tiers import additive, strict, worth
from matching.untangle import clashing, untangle
from tests.matching.brute import best_value
from tests.matching.instances import crowded, rows_of, street

NOTHING = np.zeros(0, np.int64)


def parts_of(problem, seed=0):
    return list(parts(open_places(problem, Weights()), seed))


def small_rounds(count):
    for seed in range(count):
        problem = crowded(np.random.default_rng(seed))
        yield rows_of(problem, range(8), range(min(3, problem.member_count)))


def test_the_integer_program_finds_the_best_from_any_bound():
    for problem in small_rounds(10):
        for part in parts_of(problem):
            found = exact(part, part.ceiling(), None)
            untangled = untangle(part, None)

            assert found.proved
            assert part.value(found.chosen) <= untangled.bound
            if untangled.proved:
                assert part.value(found.chosen) == part.value(untangled.choice) == untangled.bound


def test_tier_by_tier_is_the_definition():
    for problem in small_rounds(5):
        values = []
        for part in parts_of(problem):
            found = tier_by_tier(Program(part, None), ())
            assert found.proved
            values.append(part.value(found.chosen))

        assert tuple(np.sum(values, axis=0)) == best_value(problem, Weights())


def test_an_assignment_is_never_below_the_best_and_greedy_never_above():
    for problem in small_rounds(10):
        for part in parts_of(problem):
            best = part.value(exact(part, part.ceiling(), None).chosen)
            loose = assign(part, cliques(part, []))
            quick = greedy(part, NOTHING)

            assert part.value(quick) <= best <= part.value(loose) <= part.ceiling()
            assert len(clashing(part, quick)) == 0
            assert worth(best, 100) <= worth(part.value(loose), 100)


def test_greedy_keeps_what_it_is_told_and_leaves_nothing_lying():
    for problem in small_rounds(10):
        for part in parts_of(problem):
            kept = greedy(part, NOTHING)[:2]
            chosen = greedy(part, kept)

            assert set(kept) <= set(chosen)
            assert set(greedy(part, chosen)) == set(chosen)


@pytest.mark.parametrize("irregular", [False, True])
def test_leaving_pairs_out_at_first_changes_no_value(irregular):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        problem = street(rng, communities=2, members=40, needs=50, irregular=irregular)
        for part in parts_of(problem):
            group = cliques(part, [])
            everything = part.value(assign(part, group, len(part.need)))

            for begin_with in (1, 3):
                assert part.value(assign(part, group, begin_with)) == everything


def test_prices_prove_an_assignment():
    for seed in range(10):
        problem = street(np.random.default_rng(seed), members=40, needs=60)
        for part in parts_of(problem):
            deal = Deal(part, cliques(part, []))
            table = deal.table(np.arange(len(part.need)))
            column = table.solve()
            row_price, column_price = prices(table, column)

            slack = table.cost - row_price[table.row] - column_price[table.column]
            used = column[table.row] == table.column
            assert slack.min() == slack[used].max() == 0
            assert column_price.max() <= 0
            assert row_price.sum() + column_price.sum() == table.cost[used].sum()


def test_dense_and_sparse_tables_have_the_same_cheapest_cost():
    for seed in range(5):
        small = street(np.random.default_rng(seed), members=25, needs=12)
        large = street(np.random.default_rng(seed), members=150, needs=90)
        sizes = set()
        for problem in (small, large):
            for part in parts_of(problem):
                table = Deal(part, cliques(part, [])).table(np.arange(len(part.need)))
                sizes.add(np.prod(table.shape) <= 30_000)
                row_price, column_price = prices(table, table.solve())
                assert (table.cost >= row_price[table.row] + column_price[table.column]).all()
        assert sizes == {True, False}


def test_parts_do_not_touch_each_other():
    problem = street(np.random.default_rng(3), communities=4, members=15, needs=10)
    found = parts_of(replace(problem, guests=None))

    for side in ("need_row", "member_row"):
        rows = np.concatenate([getattr(part, side) for part in found])
        assert len(rows) == len(set(rows.tolist()))
    assert len(found) >= 4


def test_a_pinned_member_is_off_the_table_at_that_time():
    problem = street(np.random.default_rng(4))
    openings = open_places(problem, Weights())
    pair = np.array([[openings.need[0], openings.member[0]]])

    left = honour(openings, pair)

    assert not ((left.need == pair[0, 0]) & (left.member == pair[0, 1])).any()
    assert left.places.sum() == openings.places.sum() - 1
    assert left.room.sum() == openings.room.sum() - 1


def test_the_integer_program_stops_when_told():
    problem = street(np.random.default_rng(0), communities=3, members=100, needs=75, irregular=True)
    part = max(parts_of(problem), key=lambda part: len(part.need))

    begun = time.perf_counter()
    assert exact(part, part.ceiling(), begun).chosen is None
    found = exact(part, part.ceiling(), begun + 0.05)

    assert time.perf_counter() - begun < 30
    if found.chosen is not None:
        assert len(clashing(part, found.chosen)) == 0


def test_weights_that_would_lose_digits_are_refused():
    present = np.ones(8, bool)

    assert additive(present, 1000, 100_000).max() < 2**53
    with pytest.raises(ValueError, match="too many"):
        additive(present, 1000, 10**7)


def test_time_is_shared_by_size_small_parts_first_and_enough_is_left_to_fill_the_rest():
    street_of_many = street(np.random.default_rng(3), communities=4, members=15, needs=10)
    found = parts_of(replace(street_of_many, guests=None))
    begun = time.perf_counter()

    turns = list(in_turn(found, begun + 60))

    sizes = [len(part.need) for part, _ in turns]
    assert sorted(sizes) == sizes
    assert len(turns) == len(found)
    assert all(begun < until <= begun + 60 for _, until in turns)
    assert [until for _, until in in_turn(found, None)] == [None] * len(found)


def test_parts_of_which_the_time_is_over_are_still_filled():
    found = parts_of(street(np.random.default_rng(3), irregular=True))

    for part, until in in_turn(found, time.perf_counter() - 1):
        done = settle(part, until)

        assert done.method == "greedy" or len(part.places) == 1
        assert len(done.pairs)


def test_scores_far_above_the_usual_change_no_pair_of_the_best_plan():
    for problem in small_rounds(5):
        for part in parts_of(problem):
            usual, heavy = (settle(one, None) for one in (part, _worth(part, 10**6)))

            assert heavy.value == heavy.bound
            assert heavy.value == (*usual.value[:-1], 10**6 * usual.value[-1])


def test_a_part_too_large_to_be_weighed_exactly_is_filled_greedily_and_says_so():
    for problem in small_rounds(3):
        for part in parts_of(problem):
            found = settle(_worth(part, 10**12), None)

            assert found.method == "greedy"
            assert found.value <= found.bound
            assert len(found.pairs)


def _worth(part, times):
    return replace(part, score=times * part.score)


@pytest.mark.parametrize("outweigh", [1, 4])
def test_one_place_in_a_strict_tier_outweighs_all_places_after_it(outweigh):
    most = (3, 0, 40, 7, 200, 90, 60, 10)

    weights = strict(most, 2, outweigh)

    for tier in (2, 3, 4, 5, 6):
        assert weights[tier] > outweigh * (weights[tier + 1 :] @ np.array(most[tier + 1 :]))
    assert weights[1] == weights[7] == 0
    assert weights[0] > weights[2]


def test_strict_weights_stop_at_the_tiers_that_floats_could_not_tell_apart():
    weights = strict((9_999,) * 8, 0)

    told = np.flatnonzero(weights)
    assert told.tolist() == list(range(len(told)))
    assert weights @ np.full(8, 9_999) < 10**13
