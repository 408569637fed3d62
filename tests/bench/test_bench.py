"""The benchmark still runs, and what it says of plans is true; never how fast they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from flask import Flask

from tests.bench.changes import one_after_the_other
from tests.bench.compare import ROUNDS, against_best
from tests.bench.dispatch import dispatch_table, lived, over_budget
from tests.bench.filled import fill, place_of
from tests.bench.fortnight import Size as Fortnight
from tests.bench.growth import exponent
from tests.bench.instances import SIZES, Size, city
from tests.bench.measure import measured
from tests.bench.peers import PEERS
from tests.bench.plans import faults, load, save, worth_of
from tests.bench.policies import POLICIES
from tests.bench.report import tables
from tests.bench.rows import once
from tests.bench.sign_in import area
from tests.bench.ways import WAYS
from volunteer.db import db, transaction
from volunteer.people.models import Person

COMMUNITY = SIZES["XS"]
TWO_STREETS = Size(2, 3, 60, 15)


@pytest.mark.parametrize(("regime", "windows"), ROUNDS)
def test_every_way_makes_valid_plans_and_none_is_better_than_ours(regime, windows):
    together = windows == "together"
    problem = city(COMMUNITY, regime, irregular=windows != "blocks", together=together)
    made = {name: way.make(problem) for name, way in WAYS.items() if way.can(windows)}
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


A_DAY = Fortnight(1, 8, 21, days=1)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_lives_through_a_day_and_leaves_nothing_behind(app: Flask, policy) -> None:
    row = lived(policy, "a seed", A_DAY)

    assert row["needs"] == 3 and 0 <= row["filled"] <= 1
    assert row["messages"] == 0 or policy != "hall only"
    assert row["over_budget"] == 0 or policy == "broadcast to all"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


@pytest.mark.engine("sqlite")
def test_the_same_seed_lives_the_same_day(app: Flask) -> None:
    assert lived("broadcast to all", "x", A_DAY) == lived("broadcast to all", "x", A_DAY)


def test_over_budget_is_whoever_was_asked_too_often_within_any_seven_days():
    monday = datetime(2027, 3, 1, tzinfo=UTC)
    moments = [monday + timedelta(days=day) for day in (0, 3, 6, 9)]

    assert over_budget([(1, at) for at in moments], budget=3) == set()
    assert over_budget([(1, at) for at in moments], budget=2) == {1}


def test_the_table_of_policies_says_mean_and_interval():
    row = {"policy": "hall only", "filled": 0.5, "urgent": 1.0, "hours": None, "per_place": 0.0}
    rows = [row | {"over_budget": 0}, row | {"filled": 0.7, "over_budget": 2}]

    assert "| hall only | 60.0% ± 127.1% | 100.0% ± 0.0% | – | 0.00 ± 0.00 | 1.0 ± 12.7 |" in (
        dispatch_table(rows)
    )


def test_times_that_tell_nothing_have_half_of_the_area():
    assert area([1.0, 2.0], [1.0, 2.0]) == 0.5
    assert area([3.0, 4.0], [1.0, 2.0]) == 1
