"""The matching board: run a round, see who could do what and why, steer it, release it."""

from __future__ import annotations

from datetime import timedelta

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import reading, transaction
from volunteer.errors import NotAllowed, Unpinnable
from volunteer.places import queries as places
from volunteer.places.queries import SCOPES
from volunteer.policy import May, can
from volunteer.rounds import actions, queries
from volunteer.rounds.drafts import solve as solve_draft
from volunteer.rounds.models import Round, Ruling
from volunteer.rounds.schemas import WeightsSchema
from volunteer.web import staff_story
from volunteer.web.board import board_of
from volunteer.web.counted import counted
from volunteer.web.errors import HTTP_STATUS, sentence
from volunteer.web.forms import read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.round_weights import weights_of

pages = Blueprint("rounds", __name__)

VIEWS = ("need", "person", "gaps", "load")
ON_A_PAGE = 40


@pages.get("/rounds/")
@signed_in
def index() -> str:
    """Rounds of one's places, newest first, and a button to run one for each of them."""
    mine = queries.scopes_for(person())
    if not mine:
        raise NotAllowed(May.RUN_ROUND)
    after = request.args.get("after", type=int)
    found = queries.list_for(person(), after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render_template(
        "rounds/index.html",
        rounds=shown,
        sizes=queries.sizes([one.id for one in shown]),
        places=mine,
        waiting={(one.where.kind, one.where.id) for one, _pairs in queries.waiting_for(person())},
        days=current_app.config["SETTINGS"].round_days,
        first_url=url_for("rounds.index") if after else "",
        next_url=url_for("rounds.index", after=shown[-1].id) if len(found) > len(shown) else "",
    )


@pages.post("/rounds/")
@signed_in
def run() -> Response:
    """A proposal for the days ahead stands on the board."""
    kind = next((one for one in SCOPES if f"{one}_id" in request.form), "community")
    place_id = request.form.get(f"{kind}_id", 0, type=int)
    with reading():
        draft = actions.draft(
            places.scope(kind, place_id),
            by=person(),
            now=door.now(),
            days=current_app.config["SETTINGS"].round_days,
            travel=_travel(),
        )
    answer = solve_draft(draft)
    with transaction():
        round_id = actions.publish(draft, answer, by=person(), now=door.now()).id
    if draft.is_known:
        flash(gettext("情况没有变，还是上次那份方案。"))
    return redirect(url_for("rounds.show", round_id=round_id), 303)


@pages.get("/rounds/<int:round_id>")
@signed_in
def show(round_id: int) -> tuple[str, int]:
    """The board, by need or by person, or what stayed empty and why."""
    return _board(round_id)


@pages.post("/rounds/<int:round_id>/needs/<int:need_id>/members/<int:member_id>/pin")
@signed_in
def pin(round_id: int, need_id: int, member_id: int) -> Response:
    """The pair stays in the proposal, whatever else changes."""
    return _rule(round_id, need_id, member_id, Ruling.PIN)


@pages.post("/rounds/<int:round_id>/needs/<int:need_id>/members/<int:member_id>/forbid")
@signed_in
def forbid(round_id: int, need_id: int, member_id: int) -> Response:
    """The pair is out of the proposal."""
    return _rule(round_id, need_id, member_id, Ruling.FORBID)


@pages.post("/rounds/<int:round_id>/needs/<int:need_id>/members/<int:member_id>/clear")
@signed_in
def clear(round_id: int, need_id: int, member_id: int) -> Response:
    """The pair is left to the solver again."""
    return _rule(round_id, need_id, member_id, None)


@pages.post("/rounds/<int:round_id>/solve")
@signed_in
def solve(round_id: int) -> Response | tuple[str, int]:
    """The proposal is the best for what holds now, with every pin and forbid."""
    try:
        with reading():
            found = queries.round_for(person(), round_id)
            draft = actions.draft_again(
                found, by=person(), now=door.now(), travel=_travel(), weights=_weights(found)
            )
        answer = solve_draft(draft)
        with transaction():
            found = queries.round_for(person(), round_id)
            changed = actions.publish_again(found, draft, answer, by=person(), now=door.now())
    except Unpinnable as error:
        return _board(round_id, said=sentence(error), status=HTTP_STATUS[Unpinnable])
    if changed:
        flash(gettext("重新排好了。"), "good")
    else:
        flash(gettext("情况没有变，还是这份方案。"))
    return redirect(_board_url(round_id), 303)


@pages.post("/rounds/<int:round_id>/release")
@signed_in
def release(round_id: int) -> Response:
    """Everybody proposed is asked, unless something has changed since."""
    with transaction():
        found = queries.round_for(person(), round_id)
        released = actions.release(
            found,
            by=person(),
            now=door.now(),
            travel=_travel(),
            patience=door.patience(),
            weekly=door.weekly_offers(),
        )
    flash(counted("发出了 %(n)s 份邀请，等他们答复。", released.asked), "good")
    changed = released.passed_over - released.asked_enough
    if changed:
        flash(counted("有 %(n)s 份因为情况变了没有发。", changed), "waiting")
    if released.asked_enough:
        said = counted("有 %(n)s 份没有发：这周已经请过他们几次，先不打扰。", released.asked_enough)
        flash(said, "waiting")
    return redirect(_board_url(round_id), 303)


@pages.post("/rounds/<int:round_id>/discard")
@signed_in
def discard(round_id: int) -> Response:
    """The proposal is put aside."""
    with transaction():
        found = queries.round_for(person(), round_id)
        actions.discard(found, by=person(), now=door.now())
    flash(gettext("这份方案不用了，没有惊动任何人。"))
    return redirect(url_for("rounds.index"), 303)


def _rule(round_id: int, need_id: int, member_id: int, ruling: Ruling | None) -> Response:
    with transaction():
        found = queries.round_for(person(), round_id)
        actions.rule(found, need_id, member_id, ruling, by=person(), now=door.now())
    return redirect(_board_url(round_id, f"need-{need_id}"), 303)


def _board(round_id: int, *, said: str = "", status: int = 200) -> tuple[str, int]:
    found = queries.board_for(person(), round_id)
    board = board_of(found, person())
    steers = can(person(), May.RUN_ROUND, found)
    view = request.args.get("by", "need" if board.people or not board.gaps else "gaps")
    view = view if view in VIEWS else "need"
    rows, number = board.rows(view), max(1, request.args.get("page", 1, type=int))
    shown = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    page = render_template(
        "rounds/show.html",
        round=found,
        board=board,
        rows=shown,
        view=view,
        page=number,
        previous_url=_board_url(round_id, page=number - 1) if number > 1 else "",
        next_url=_board_url(round_id, page=number + 1) if rows[number * ON_A_PAGE :] else "",
        loads=board.loads() if view == "load" else (),
        lacking=board.lacking() if view == "gaps" else (),
        may_steer=steers and board.is_open and not board.is_begun,
        may_rule=can(person(), May.RELEASE_PAIRS, found) and board.is_open,
        said=said,
        story=staff_story,
    )
    return page, status


def _board_url(round_id: int, anchor: str | None = None, *, page: int | None = None) -> str:
    """The board as the reader left it: the forms on it carry view and page along."""
    page = page or request.args.get("page", type=int)
    view = request.args.get("by")
    return url_for("rounds.show", round_id=round_id, by=view, page=page, _anchor=anchor)


def _weights(found: Round) -> dict[str, float] | None:
    """The weights sent along, if any; nonsense is none."""
    form = read_form(WeightsSchema)
    return weights_of(form, found) if form.ok and form.value else None


def _travel() -> timedelta:
    return timedelta(minutes=current_app.config["SETTINGS"].travel_minutes)
