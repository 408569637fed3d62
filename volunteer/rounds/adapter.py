"""Between our rows and the solver's arrays; the only importer of `matching`."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from io import BytesIO
from math import ceil
from typing import Any

import numpy as np

from matching import (
    PinRefused,
    Plan,
    Problem,
    Rule,
    Terms,
    Weights,
    explain_all,
    funnels,
    solve,
)
from volunteer.errors import Unpinnable
from volunteer.members.skills import SKILLS
from volunteer.rounds.columns import columns_of, ids_of
from volunteer.rounds.seen import Pair, Seen

USUAL_WEIGHTS = asdict(Weights())
CODES = list(SKILLS)


@dataclass(frozen=True, eq=False)
class Asked:
    """A problem with the ids that its rows stand for, and how its plans are to be compared."""

    problem: Problem
    need_ids: np.ndarray
    member_ids: np.ndarray
    weights: Weights
    seed: int = 0

    @property
    def hash(self) -> str:
        """Equal for equal input, which gives an equal plan."""
        found = hashlib.sha256(f"{self.weights} {self.seed}".encode())
        for name, array in self.arrays().items():
            found.update(f"{name} {array.dtype} {array.shape}".encode())
            found.update(np.ascontiguousarray(array).data)
        return found.hexdigest()

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything as arrays, in an order that never changes."""
        of_problem = {
            field.name: np.asarray(getattr(self.problem, field.name)) for field in fields(Problem)
        }
        return {"need_ids": self.need_ids, "member_ids": self.member_ids, **of_problem}

    def packed(self) -> bytes:
        """Everything but weights and seed as one compressed file of arrays (.npz in zlib)."""
        file = BytesIO()
        np.savez(file, allow_pickle=False, **self.arrays())
        return zlib.compress(file.getbuffer(), level=1)


@dataclass(frozen=True)
class Answer:
    """What the solver found: rows to be stored, without the round they belong to."""

    proposals: Sequence[dict[str, Any]]
    unfilled: Sequence[dict[str, Any]]
    method: str
    gap: float
    seconds: float
    suitability: int


def to_problem(
    seen: Seen,
    *,
    now: datetime,
    travel: timedelta,
    forbidden: Iterable[Pair] = (),
    pinned: Iterable[Pair] = (),
    weights: Mapping[str, float],
) -> Asked:
    """The solver's view; needs and members, in id order, may be none."""
    columns = columns_of(seen, now=now, travel=travel, forbidden=forbidden, pinned=pinned)
    return Asked(Problem(**columns), ids_of(seen.needs), ids_of(seen.members), Weights(**weights))


def unpacked(packed: bytes, weights: Mapping[str, float], seed: int) -> Asked:
    """What was packed, to be solved with these weights."""
    with np.load(BytesIO(zlib.decompress(packed)), allow_pickle=False) as file:
        arrays = dict(file)
    need_ids, member_ids = arrays.pop("need_ids"), arrays.pop("member_ids")
    problem = Problem(**{**arrays, "buffer_minutes": int(arrays["buffer_minutes"])})
    return Asked(problem, need_ids, member_ids, Weights(**weights), seed)


def solved(asked: Asked, *, seconds: float) -> Plan:
    """The best plan, exact unless the time limit cut in (then gap > 0).

    Raises Unpinnable when a pinned pair breaks a rule.
    """
    try:
        return solve(asked.problem, asked.weights, time_limit=seconds, seed=asked.seed)
    except PinRefused as refused:
        raise Unpinnable from refused


def to_answer(asked: Asked, plan: Plan) -> Answer:
    """The plan in the service's own words: who is asked and why, and where people were lost."""
    problem = asked.problem
    missing = problem.headcount - plan.filled
    empty = np.flatnonzero(missing)
    return Answer(
        proposals=_proposals(asked, plan),
        unfilled=[
            {
                "need_id": int(asked.need_ids[row]),
                "places": int(missing[row]),
                "funnel": [[stage.name.lower(), left] for stage, left in narrowed],
            }
            for row, narrowed in zip(empty, funnels(problem, plan, empty), strict=True)
        ],
        method=plan.method,
        gap=plan.gap,
        seconds=plan.seconds,
        suitability=plan.suitability,
    )


def _proposals(asked: Asked, plan: Plan) -> list[dict[str, Any]]:
    found = zip(
        pairs_of(asked, plan.pairs),
        asked.problem.skill[plan.pairs[:, 0]].tolist(),
        explain_all(asked.problem, asked.weights, plan.pairs),
        strict=True,
    )
    return [
        {"need_id": need_id, "member_id": member_id, "reasons": reasons_of(skill, terms)}
        for (need_id, member_id), skill, terms in found
    ]


def reasons_of(skill: int, terms: Terms) -> dict[str, Any]:
    """The numbers behind a pair, as the hall keeps them with an order, and its points."""
    return {
        "skill": CODES[skill] if skill >= 0 else None,
        "grade": terms.free_grade,
        "walk_minutes": ceil(terms.walk_minutes),
        "recent_minutes": int(terms.recent_minutes),
        "familiar": terms.familiar,
        "points": dict(terms.points),
    }


def possible(then: Asked, now: Asked, pairs: Sequence[Pair]) -> set[Pair]:
    """Those pairs of a plan made for `then` that can still all be had together now.

    A pair needs its need at the same hours, no rule against it, a place, and room in the member's
    week, first come first served; who must come together comes whole or not at all.
    """
    problem, before = now.problem, _hours(then)
    needs, members = _rows(now.need_ids), _rows(now.member_ids)
    known = [(need, member) for need, member in pairs if need in needs and member in members]
    rows = [(needs[need], members[member]) for need, member in known]
    hours, verdicts = _hours(now), explain_all(problem, now.weights, np.array(rows, np.int64))
    room, places = problem.capacity.copy(), problem.headcount.copy()
    kept = []
    for pair, (need, member), terms in zip(known, rows, verdicts, strict=True):
        week = problem.period[need]
        if terms.rule != Rule.FITS or hours[pair[0]] != before[pair[0]]:
            continue
        if places[need] and room[member, week]:
            places[need] -= 1
            room[member, week] -= 1
            kept.append((pair, need))
    return {pair for pair, need in kept if not (problem.whole[need] and places[need])}


def _rows(ids: np.ndarray) -> dict[int, int]:
    return {one: row for row, one in enumerate(ids.tolist())}


def _hours(asked: Asked) -> dict[int, tuple[int, int]]:
    """Need id -> when it begins and ends."""
    problem = asked.problem
    hours = zip(problem.start.tolist(), problem.end.tolist(), strict=True)
    return dict(zip(asked.need_ids.tolist(), hours, strict=True))


def pairs_of(asked: Asked, rows: np.ndarray) -> list[Pair]:
    """Pairs of rows as pairs of ids; a member who was imagined has the id 0."""
    members = np.append(asked.member_ids, 0)
    found = asked.need_ids[rows[:, 0]].tolist(), members[rows[:, 1]].tolist()
    return list(zip(*found, strict=True))


def row_of(ids: np.ndarray, asked: int) -> int:
    found = np.flatnonzero(ids == asked)
    if not len(found):
        raise KeyError(asked)
    return int(found[0])
