"""The auditor's screen: who did what, when, to which kind of thing, where; without contacts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from volunteer.audit import queries
from volunteer.audit.models import What
from volunteer.audit.queries import Asked, Row, Source
from volunteer.audit.schemas import AuditSchema
from volunteer.contacts.models import Reason
from volunteer.places.queries import names_under
from volunteer.web import choices, labels
from volunteer.web.audit_words import KINDS, STANDINGS
from volunteer.web.forms import read_form
from volunteer.web.guard import person, signed_in

pages = Blueprint("audit", __name__)


@pages.get("/audit")
@signed_in
def index() -> tuple[str, int]:
    """What was asked, the last first."""
    given = MultiDict({name: one for name, one in request.args.items() if one and name != "after"})
    places = names_under({("district", one) for one in person().audits})
    kinds = [("", gettext("都看"))] + [
        (one, gettext(KINDS.get(one, one))) for one in queries.kinds_for(person())
    ]
    form = read_form(
        AuditSchema,
        choices={
            "source": choices.words_for(Source),
            "kind": kinds,
            "community_id": [("", gettext("都看")), *places.items()],
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


def _said(row: Row, source: Source) -> dict[str, str]:
    """The row's codes in words, where they stand in closed lists."""
    what = row.what
    if source == Source.LOOKS:
        what = labels.name(Reason(row.what))
    elif source == Source.EXPORTS:
        what = labels.name(What(row.what))
    kind = gettext(KINDS[row.kind]) if row.kind in KINDS else row.kind
    return {
        "standing": gettext(STANDINGS[row.standing]) if row.standing in STANDINGS else "",
        "what": what,
        "kind": f"{kind} {row.thing_id or ''}".strip(),
    }
