"""The secretary's letters to work units, and what a unit reads of them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from volunteer import clock, door
from volunteer.audit.models import What
from volunteer.db import transaction
from volunteer.disclosures import actions, letters, queries
from volunteer.disclosures.quarters import Quarter
from volunteer.disclosures.schemas import QuarterSchema, WriteSchema
from volunteer.errors import Overtaken
from volunteer.members.skills import Group
from volunteer.records import sheets
from volunteer.web import labels
from volunteer.web.forms import read_form
from volunteer.web.guard import person, signed_in
from volunteer.words import word as w

pages = Blueprint("disclosures", __name__)

Page = Response | str | tuple[str, int]
HEADS = (w("姓名"), w("次数"), w("分钟"), w("小时"), w("各类时长（小时）"))
QUARTERS = 8  # that can be chosen, the last one first


def kinds(told: letters.Told) -> str:
    """The kinds of a line of a letter, each with its hours."""
    said = (
        f"{labels.name(Group(kind)) if kind else gettext('没有分类')} {labels.hours(minutes)}"
        for kind, minutes in told["kinds"]
    )
    return gettext("、").join(said)


def quarter_name(code: str) -> str:
    """2026Q4 as people say it."""
    quarter = Quarter.read(code)
    return gettext("%(year)s 年第 %(n)s 季度", year=quarter.year, n=quarter.number)


@pages.get("/communities/<int:community_id>/feedback")
@signed_in
def feedback(community_id: int) -> Page:
    """What each work unit would be told of a quarter, word for word, or was told."""
    return _feedback(community_id, request.args.get("quarter", ""))


@pages.post("/communities/<int:community_id>/feedback")
@signed_in
def write(community_id: int) -> Page:
    """The letter is written as it was seen; on to the paper."""
    form = read_form(WriteSchema)
    if not form.ok:
        return _feedback(community_id, request.form.get("quarter", ""), status=422)
    try:
        with transaction():
            community = queries.place_for(person(), community_id)
            number = actions.write(community, **form.value, by=person(), now=door.now()).id
    except Overtaken:
        said = gettext("刚才有了变化，这封信没有写。请看看最新的，再决定。")
        return _feedback(community_id, form.value["quarter"].code, said, 409)
    flash(gettext("写好了。请打印或者发表格给单位党组织。"), "good")
    return redirect(url_for("disclosures.letter", letter_id=number), 303)


@pages.get("/feedback/")
@signed_in
def to_unit() -> str:
    """The letters to the work unit that the reader speaks for, the last one first."""
    after = request.args.get("after", type=int)
    found = queries.letters_to(person(), after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render_template(
        "disclosures/to_unit.html",
        letters=shown,
        next_url=url_for(".to_unit", after=shown[-1].id) if len(found) > len(shown) else "",
        **_words(),
    )


@pages.get("/feedback/<int:letter_id>")
@signed_in
def letter(letter_id: int) -> str:
    """The letter, to be printed."""
    found = queries.letter_for(person(), letter_id)
    return render_template("disclosures/letter.html", letter=found, **_words())


@pages.get("/feedback/<int:letter_id>/csv")
@signed_in
@door.proved
def letter_csv(letter_id: int) -> Response:
    """The same lines for any spreadsheet."""
    found = queries.letter_for(person(), letter_id)
    content = found.content
    door.exported(What.LETTER_CSV, len(content["people"]), found.community_id)
    rows: list[list[sheets.Cell]] = [[gettext(head) for head in HEADS]]
    for one in content["people"]:
        hours = labels.hours(one["minutes"])
        rows.append([one["name"], one["services"], one["minutes"], hours, kinds(one)])
    return door.file_of(sheets.in_csv(rows), f"feedback-{content['quarter']}.csv", sheets.CSV)


def _words() -> dict[str, object]:
    return {"kinds": kinds, "quarter_name": quarter_name}


def _feedback(community_id: int, typed: str, said: str = "", status: int = 200) -> tuple[str, int]:
    community = queries.place_for(person(), community_id)
    last = Quarter.of(clock.local(door.now()).date()).last
    offered = [last]
    while len(offered) < QUARTERS:
        offered.append(offered[-1].last)
    choices = {"quarter": [(one.code, quarter_name(one.code)) for one in offered]}
    given = MultiDict({"quarter": typed or last.code})
    form = read_form(QuarterSchema, choices=choices, given=given)
    quarter = form.value["quarter"] if form.ok else last
    page = render_template(
        "disclosures/feedback.html",
        community=community,
        form=form,
        quarter=quarter.code,
        is_over=door.now() >= quarter.ends_at,
        previews=letters.previews(community, quarter) if form.ok else [],
        letters=queries.letters_of(community),
        said=said,
        **_words(),
    )
    return page, status if form.ok else 422
