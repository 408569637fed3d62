"""Questions to the solver about a problem it has solved: why not, what if, who is lacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching import (
    Change,
    Newcomer,
    Problem,
    Rule,
    Weights,
    bottlenecks,
    explain_all,
    funnel,
    solve,
    what_if,
    why_not,
    without_needs,
)
from volunteer.members.free_time import WEEK_PARTS
from volunteer.members.skills import SKILLS
from volunteer.rounds.adapter import CODES, Asked, pairs_of, reasons_of, row_of, solved
from volunteer.rounds.columns import PARTS
from volunteer.rounds.seen import Pair

NEWCOMER_TASKS = 3  # of the person imagined, each week


@dataclass(frozen=True)
class Swap:
    """How another plan differs from the one there is, in pairs of ids.

    `places` and `suitability` are filled places and points more, or less when below 0.
    """

    gone: Sequence[Pair]
    come: Sequence[Pair]
    places: int
    suitability: int


@dataclass(frozen=True)
class Insisted:
    """What insisting on a pair would cost: the rule in the way, or who would change places.

    `rule` names the rule that the pair breaks, or is "fits"; `chosen` when it is proposed anyway;
    `is_pinned_out` when pins stand in the way, so that nothing can be compared.
    """

    rule: str
    chosen: bool
    is_pinned_out: bool
    swap: Swap


@dataclass(frozen=True)
class Lack:
    """A kind of person of whom one more would fill so many places: skill, part of a week, place."""

    skill: str | None
    weekday: int
    part: int
    community_id: int
    places: int
    needs: Sequence[int]


@dataclass(frozen=True)
class Imagined:
    """What might be different: other weights, needs and members that are not there, and one person
    more who is always free and has this skill (or, under "", none in particular)."""

    weights: Mapping[str, float] | None = None
    without_needs: Sequence[int] = ()
    without_members: Sequence[int] = ()
    one_more: str | None = None


def insisted(asked: Asked, need_id: int, member_id: int, *, seconds: float) -> Insisted:
    """Why the pair is not proposed. Raises KeyError for ids that the problem does not know."""
    need, member = row_of(asked.need_ids, need_id), row_of(asked.member_ids, member_id)
    plan = solved(asked, seconds=seconds)
    found = why_not(asked.problem, plan, asked.weights, need, member, seconds)
    return Insisted(
        rule=found.rule.name.lower(),
        chosen=found.chosen,
        is_pinned_out=len(found.pins) > 0,
        swap=Swap(
            gone=pairs_of(asked, found.gone),
            come=pairs_of(asked, found.come),
            places=sum(found.class_change),
            suitability=found.suitability_change,
        ),
    )


def imagined(asked: Asked, other: Imagined, *, seconds: float) -> Swap:
    """How the plan would differ; the person imagined is member 0. Nothing is changed.

    Raises KeyError for ids that the problem does not know, ValueError for weights that are none.
    """
    joins = other.one_more is not None and len(asked.need_ids) > 0
    change = Change(
        join=_somebody(asked.problem, other.one_more) if joins else {},
        drop=[row_of(asked.need_ids, one) for one in other.without_needs],
        leave=[row_of(asked.member_ids, one) for one in other.without_members],
        weights=None if other.weights is None else Weights(**other.weights),
    )
    plan = solved(asked, seconds=seconds)
    found = what_if(asked.problem, plan, asked.weights, change, time_limit=seconds).difference
    return Swap(
        gone=pairs_of(asked, found.lost),
        come=pairs_of(asked, found.gained),
        places=found.places,
        suitability=found.suitability_change,
    )


def lacking(asked: Asked, weekday: int, *, seconds: float) -> list[Lack]:
    """The kinds of person lacked most, the best first; `weekday` is that of the first day."""
    blocks = np.arange(asked.problem.blocks.shape[1])
    week = (weekday * PARTS + blocks) % WEEK_PARTS
    found = bottlenecks(
        asked.problem,
        solved(asked, seconds=seconds),
        asked.weights,
        Newcomer(groups=week),
        time_limit=seconds,
    )
    return [
        Lack(
            skill=CODES[one.skill] if one.skill >= 0 else None,
            weekday=one.group // PARTS,
            part=one.group % PARTS,
            community_id=one.community,
            places=one.places,
            needs=asked.need_ids[one.needs].tolist(),
        )
        for one in found
    ]


def suited(asked: Asked, need_id: int) -> list[tuple[int, dict[str, Any]]]:
    """Who could come for the need: (member id, reasons), the most suitable first."""
    need = row_of(asked.need_ids, need_id)
    members = np.arange(len(asked.member_ids))
    pairs = np.stack([np.full(len(members), need), members], axis=1)
    terms = explain_all(asked.problem, asked.weights, pairs)
    fitting = [row for row, one in enumerate(terms) if one.rule == Rule.FITS]
    fitting.sort(key=lambda row: (-terms[row].score, row))
    skill = int(asked.problem.skill[need])
    return [(int(asked.member_ids[row]), reasons_of(skill, terms[row])) for row in fitting]


def narrowed(asked: Asked, need_id: int) -> list[list[str | int]]:
    """The funnel of a need before anybody is chosen."""
    nobody = solve(without_needs(asked.problem, np.arange(len(asked.need_ids))), asked.weights)
    stages = funnel(asked.problem, nobody, row_of(asked.need_ids, need_id))
    return [[stage.name.lower(), left] for stage, left in stages]


def _somebody(problem: Problem, skill: str | None) -> dict[str, Any]:
    """One member more, in the middle of it all, at home in the community that needs most."""
    home = np.bincount(problem.community, problem.headcount).argmax()
    held = np.array([[code == skill for code in SKILLS]])
    return {
        "free": np.full((1, problem.blocks.shape[1]), 2),
        "capacity": np.full((1, problem.period_count), NEWCOMER_TASKS),
        "skills": held * 3,
        "licences": held,
        "member_community": [home],
        "member_x": [problem.x[problem.community == home].mean()],
        "member_y": [problem.y[problem.community == home].mean()],
    }
