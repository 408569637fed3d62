"""Needs: posting without an account, and what staff of the community decide."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for
from flask_login import current_user
from marshmallow import fields, validate

from volunteer import door
from volunteer.api.needs_out import NeedLine, NeedOut, PostedOut, need_out, posted_out
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.needs import actions, queries
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.schemas import (
    AnswerSchema,
    ApproveSchema,
    AskSchema,
    CallerSchema,
    CancelSchema,
    MergeSchema,
    PostSchema,
    RearrangeSchema,
    RedirectSchema,
    RejectSchema,
)
from volunteer.needs.types import Channel
from volunteer.orders import actions as orders

routes = Resource("needs", "What residents ask for, and what becomes of it.")


class NeedsSchema(PageSchema):
    """Which needs."""

    status = fields.List(
        fields.Enum(NeedStatus, by_value=True),
        load_default=list,
        metadata={"description": "Any of these; repeat it for several."},
    )
    q = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={
            "description": "Number, words, name, pinyin, initials, or the whole phone of who asked."
        },
    )


@routes.post("/needs")
@routes.anyone
@routes.limit(door.POSTING, share="post")
@routes.arguments(PostSchema)
@routes.response(201, PostedOut)
@routes.refuses(404, 409)
def post(given: Given) -> tuple[object, int, dict[str, str]]:
    """A need, without an account: the number and the secret open it from now on."""
    given["channel"] = Channel.FAMILY if given.pop("for_family") else Channel.WEB
    by = door.person() if current_user.is_authenticated else actions.ANYBODY
    with transaction():
        need = actions.post(by=by, now=door.now(), **given)
    link = url_for("api-reviews.follow", number=need.number, secret=need.link_secret)
    return posted_out(need), 201, {"Location": link}


@routes.verb("/needs/for-callers", CallerSchema, gives=PostedOut, status=201)
def post_for_caller(given: Given) -> tuple[object, int, dict[str, str]]:
    """A need that staff write down for somebody who called or came."""
    with transaction():
        need = actions.post(by=door.person(), now=door.now(), **given)
    return posted_out(need), 201, {"Location": url_for(".show", need_id=need.id)}


@routes.lists("/needs", NeedsSchema, gives=page_of(NeedLine))
def index(given: Given) -> dict[str, object]:
    """Needs of one's communities, newest first; to members, those in planning."""
    found = partial(
        queries.list_for,
        door.person(),
        statuses=given.pop("status"),
        search=given.pop("q").strip(),
    )
    return page(found, **given)


@routes.shows("/needs/<int:need_id>", gives=NeedOut)
def show(need_id: int) -> object:
    """One need; its contact only to those who may see it now."""
    return need_out(queries.need_for(door.person(), need_id))


@routes.verb("/needs/<int:need_id>/triage", ApproveSchema, gives=NeedOut)
def triage(given: Given, need_id: int) -> object:
    """The need is a task that members can be asked for and can take."""
    return _changed(actions.approve, need_id, given)


@routes.verb("/needs/<int:need_id>/ask", AskSchema, gives=NeedOut)
def ask(given: Given, need_id: int) -> object:
    """The resident reads a question."""
    return _changed(actions.ask, need_id, given)


@routes.verb("/needs/<int:need_id>/answer", AnswerSchema, gives=NeedOut)
def answer(given: Given, need_id: int) -> object:
    """The resident's answer, told to staff on the phone."""
    return _changed(actions.answer, need_id, given)


@routes.verb("/needs/<int:need_id>/reject", RejectSchema, gives=NeedOut)
def reject(given: Given, need_id: int) -> object:
    """The need is not taken on; the resident reads why."""
    return _changed(actions.reject, need_id, given)


@routes.verb("/needs/<int:need_id>/merge", MergeSchema, gives=NeedOut)
def merge(given: Given, need_id: int) -> object:
    """The need is the same as another running one."""
    return _changed(actions.merge, need_id, given)


@routes.verb("/needs/<int:need_id>/redirect", RedirectSchema, gives=NeedOut)
def redirect(given: Given, need_id: int) -> object:
    """The resident reads which door to knock at instead."""
    return _changed(actions.redirect, need_id, given)


@routes.verb("/needs/<int:need_id>/cancel", CancelSchema, gives=NeedOut)
def cancel(given: Given, need_id: int) -> object:
    """The need is no more; whoever had accepted is told."""
    return _changed(orders.cancel_need, need_id, given)


@routes.verb("/needs/<int:need_id>/rearrange", RearrangeSchema, gives=NeedOut)
def rearrange(given: Given, need_id: int) -> object:
    """A need nobody has accepted yet stands at another time."""
    return _changed(orders.rearrange_need, need_id, given)


def _changed(act: Any, need_id: int, given: Given) -> object:
    with transaction():
        need = queries.need_for(door.person(), need_id)
        act(need, by=door.person(), now=door.now(), **given)
    return need_out(need)
