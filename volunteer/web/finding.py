"""One box for whatever a caller says: a name, how it sounds, a number, a phone."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import fields, validate
from werkzeug import Response

from volunteer.certificates.queries import certificate_for
from volunteer.errors import NotFound
from volunteer.members import queries as members
from volunteer.messages import Schema
from volunteer.needs import queries as needs
from volunteer.people.models import RoleKind
from volunteer.web.forms import Form
from volunteer.web.guard import person, signed_in
from volunteer.words import word as w

pages = Blueprint("finding", __name__)

EACH = 20


class AskedSchema(Schema):
    """Whatever is known of whom or what is looked for."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=60),
        metadata={
            "title": w("找人、找需求、找证明"),
            "description": w("姓名、拼音、首字母、单号，或完整的电话。"),
            "x-input": "search",
            "x-placeholder": w("例如：赵奶奶、zhao、znn"),
        },
    )


@pages.get("/search")
@signed_in
def show() -> Response | str:
    """Needs and members of one's communities that fit; a whole number opens what it stands for."""
    if not person().is_staff:
        return redirect(url_for("orders.mine"))
    q = request.args.get("q", "").strip()[:60]
    if straight := _named_by(q):
        return redirect(straight)
    is_secretary = bool(person().communities_as(RoleKind.SECRETARY))
    return render_template(
        "search/show.html",
        asking=Form(AskedSchema, {"q": q}),
        q=q,
        needs=needs.list_for(person(), search=q, limit=EACH) if q else (),
        members=members.list_for(person(), search=q, limit=EACH) if q and is_secretary else (),
        most=EACH,
    )


def _named_by(q: str) -> str:
    """The page of what this is the whole number of; empty when it is none."""
    asked = q.upper()
    if asked.startswith("XQ"):
        found = needs.list_for(person(), search=asked, limit=2)
        if len(found) == 1 and found[0].number == asked:
            return url_for("needs.show", need_id=found[0].id)
    if asked.startswith("BD"):
        for member in members.list_for(person(), search=asked, limit=1):
            if member.receipt_no == asked and member.person_id != person().id:
                return url_for("members.show", member_id=member.id)
    with suppress(NotFound):
        if not any(one.isdigit() for one in asked):  # words: nothing is looked up for them
            return ""
        return url_for("certificates.paper", number=certificate_for(person(), asked).number)
    return ""
