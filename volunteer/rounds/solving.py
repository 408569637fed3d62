"""From a place and a moment to the rows of a round, in bulk."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.rounds.adapter import Answer, Asked, solved, to_answer, to_problem
from volunteer.rounds.gather import gather
from volunteer.rounds.models import Proposal, Round, RoundInput, Ruling, Unfilled
from volunteer.rounds.seen import Pair

# A community takes milliseconds; what is not done by then is proposed with its honest gap.
SOLVING_SECONDS = 10.0
# What a round was solved from can be replayed so long; after that only its proposal is kept.
KEEP_INPUTS = timedelta(days=180)


def look(found: Round, *, now: datetime, travel: timedelta) -> Asked:
    """What the round has to solve now, with the pins and forbids said so far."""
    return to_problem(
        gather(found.covers, now=now, until=found.until),
        now=now,
        travel=travel,
        forbidden=_ruled(found, Ruling.FORBID),
        pinned=_ruled(found, Ruling.PIN),
        weights=found.weights,
    )


def solve(found: Round, asked: Asked, *, now: datetime) -> Answer:
    """The plan in rows; the round says how it came about and how good it is.

    Raises Unpinnable when a pinned pair breaks a rule.
    """
    answer = to_answer(asked, solved(asked, seconds=SOLVING_SECONDS))
    found.solved_at = now
    found.members_asked = len(asked.member_ids)
    found.places_wanted = int(asked.problem.headcount.sum())
    found.method, found.gap = answer.method, answer.gap
    found.seconds, found.suitability = answer.seconds, answer.suitability
    found.seed, found.input_hash = asked.seed, asked.hash
    return answer


def keep(found: Round, asked: Asked, answer: Answer, *, now: datetime) -> None:
    """Pairs with their reasons, gaps with their funnels, and the input are rows of the round."""
    for table in (Proposal, Unfilled, RoundInput):
        db.session.execute(sa.delete(table).where(table.round_id == found.id))
    for table, rows in ((Proposal, answer.proposals), (Unfilled, answer.unfilled)):
        if rows:
            db.session.execute(sa.insert(table), [{**row, "round_id": found.id} for row in rows])
    db.session.execute(
        sa.insert(RoundInput), {"round_id": found.id, "kept_at": now, "arrays": asked.packed()}
    )
    db.session.execute(sa.delete(RoundInput).where(RoundInput.kept_at < now - KEEP_INPUTS))
    db.session.expire(found, ["proposals", "unfilled"])


def _ruled(found: Round, ruling: Ruling) -> list[Pair]:
    return [(one.need_id, one.member_id) for one in found.wishes if one.ruling == ruling]
