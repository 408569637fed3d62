"""Verifies a proof pair by pair from the raw numbers, sharing no code with the solver."""

from __future__ import annotations

from collections import Counter, defaultdict

from matching.check import broken_rule, score
from matching.plan import Plan
from matching.problem import Problem
from matching.proof import Proof
from matching.weights import Weights

Seat = tuple[int, int, int]  # member, period, group


def check_proof(problem: Problem, plan: Plan, weights: Weights, proof: Proof) -> list[str]:
    """Everything that keeps the proof from proving the plan best, in words; empty if it does.

    The plan must be valid, which `check` shows. Looks at every need with every member in plain
    Python: meant for communities.
    """
    return _Verdict(problem, weights, proof).wrong(plan)


class _Verdict:
    """The facts a proof is held against, as the problem states them."""

    def __init__(self, problem: Problem, weights: Weights, proof: Proof) -> None:
        self.problem, self.weights, self.proof = problem, weights, proof
        self.pinned = [(need, member) for need, member in problem.pinned.tolist()]
        self.helpers = Counter(need for need, _ in self.pinned)
        self.tasks = Counter((who, int(problem.period[need])) for need, who in self.pinned)
        self.seat = {
            (need, who): (who, int(problem.period[need]), group)
            for need, who, group in proof.seats.tolist()
        }
        self.extra: dict[Seat, int] = {
            (who, period, group): price for who, period, group, price in proof.extras.tolist()
        }

    def wrong(self, plan: Plan) -> list[str]:
        """All objections."""
        prices = (self.proof.place_price, self.proof.extras[:, 3:], self.proof.task_price)
        wrong = ["a price is below 0"] if any((price < 0).any() for price in prices) else []
        if self.proof.step <= 2 * 1000 * int(self.problem.headcount.sum()):
            wrong.append("a step between tiers is too small to come before all suitability")
        wrong += self._unpaid() + self._loose_groups()
        missing = self._all_prices() - self._worth(plan)
        if missing:
            wrong.append(f"the prices leave open whether a plan is worth {missing} more")
        return wrong

    def _unpaid(self) -> list[str]:
        """Possible pairs that are worth more than their prices."""
        wrong = []
        for need in range(self.problem.need_count):
            possible = [who for who in range(self.problem.member_count) if self._can(need, who)]
            left = self._left(need)
            if self.problem.whole[need] and left > max(1, len(possible)):
                continue  # too few could come: it stays as it is in every plan
            for who in possible if left else ():
                wrong += self._unpaid_pair(need, who, left)
        return wrong

    def _unpaid_pair(self, need: int, who: int, left: int) -> list[str]:
        seat = self.seat.get((need, who))
        if seat is None:
            return [f"need {need} with member {who} is possible, but has no seat"]
        paid = int(self.proof.task_price[seat[:2]]) + self.extra.get(seat, 0)
        worth = score(self.problem, self.weights, need, who)
        met = bool(self.helpers[need])
        for further in {met, met or left > 1}:
            price = int(self.proof.place_price[need, int(further)])
            if worth + self._step_weight(need, further) > price + paid:
                return [f"need {need} with member {who} is worth more than its prices"]
        return []

    def _loose_groups(self) -> list[str]:
        """Groups of windows that do not all exclude each other."""
        groups: dict[Seat, list[int]] = defaultdict(list)
        for (need, _), seat in self.seat.items():
            groups[seat].append(need)
        start, end, gap = self.problem.start, self.problem.end, self.problem.buffer_minutes
        return [
            f"member {seat[0]} could do some of needs {needs} together"
            for seat, needs in groups.items()
            if len(needs) > 1 and start[needs].max() >= end[needs].min() + gap
        ]

    def _all_prices(self) -> int:
        """What no plan can exceed."""
        problem, proof = self.problem, self.proof
        total = sum(self.extra.values())
        for need in range(problem.need_count):
            for nth in range(self.helpers[need], int(problem.headcount[need])):
                total += int(proof.place_price[need, min(nth, 1)])
        for who, period in zip(*proof.task_price.nonzero(), strict=True):
            room = int(problem.capacity[who, period]) - self.tasks[int(who), int(period)]
            total += room * int(proof.task_price[who, period])
        return total

    def _worth(self, plan: Plan) -> int:
        """What the plan is worth beyond its pins."""
        helpers, total = self.helpers.copy(), 0
        for need, who in plan.pairs.tolist():
            if (need, who) not in self.pinned:
                total += self._step_weight(need, bool(helpers[need]))
                total += score(self.problem, self.weights, need, who)
                helpers[need] += 1
        return total

    def _step_weight(self, need: int, further: bool) -> int:
        return (8 - 2 * int(self.problem.urgency[need]) - further) * self.proof.step

    def _left(self, need: int) -> int:
        return int(self.problem.headcount[need]) - self.helpers[need]

    def _can(self, need: int, who: int) -> bool:
        """Whether the pair may be added to the pins."""
        problem, gap = self.problem, self.problem.buffer_minutes
        period = int(problem.period[need])
        room = int(problem.capacity[who, period]) - self.tasks[who, period]
        return (
            (need, who) not in self.pinned
            and room > 0
            and not broken_rule(problem, need, who)
            and all(
                problem.start[need] >= problem.end[row] + gap
                or problem.start[row] >= problem.end[need] + gap
                for row, member in self.pinned
                if member == who
            )
        )
