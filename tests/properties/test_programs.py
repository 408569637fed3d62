"""Whatever people and clocks do to needs, orders and hours, in whatever order: it is as expected.

A program is a list of acts, drawn by chance and aimed a little. Each is done through the API of
the real application, on SQLite and on PostgreSQL, and by a model in plain Python. After each act
code, reason and rows are the same on both, needs, orders and records are where the model has
them, and nothing that must always hold is broken. By default a few programs; with
`--programs 100 -s` as many as wanted, and how often everything happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.properties import acts, adopting
from tests.properties.acts import NEED_ACTS, ORDER_ACTS, OWN, RECORD_ACTS, Act
from tests.properties.hours import Model, day, overdue
from tests.properties.twins import DONE, WHO, Of, Twins
from tests.properties.wishes import MEMBERS, RESIDENT, Refused

STEPS, MOST_NEEDS, MOST_ROUNDS = 30, 4, 3
HALF = timedelta(minutes=30)
HOURS = (10 * 60, 10 * 60 + 30, 15 * 60, 19 * 60)  # minutes after midnight; two of them clash
FEW = 3  # programs, unless more are asked for


class Programs(RuleBasedStateMachine):
    """One program, while it runs."""

    twins: ClassVar[Twins]
    start: ClassVar[datetime]
    happened: ClassVar[Counter[str]]

    @initialize()
    def two_needs_are_open(self) -> None:
        self.twins.begin(self.start)
        self.model, self.rounds_left = Model(self.start), MOST_ROUNDS
        for number in range(2):
            starts = day(self.start, 1, HOURS[number])
            self.posts(starts)
            self.triages(number, "wang", starts, 1 + number, risky=False)

    @precondition(lambda self: len(self.model.needs) < MOST_NEEDS)
    @rule(data=st.data())
    def somebody_posts(self, data: st.DataObject) -> None:
        self.posts(self.some_time(data))

    @rule(data=st.data(), places=st.integers(1, 2), risky=st.booleans())
    def somebody_triages(self, data: st.DataObject, places: int, risky: bool) -> None:
        number = aimed(data, self.model.needs, {"submitted"})
        who = data.draw(st.sampled_from(["wang", "qian", "wang", "qian", *WHO]))
        self.triages(number, who, self.some_time(data), places, risky=risky)

    @rule(data=st.data(), verb=st.sampled_from(sorted(NEED_ACTS)))
    def somebody_acts_on_a_need(self, data: st.DataObject, verb: str) -> None:
        act, needs = NEED_ACTS[verb], self.model.needs
        number = aimed(data, needs, act.aims_at)
        who = data.draw(st.sampled_from([*act.by * 4, *WHO]))
        self.tries(
            f"need {verb}",
            lambda: act.expected(self.model, needs[number], who),
            lambda seen: acts.need_path(seen, number, act.path, who),
            who,
            lambda seen: dict(act.body),
        )

    @rule(data=st.data(), into=st.integers(0, MOST_NEEDS))
    def a_secretary_merges(self, data: st.DataObject, into: int) -> None:
        needs = self.model.needs
        number, into = aimed(data, needs, {"submitted"}), into % len(needs)
        self.tries(
            "need merge",
            lambda: self.model.merge(needs[number], "wang", needs[into]),
            lambda seen: acts.need_path(seen, number, "merge", "wang"),
            "wang",
            lambda seen: {"into": acts.number_of(seen.needs[into])},
        )

    @rule(data=st.data())
    def a_secretary_rearranges(self, data: st.DataObject) -> None:
        number = aimed(data, self.model.needs, {"open", "unfilled"})
        need, starts = self.model.needs[number], self.some_time(data)
        self.tries(
            "need rearrange",
            lambda: self.model.rearrange(need, "wang", starts),
            lambda seen: acts.need_path(seen, number, "rearrange", "wang"),
            "wang",
            lambda seen: acts.window(starts),
        )

    @rule(data=st.data(), verb=st.sampled_from(["take", "take", "stand-by"]))
    def a_member_wants_a_task(self, data: st.DataObject, verb: str) -> None:
        needs = self.model.needs
        number = aimed(data, needs, {"open"} if verb == "take" else {"staffed"})
        who = data.draw(st.sampled_from([*sorted(MEMBERS) * 3, *WHO]))
        expected = self.model.take if verb == "take" else self.model.stand_by
        self.tries(
            f"need {verb}",
            lambda: expected(needs[number], who),
            lambda seen: acts.need_path(seen, number, verb, who),
            who,
            lambda seen: {},
        )

    @precondition(lambda self: self.model.orders)
    @rule(data=st.data(), verb=st.sampled_from(sorted(ORDER_ACTS)))
    def somebody_acts_on_an_order(self, data: st.DataObject, verb: str) -> None:
        act, orders = ORDER_ACTS[verb], self.model.orders
        number = aimed(data, orders, act.aims_at)
        who, way = whoever(data, act, orders[number].who), data.draw(st.sampled_from(act.ways))
        self.tries(
            f"order {verb}",
            lambda: act.expected(self.model, orders[number], who, *filter(None, [way])),
            lambda seen: f"/orders/{seen.orders[number]['id']}/{act.path}",
            who,
            lambda seen: acts.order_body(act, way, seen, number),
        )

    @precondition(lambda self: self.model.records)
    @rule(data=st.data(), verb=st.sampled_from(sorted(RECORD_ACTS)))
    def somebody_acts_on_a_record(self, data: st.DataObject, verb: str) -> None:
        act, records = RECORD_ACTS[verb], self.model.records
        number = aimed(data, records, act.aims_at)
        who = whoever(data, act, records[number].order.who)
        self.tries(
            f"record {verb}",
            lambda: act.expected(self.model, records[number], who),
            lambda seen: f"/records/{seen.records[number]['id']}/{act.path}",
            who,
            lambda seen: acts.record_body(act, seen, number),
        )

    @rule(data=st.data())
    def time_passes(self, data: st.DataObject) -> None:
        awaited = [one for one in self.model.orders if one.status in ("accepted", "checked_in")]
        edges = [
            edge
            for one in awaited
            for edge in (one.starts - HALF, one.starts + HALF, one.ends + timedelta(minutes=5))
            if edge > self.model.now
        ]
        usual = [self.model.now + timedelta(minutes=some) for some in (7, 45, 400)]
        self.model.now = data.draw(st.sampled_from([*edges * 2, *usual]))
        self.twins.pass_to(self.model.now)
        self.happened["time passes"] += 1

    @rule()
    def the_clocks_run(self) -> None:
        self.model.now += timedelta(minutes=1)
        self.twins.run(self.model.now)
        adopting.from_clocks(self.model, self.twins.look())
        assert overdue(self.model) == []
        self.must_be_as_expected()
        self.happened["the clocks run"] += 1

    @precondition(lambda self: self.rounds_left and self.wanted())
    @rule()
    def a_secretary_releases_a_round(self) -> None:
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

    def wanted(self) -> bool:
        """Somebody is looked for."""
        return any(one.status == "open" for one in self.model.needs)

    def some_time(self, data: st.DataObject) -> datetime:
        """Of today, tomorrow or the day after; it may have passed."""
        days, minutes = data.draw(st.integers(0, 2)), data.draw(st.sampled_from(HOURS))
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


def aimed(data: st.DataObject, things: Sequence[Any], at: AbstractSet[str]) -> int:
    """The number of a thing, mostly of one in these states."""
    fitting = [number for number, one in enumerate(things) if one.status in at]
    return data.draw(st.sampled_from([*fitting * 6, *range(len(things))]))


def whoever(data: st.DataObject, act: Act, own: str) -> str:
    """Somebody, mostly one whose it is to do."""
    fitting = [own if one == OWN else one for one in act.by]
    return data.draw(st.sampled_from([*fitting * 6, *WHO]))


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
