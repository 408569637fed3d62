"""The auditor's screen: who did what, when, to which kind of thing, where; without contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from volunteer.audit import queries
from volunteer.audit.queries import Asked, Row, Source
from volunteer.audit.schemas import LookThroughSchema
from volunteer.places.queries import names_under
from volunteer.web import labels
from volunteer.web.audit_words import CODES, KINDS, STANDINGS, VERBS
from volunteer.web.forms import read_form
from volunteer.web.guard import person, signed_in

pages = Blueprint("audit", __name__)


@pages.get("/audit")
@signed_in
def index() -> tuple[str, int]:
    """What was asked, the last first."""
    given = MultiDict({name: one for name, one in request.args.items() if one and name != "after"})
    places = names_under({("district", one) for one in person().audits})
    form = read_form(
        LookThroughSchema,
        choices={
            "about": _about(queries.kinds_for(person())),
            "community_id": [*places.items()],
        },
        given=given,
    )
    asked = form.value["asked"] if form.ok else Asked()
    after = request.args.get("after", type=int)
    found = queries.rows_for(person(), asked, after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    page = render_template(
        "audit/index.html",
        form=form,
        rows=[(one, _said(one, asked.source)) for one in shown],
        places=places,
        next_url=_further(given.to_dict(), shown[-1].id) if len(found) > len(shown) else "",
    )
    return page, 200 if form.ok else 422


def _further(given: dict[str, Any], after: int) -> str:
    return url_for("audit.index", **given, after=after)


def _about(kinds: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose from, subject by subject: all of it, or one thing that was done."""
    history, groups = Source.HISTORY, {}
    for kind in kinds:
        verbs = [(f"{history}.{one}.{verb}", said) for (one, verb), said in VERBS.items()]
        whole = (f"{history}.{kind}", gettext("%(kind)s：都看", kind=_kind(kind)))
        groups[_kind(kind)] = [whole, *(one for one in verbs if one[0].startswith(f"{whole[0]}."))]
    for source, codes in CODES.items():
        words = labels.name(source)
        each = [(f"{source}..{one.value}", labels.name(one)) for one in codes]
        groups[words] = [(source.value, gettext("%(kind)s：都看", kind=words)), *each]
    return groups


def _said(row: Row, source: Source) -> dict[str, str]:
    """The row's codes in words; a code that no word is known for is said as it stands."""
    if source == Source.HISTORY:
        words = VERBS.get((row.kind, row.what))
        what = gettext(words) if words else row.what
    else:
        what = labels.name(CODES[source](row.what))
    return {
        "standing": gettext(STANDINGS[row.standing]) if row.standing else "",
        "what": what,
        "kind": f"{_kind(row.kind)} {row.thing_id or ''}".strip(),
    }


def _kind(code: str) -> str:
    return gettext(KINDS[code]) if code in KINDS else code
