"""Whatever people and clocks do to needs, orders and hours, in whatever order: it is as expected.

A program is a list of acts, drawn by chance and aimed (`aiming`). Each is done through the API of
the real application, on SQLite and on PostgreSQL, and by a model in plain Python. After each act
code, reason and rows are the same on both, needs, orders and records are where the model has
them, and nothing that must always hold is broken. By default a few programs; with
`--programs 100 -s` as many as wanted, and how often everything happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.properties import acts, adopting, aiming
from tests.properties.aiming import aimed
from tests.properties.hours import Model, day, overdue
from tests.properties.twins import DONE, WHO, Of, Twins
from tests.properties.wishes import RESIDENT, Refused

STEPS, MOST_NEEDS, MOST_ROUNDS = 40, 4, 2
HALF = timedelta(minutes=30)
HOURS = (10 * 60, 10 * 60 + 30, 15 * 60, 19 * 60)  # minutes after midnight; two of them clash
OFTEN = {
    "somebody_posts": 2,
    "somebody_triages": 6,
    "a_secretary_merges": 1,
    "a_secretary_rearranges": 1,
    "a_secretary_releases_a_round": 3,
    "somebody_acts": 36,
    "time_passes": 6,
    "the_clocks_run": 2,
}
FEW = 2  # programs, unless more are asked for


class Programs(RuleBasedStateMachine):
    """One program, while it runs."""

    twins: ClassVar[Twins]
    start: ClassVar[datetime]
    happened: ClassVar[Counter[str]]

    @initialize()
    def two_needs_are_open(self) -> None:
        self.twins.begin(self.start)
        self.model, self.rounds_left, self.steps = Model(self.start), MOST_ROUNDS, 0
        for number in range(2):
            starts = day(self.start, 1, HOURS[number])
            self.posts(starts)
            self.triages(number, "wang", starts, 1 + number, risky=number == 1)

    @rule(seed=st.integers(0, 2**32))
    def something_happens(self, seed: int) -> None:
        """Mostly what leads on; one rule for all, or chance would leave whole kinds of acts out."""
        # Hypothesis likes to do the simplest again and again; here all is wanted.
        self.steps += 1
        chance = Random(f"{seed} {self.steps}")
        now = {one.status for one in self.model.needs}
        can = {
            "somebody_posts": len(self.model.needs) < MOST_NEEDS,
            "somebody_triages": "submitted" in now,
            "a_secretary_merges": "submitted" in now,
            "a_secretary_releases_a_round": self.rounds_left and "open" in now,
        }
        often = {name: often for name, often in OFTEN.items() if can.get(name, True)}
        (chosen,) = chance.choices([*often], [*often.values()])
        getattr(self, chosen)(chance)

    def somebody_posts(self, chance: Random) -> None:
        self.posts(self.some_time(chance))

    def somebody_triages(self, chance: Random) -> None:
        places, risky = chance.randint(1, 2), chance.random() < 0.5
        number = aimed(chance, self.model.needs, {"submitted"})
        who = chance.choice(["wang", "qian", "wang", "qian", *WHO])
        self.triages(number, who, self.some_time(chance), places, risky=risky)

    def somebody_acts(self, chance: Random) -> None:
        one = aiming.somebody(chance, self.model)
        self.tries(
            f"{one.kind} {one.verb}", lambda: one.on(self.model), one.path, one.who, one.body
        )

    def a_secretary_merges(self, chance: Random) -> None:
        needs = self.model.needs
        number = aimed(chance, needs, {"submitted"})
        into = chance.randint(0, len(needs) - 1)
        self.tries(
            "need merge",
            lambda: self.model.merge(needs[number], "wang", needs[into]),
            lambda seen: acts.need_path(seen, number, "merge", "wang"),
            "wang",
            lambda seen: {"into": acts.number_of(seen.needs[into])},
        )

    def a_secretary_rearranges(self, chance: Random) -> None:
        number = aimed(chance, self.model.needs, {"open", "unfilled"})
        need, starts = self.model.needs[number], self.some_time(chance)
        self.tries(
            "need rearrange",
            lambda: self.model.rearrange(need, "wang", starts),
            lambda seen: acts.need_path(seen, number, "rearrange", "wang"),
            "wang",
            lambda seen: acts.window(starts),
        )

    def time_passes(self, chance: Random) -> None:
        awaited = [one for one in self.model.orders if one.status in ("accepted", "checked_in")]
        edges = [
            edge
            for one in awaited
            for edge in (one.starts - HALF, one.starts + HALF, one.ends + timedelta(minutes=5))
            if edge > self.model.now
        ]
        usual = [self.model.now + timedelta(minutes=some) for some in (7, 45, 400)]
        self.model.now = chance.choice([*sorted(edges)[:1] * 6, *edges, *usual])
        self.twins.pass_to(self.model.now)
        self.happened["time passes"] += 1

    def the_clocks_run(self, _: Random) -> None:
        self.model.now += timedelta(minutes=1)
        self.twins.run(self.model.now)
        adopting.from_clocks(self.model, self.twins.look())
        assert overdue(self.model) == []
        self.must_be_as_expected()
        self.happened["the clocks run"] += 1

    def a_secretary_releases_a_round(self, _: Random) -> None:
        self.rounds_left -= 1
        came = self.twins.ask(lambda _: "/rounds", "wang", lambda _: {"community_id": 1})
        if came == DONE:
            path: Of[str] = lambda seen: f"/rounds/{seen.answer['id']}/release"  # noqa: E731
            came = self.twins.ask(path, "wang", lambda _: {})
        adopting.from_round(self.model, self.twins.look())
        self.must_be_as_expected()
        self.happened[f"round: {came}"] += 1

    def teardown(self) -> None:
        self.twins.look_at_everything()

    def posts(self, starts: datetime) -> None:
        self.tries(
            "need post",
            lambda: self.model.post(starts),
            lambda _: "/needs",
            RESIDENT,
            lambda _: acts.posted(starts),
        )

    def triages(self, number: int, who: str, starts: datetime, places: int, *, risky: bool) -> None:
        need = self.model.needs[number]
        self.tries(
            "need triage",
            lambda: self.model.triage(need, who, starts, places, risky),
            lambda seen: acts.need_path(seen, number, "triage", who),
            who,
            lambda _: acts.triaged(starts, places, risky=risky),
        )

    def some_time(self, chance: Random) -> datetime:
        """Of today, tomorrow or the day after; it may have passed."""
        days, minutes = chance.randint(0, 2), chance.choice(HOURS)
        return day(self.model.now, days, minutes)

    def tries(
        self,
        what: str,
        expected: Callable[[], None],
        path: Of[str],
        who: str,
        body: Of[dict[str, Any]],
    ) -> None:
        """It came as the model says, on both, and everything stands where the model has it."""
        reason = DONE
        try:
            expected()
        except Refused as refused:
            reason = refused.reason
        came = self.twins.ask(path, who, body)
        self.happened[f"{what}: {came}"] += 1
        assert came == reason, f"{who} tries {what}: {came}, expected {reason}"
        self.twins.look()
        self.must_be_as_expected()

    def must_be_as_expected(self) -> None:
        seen, model = self.twins.seen[0], self.model
        needs = [(one["status"], one["reopened"]) for one in seen.needs]
        orders = [(one["login"], one["status"], one["seat_no"]) for one in seen.orders]
        records = [(one["status"], one["minutes"], one["version"]) for one in seen.records]
        assert needs == [(one.status, one.attempt) for one in model.needs]
        assert orders == [(one.who, one.status, one.seat) for one in model.orders]
        assert records == [(one.status, one.minutes, one.version) for one in model.records]


def test_whatever_happens_it_is_as_expected_on_both(
    twins: Twins, now: datetime, pytestconfig: pytest.Config
) -> None:
    programs = pytestconfig.getoption("programs")
    happened: Counter[str] = Counter()
    chosen = type("Programs", (Programs,), {"twins": twins, "start": now, "happened": happened})
    run_state_machine_as_test(
        chosen,
        settings=settings(
            max_examples=programs,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=programs == FEW,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert happened.total() >= programs
    print(happened.total(), "steps in", programs, "programs")
    for what, times in sorted(happened.items()):
        print(f"{times:6d} {what}")
