"""Asking about a round: why not her, what if; answers on pages of their own, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext
from marshmallow import fields, validate

from volunteer.errors import NotFound
from volunteer.members.skills import SKILLS
from volunteer.messages import Schema
from volunteer.needs.models import Need
from volunteer.policy import May, can
from volunteer.rounds import queries, questions
from volunteer.rounds.inquiry import Imagined, Swap
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import Round
from volunteer.rounds.schemas import TERMS, WeightsSchema
from volunteer.rounds.seen import Pair
from volunteer.web.board import Eyes, board_of
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.round_weights import weights_of
from volunteer.web.rounds import pages
from volunteer.words import word as w

# Why a pair cannot be, said about the member to whoever decides.
RULES: Mapping[str, str] = {
    "scope": w("不是这个社区的，也没有选“也愿意去本街道其他社区”。"),
    "skill": w("没有这项特长，或者还不够熟练。"),
    "licence": w("没有核验过的证书，或者到那天已经过期。"),
    "free_time": w("那段时间没有空。"),
    "reach": w("超过了自己愿意走的路程。"),
    "limit": w("那一周已经接满。"),
    "clash": w("那段时间已经有别的任务或邀请。"),
    "forbidden": w("说过这次不接，证书那天到期，或者被您按了“不要”。"),
}


class WhatIfSchema(WeightsSchema):
    """What is imagined to be different."""

    without_need = fields.Integer(metadata={"title": w("不管这一条需求")})
    one_more = fields.String(
        validate=validate.OneOf(list(SKILLS)), metadata={"title": w("多一位会这个的党员")}
    )


class MemberSchema(Schema):
    """Whom one asks about."""

    member_id = fields.Integer(required=True, metadata={"title": w("想问谁")})


@dataclass(frozen=True)
class Change:
    """A swap in words: pairs that would go and come, as (who, for what)."""

    gone: Sequence[tuple[str, str]]
    come: Sequence[tuple[str, str]]
    places: int
    suitability: int

    @property
    def is_none(self) -> bool:
        """Nothing would be different."""
        return not self.gone and not self.come


@pages.get("/rounds/<int:round_id>/what-if")
@signed_in
def what_if(round_id: int) -> tuple[str, int]:
    """What would be proposed otherwise, beside what is; of a released round, a replay."""
    found = queries.board_for(person(), round_id)
    needs = board_of(found, person()).needs
    form = read_form(
        WhatIfSchema,
        given=request.args,
        choices={
            "without_need": [(row.need.id, Eyes(person()).title(row.need)) for row in needs],
            "one_more": [(code, skill.name) for code, skill in SKILLS.items()],
        },
    )
    if form.value.get("without_need") not in (None, *(row.need.id for row in needs)):
        form.refuse("without_need", gettext("请从名单里选。"))
    weights = weights_of(form, found)
    form.data |= {name: weights[name] for name in TERMS if form.data.get(name) in (None, "")}
    change = None
    if request.args and form.ok:
        other = Imagined(
            weights=weights,
            without_needs=[one] if (one := form.value.get("without_need")) else [],
            one_more=form.value.get("one_more"),
        )
        change = in_words(questions.what_if(found, other))
    page = render_template(
        "rounds/what_if.html",
        round=found,
        form=form,
        terms=TERMS,
        change=change,
        weights={one: weights[one] for one in TERMS},
        may_solve=can(person(), May.RUN_ROUND, found) and found.status == RoundStatus.PROPOSED,
    )
    return page, 200 if form.ok else 422


@pages.get("/rounds/<int:round_id>/needs/<int:need_id>/why-not")
@signed_in
def why_not(round_id: int, need_id: int) -> tuple[str, int]:
    """Why a member is not proposed for the need, and what insisting would cost."""
    found = queries.board_for(person(), round_id)
    need = _need_of(found, need_id)
    ids = questions.serving(found, need)
    _, members = queries.spoken_of((need_id, one) for one in ids)
    form = read_form(
        MemberSchema,
        given=request.args,
        choices={"member_id": [(one, members[one].person.name) for one in ids if one in members]},
    )
    answer = None
    if form.value and form.value["member_id"] not in ids:
        form.refuse("member_id", gettext("请从名单里选。"))
    if request.args and form.ok:
        answer = questions.why_not(found, need_id, form.value["member_id"])
    page = render_template(
        "rounds/why_not.html",
        round=found,
        need=need,
        form=form if request.args else Form(form.schema, choices=form.choices),
        member=members.get(form.value.get("member_id", 0)),
        answer=answer,
        rule=gettext(RULES[answer.rule]) if answer and answer.rule in RULES else "",
        change=in_words(answer.swap) if answer else None,
    )
    return page, 200 if form.ok or not request.args else 422


def in_words(swap: Swap) -> Change:
    """The pairs of a swap by name, as far as the reader may know them."""
    needs, members = queries.spoken_of([*swap.gone, *swap.come])
    eyes = Eyes(person())

    def said(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
        return [
            (
                eyes.name(members[member_id], needs[need_id])
                if member_id in members
                else gettext("多出来的这一位"),
                eyes.title(needs[need_id]),
            )
            for need_id, member_id in pairs
        ]

    return Change(said(swap.gone), said(swap.come), swap.places, swap.suitability)


def _need_of(found: Round, need_id: int) -> Need:
    """A need of the round that is the reader's to find people for."""
    needs = [*(one.need for one in found.proposals), *(one.need for one in found.unfilled)]
    for need in needs:
        if need.id == need_id and Eyes(person()).know(need):
            return need
    raise NotFound("need", need_id)
