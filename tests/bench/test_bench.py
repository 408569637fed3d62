"""The benchmark still runs, and what it says of plans is true; never how fast they are."""

from __future__ import annotations

import numpy as np
import pytest
from flask import Flask

from tests.bench.changes import one_after_the_other
from tests.bench.compare import against_best
from tests.bench.filled import fill, place_of
from tests.bench.growth import exponent
from tests.bench.instances import REGIMES, SIZES, Size, city
from tests.bench.measure import measured
from tests.bench.peers import PEERS
from tests.bench.plans import faults, load, save, worth_of
from tests.bench.report import tables
from tests.bench.rows import once
from tests.bench.ways import WAYS
from volunteer.db import transaction

COMMUNITY = SIZES["XS"]
TWO_STREETS = Size(2, 3, 60, 15)


@pytest.mark.parametrize("irregular", [False, True])
@pytest.mark.parametrize("regime", REGIMES)
def test_every_way_makes_valid_plans_and_none_is_better_than_ours(regime, irregular):
    problem = city(COMMUNITY, regime, irregular=irregular)
    made = {name: way.make(problem) for name, way in WAYS.items() if way.overlaps or not irregular}
    rows = [{"way": name, "seconds": 1.0} | worth_of(problem, one) for name, one in made.items()]

    against_best(rows)

    for row in rows:
        assert faults(problem, made[row["way"]].pairs, COMMUNITY.communities, 1) == []
        assert row["places_lost"] == 0 or not WAYS[row["way"]].exact, row
        assert row["suitability_share"] == 1 or not WAYS[row["way"]].exact, row


def test_a_round_read_from_its_file_is_the_same_round(tmp_path):
    problem = city(TWO_STREETS, "base", irregular=True)

    save(problem, tmp_path / "problem.npz")

    again = load(tmp_path / "problem.npz")
    assert np.array_equal(again.free, problem.free)
    assert again.buffer_minutes == problem.buffer_minutes


def test_faults_are_found_in_whichever_sub_district_they_are():
    problem = city(TWO_STREETS, "base", irregular=False)
    stranger = np.array([[TWO_STREETS.needs, TWO_STREETS.members], [0, 0]])[::-1]

    found = faults(problem, stranger, TWO_STREETS.communities, 2)

    assert found
    assert all("need 0 with member 0" in fault for fault in found)


def test_the_tables_show_who_lost_what():
    problem = city(COMMUNITY, "surge", irregular=False)
    rows = []
    for name in ("ours", "task hall"):
        made, row = measured(problem, name, 0)
        rows.append({"way": name, "regime": "surge", "windows": "blocks", "faults": []} | row)
        rows[-1] |= worth_of(problem, made)
    rows.append({"way": "OR-Tools flow", "regime": "surge", "windows": "blocks", "refused": "late"})

    shown = tables(against_best(rows))

    assert "| ours | = 0 / 1.0000 |" in shown
    assert "| task hall | ≠" in shown
    assert "| OR-Tools flow | late |" in shown
    assert "OR-Tools flow" in PEERS


def test_a_round_is_stored_from_the_rows_of_a_filled_database(app: Flask) -> None:
    with transaction():
        fill(city(COMMUNITY, "base", irregular=True), COMMUNITY)

    row = once(place_of("community"), hours=1)

    assert row["proposals"] > 0
    assert row["gap"] == 0


def test_what_takes_four_times_as_long_at_twice_the_size_grows_with_its_square():
    assert exponent([(10, 1.0), (20, 4.0), (40, 16.0)]) == pytest.approx(2)


@pytest.mark.parametrize("irregular", [False, True])
def test_a_standing_plan_ends_as_good_as_a_new_one(irregular):
    assert one_after_the_other(TWO_STREETS, irregular, events=10)["equal"]
