"""Rounds: who could do what in the days ahead, steered, asked about and released."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import current_app, url_for

from volunteer import door
from volunteer.api.orders import travel
from volunteer.api.paging import PageSchema, counted_page, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.api.rounds_out import (
    ImaginedSchema,
    InsistedOut,
    LacksOut,
    LoadsOut,
    PairSchema,
    ProposalOut,
    ReleasedOut,
    RoundLine,
    RoundOut,
    RunSchema,
    SolveSchema,
    SwapOut,
    UnfilledOut,
    loads_out,
    proposal_out,
    round_out,
    unfilled_out,
)
from volunteer.db import reading, transaction
from volunteer.places.queries import SCOPES, scope
from volunteer.rounds import actions, queries, questions
from volunteer.rounds.adapter import USUAL_WEIGHTS
from volunteer.rounds.drafts import solve as solve_draft
from volunteer.rounds.inquiry import Imagined, Insisted, Swap
from volunteer.rounds.models import Ruling

routes = Resource("rounds", "Proposals of the matching for a community, sub-district or district.")


@routes.lists("/rounds", PageSchema, gives=page_of(RoundLine))
def index(given: Given) -> dict[str, object]:
    """Rounds of one's places, newest first."""
    return page(partial(queries.list_for, door.person()), **given)


@routes.verb("/rounds", RunSchema, gives=RoundOut, status=201)
def run(given: Given) -> tuple[dict[str, object], int, dict[str, str]]:
    """A proposal for the days ahead; one that nobody released is discarded.

    When nothing has changed since that one was made, it stays and is given again.
    """
    kind = next(one for one in SCOPES if f"{one}_id" in given)
    with reading():
        draft = actions.draft(
            scope(kind, given[f"{kind}_id"]),
            by=door.person(),
            now=door.now(),
            days=current_app.config["SETTINGS"].round_days,
            travel=travel(),
            weights={**USUAL_WEIGHTS, **given.get("weights", {})},
        )
    answer = solve_draft(draft)
    with transaction():
        number = actions.publish(draft, answer, by=door.person(), now=door.now()).id
    return _shown(number), 201, {"Location": url_for(".show", round_id=number)}


@routes.shows("/rounds/<int:round_id>", gives=RoundOut)
def show(round_id: int) -> dict[str, object]:
    """One round; its pairs and gaps are lists of their own."""
    return _shown(round_id)


@routes.lists("/rounds/<int:round_id>/proposals", PageSchema, gives=page_of(ProposalOut))
def proposals(given: Given, round_id: int) -> dict[str, object]:
    """The pairs of a round, need by need, as far as the reader may know them."""
    reader, found = door.person(), queries.outline_for(door.person(), round_id)

    def some(**which: int) -> list[object]:
        return [proposal_out(one, reader) for one in queries.proposals_of(found, reader, **which)]

    return counted_page(some, **given)


@routes.lists("/rounds/<int:round_id>/unfilled", PageSchema, gives=page_of(UnfilledOut))
def unfilled(given: Given, round_id: int) -> dict[str, object]:
    """The needs of a round with empty places, as far as the reader may know them."""
    reader, found = door.person(), queries.outline_for(door.person(), round_id)

    def some(**which: int) -> list[object]:
        return [unfilled_out(one, reader) for one in queries.unfilled_of(found, reader, **which)]

    return counted_page(some, **given)


@routes.verb("/rounds/<int:round_id>/pin", PairSchema, gives=RoundOut)
def pin(given: Given, round_id: int) -> dict[str, object]:
    """The next solution holds this pair."""
    return _changed(partial(actions.rule, ruling=Ruling.PIN, **given), round_id)


@routes.verb("/rounds/<int:round_id>/forbid", PairSchema, gives=RoundOut)
def forbid(given: Given, round_id: int) -> dict[str, object]:
    """The next solution does without this pair."""
    return _changed(partial(actions.rule, ruling=Ruling.FORBID, **given), round_id)


@routes.verb("/rounds/<int:round_id>/clear", PairSchema, gives=RoundOut)
def clear(given: Given, round_id: int) -> dict[str, object]:
    """The pair is left to the solver again."""
    return _changed(partial(actions.rule, ruling=None, **given), round_id)


@routes.verb("/rounds/<int:round_id>/solve", SolveSchema, gives=RoundOut)
def solve(given: Given, round_id: int) -> dict[str, object]:
    """The proposal is the best for what holds now; pins, forbids, weights not given are kept."""
    with reading():
        found = queries.round_for(door.person(), round_id)
        weights = {**found.weights, **given.get("weights", {})}
        draft = actions.draft_again(
            found, by=door.person(), now=door.now(), travel=travel(), weights=weights
        )
    answer = solve_draft(draft)
    return _changed(partial(actions.publish_again, made=draft, answer=answer), round_id)


@routes.verb("/rounds/<int:round_id>/release", gives=ReleasedOut)
def release(round_id: int) -> dict[str, object]:
    """Each member proposed is asked."""
    with transaction():
        found = queries.round_for(door.person(), round_id)
        became = actions.release(
            found,
            by=door.person(),
            now=door.now(),
            travel=travel(),
            patience=door.patience(),
            weekly=door.weekly_offers(),
        )
    return {**vars(became), "round": _shown(round_id)}


@routes.verb("/rounds/<int:round_id>/discard", gives=RoundOut)
def discard(round_id: int) -> dict[str, object]:
    """The proposal is put aside; nobody was asked."""
    return _changed(actions.discard, round_id)


@routes.verb("/rounds/<int:round_id>/what-if", ImaginedSchema, gives=SwapOut)
def what_if(given: Given, round_id: int) -> Swap:
    """How the proposal would differ if things were otherwise; nothing is changed.

    Holds for what the round was solved from, also long after: other weights replay it.
    """
    found = queries.round_for(door.person(), round_id)
    if "weights" in given:
        given["weights"] = {**found.weights, **given["weights"]}
    return questions.what_if(found, Imagined(**given))


@routes.verb("/rounds/<int:round_id>/why-not", PairSchema, gives=InsistedOut)
def why_not(given: Given, round_id: int) -> Insisted:
    """Why the pair is not proposed, and who would change places if it were; nothing is changed."""
    found = queries.round_for(door.person(), round_id)
    return questions.why_not(found, given["need_id"], given["member_id"])


@routes.shows("/rounds/<int:round_id>/load", gives=LoadsOut)
def load(round_id: int) -> dict[str, object]:
    """How many members serve how long, before and with the proposal; never who."""
    found = queries.round_for(door.person(), round_id)
    return {"items": [loads_out(one, found) for one in questions.loads(found)]}


@routes.shows("/rounds/<int:round_id>/lacking", gives=LacksOut)
def lacking(round_id: int) -> dict[str, object]:
    """The kinds of person of whom one more would fill the most places, the best first."""
    found = queries.round_for(door.person(), round_id)
    return {"items": questions.lacking(found)}


def _changed(act: Callable[..., object], round_id: int) -> dict[str, object]:
    with transaction():
        found = queries.round_for(door.person(), round_id)
        act(found, by=door.person(), now=door.now())
    return _shown(round_id)


def _shown(round_id: int) -> dict[str, object]:
    """The round read afresh."""
    found = queries.outline_for(door.person(), round_id)
    return round_out(found, queries.wishes_of(found, door.person()))
