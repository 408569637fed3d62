"""What a community hopes its members will give: said, changed or taken back by its secretary."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.places import queries as places
from volunteer.policy import May, require
from volunteer.records import expected
from volunteer.records.expected import Metric, Period
from volunteer.records.schemas import ExpectationSchema
from volunteer.web import choices
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.records import pages

Page = Response | tuple[str, int]


@pages.get("/communities/<int:community_id>/expectation")
@signed_in
def expectation(community_id: int) -> Page:
    """What stands now, to be changed."""
    standing = expected.expectation_of(community_id)
    filled = {
        name: getattr(standing, name) for name in ExpectationSchema().fields if standing is not None
    }
    return _page(community_id, Form(ExpectationSchema, filled, choices=_choices()))


@pages.post("/communities/<int:community_id>/expectation")
@signed_in
def expect(community_id: int) -> Page:
    """Members read it beside their own hours from now on."""
    form = read_form(ExpectationSchema, choices=_choices())
    if not form.ok:
        return _page(community_id, form, 422)
    with transaction():
        community = places.community(community_id)
        expected.expect(community, by=person(), now=door.now(), **form.value)
    flash(gettext("记下了。每个人只看得到自己的进度。"), "good")
    return redirect(url_for("records.expectation", community_id=community_id), 303)


@pages.post("/communities/<int:community_id>/expect-nothing")
@signed_in
def expect_nothing(community_id: int) -> Response:
    """Members read nothing of that kind any more."""
    with transaction():
        community = places.community(community_id)
        expected.expect_nothing(community, by=person(), now=door.now())
    flash(gettext("好的，不再显示期望和进度。"), "good")
    return redirect(url_for("records.expectation", community_id=community_id), 303)


def _choices() -> dict[str, choices.Pairs]:
    return {"period": choices.words_for(Period), "metric": choices.words_for(Metric)}


def _page(community_id: int, form: Form, status: int = 200) -> tuple[str, int]:
    community = places.community(community_id)
    require(person(), May.SET_EXPECTATION, community)
    page = render_template(
        "records/expectation.html",
        community=community,
        form=form,
        standing=expected.expectation_of(community_id),
    )
    return page, status
