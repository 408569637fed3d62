"""From a place and a moment to the rows of a round, in three steps: read, solve, write.

A draft is what was read. Solving one needs no database, and takes seconds for a district: nobody
waits for it, and so things may have changed by the time its answer is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.queries import latest
from volunteer.rounds.adapter import Answer, Asked, possible, solved, to_answer, to_problem
from volunteer.rounds.gather import gather
from volunteer.rounds.models import Proposal, Round, RoundInput, Ruling, Unfilled

# A community takes milliseconds; what is not done by then is proposed with its honest gap.
SOLVING_SECONDS = 10.0
# What a round was solved from can be replayed so long; after that only its proposal is kept.
KEEP_INPUTS = timedelta(days=180)

Wishes = frozenset[tuple[int, int, Ruling]]


@dataclass(frozen=True)
class View:
    """What a round looks at: communities, days ahead, with which weights, pins and forbids."""

    covers: Sequence[int]
    now: datetime
    until: datetime
    travel: timedelta
    weights: Mapping[str, Any]
    wishes: Wishes = frozenset()


@dataclass(frozen=True, eq=False)
class Draft:
    """A round as it was read: what is to be solved, and the last event of history that it knows.

    `kind` and `place_id` say whose round it is, `revision` which state of it is solved again (None
    for a new one). `is_known` when a round that was made from equal input is there already.
    """

    kind: str
    place_id: int
    view: View
    asked: Asked
    event: int
    revision: int | None = None
    is_known: bool = False


def look(view: View) -> Asked:
    """What the round has to solve now."""

    def ruled(ruling: Ruling) -> list[tuple[int, int]]:
        return [(need, member) for need, member, said in view.wishes if said == ruling]

    return to_problem(
        gather(view.covers, now=view.now, until=view.until),
        now=view.now,
        travel=view.travel,
        forbidden=ruled(Ruling.FORBID),
        pinned=ruled(Ruling.PIN),
        weights=view.weights,
    )


def solve(draft: Draft) -> Answer | None:
    """The plan in rows, found without the database; None when there is nothing new to solve.

    Raises Unpinnable when a pinned pair breaks a rule.
    """
    if draft.is_known:
        return None
    return to_answer(draft.asked, solved(draft.asked, seconds=SOLVING_SECONDS))


def as_it_is_now(draft: Draft, answer: Answer) -> tuple[Answer, int]:
    """The answer without pairs that have become impossible since the draft was read, and how many
    those are. Their places are gaps for now: solving again fills them."""
    if latest() == draft.event:
        return answer, 0
    now = look(draft.view)
    pairs = [(one["need_id"], one["member_id"]) for one in answer.proposals]
    kept = possible(draft.asked, now, pairs)
    gone = [pair for pair in pairs if pair not in kept]
    if not gone:
        return answer, 0
    broken = {need_id for need_id, _ in gone}
    places = dict(zip(now.need_ids.tolist(), now.problem.headcount.tolist(), strict=True))
    for need_id, _ in kept:
        places[need_id] -= 1
    left = [one for one in answer.unfilled if one["need_id"] not in broken]
    new = [
        {"need_id": need_id, "places": places[need_id], "funnel": []}
        for need_id in sorted(broken)
        if places.get(need_id)
    ]
    proposals = [one for one in answer.proposals if (one["need_id"], one["member_id"]) in kept]
    return replace(answer, proposals=proposals, unfilled=[*left, *new]), len(gone)


def write(found: Round, draft: Draft, answer: Answer, *, gone: int) -> None:
    """The round says how its plan came about and how good it is; nothing is stored yet.

    With pairs `gone` it is not what was solved, and no equal input finds it again.
    """
    asked = draft.asked
    found.solved_at = draft.view.now
    found.weights = dict(draft.view.weights)
    found.members_asked = len(asked.member_ids)
    found.places_wanted = int(asked.problem.headcount.sum())
    found.method, found.gap = answer.method, answer.gap
    found.seconds, found.suitability = answer.seconds, answer.suitability
    found.seed, found.input_hash = asked.seed, "" if gone else asked.hash


def keep(found: Round, draft: Draft, answer: Answer) -> None:
    """Pairs with their reasons, gaps with their funnels, and the input are rows of the round."""
    for table in (Proposal, Unfilled, RoundInput):
        db.session.execute(sa.delete(table).where(table.round_id == found.id))
    for table, rows in ((Proposal, answer.proposals), (Unfilled, answer.unfilled)):
        if rows:
            db.session.execute(sa.insert(table), [{**row, "round_id": found.id} for row in rows])
    now = draft.view.now
    db.session.execute(
        sa.insert(RoundInput),
        {"round_id": found.id, "kept_at": now, "arrays": draft.asked.packed()},
    )
    db.session.execute(sa.delete(RoundInput).where(RoundInput.kept_at < now - KEEP_INPUTS))
    db.session.expire(found, ["proposals", "unfilled"])
