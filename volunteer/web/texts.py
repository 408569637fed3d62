"""The answers that a community gives again and again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.needs import texts
from volunteer.places.models import Community
from volunteer.places.queries import community
from volunteer.policy import May, require
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in

pages = Blueprint("texts", __name__)

Page = Response | tuple[str, int]


@pages.get("/communities/<int:community_id>/texts")
@signed_in
def show(community_id: int) -> Page:
    """The community's own texts, to change, and those that are always there."""
    where = community(community_id)
    require(person(), May.KEEP_TEXTS, where)
    return _page(where, Form(texts.TextsSchema, texts.own(where)))


@pages.post("/communities/<int:community_id>/texts")
@signed_in
def keep(community_id: int) -> Page:
    """These are the community's own texts from now on."""
    where = community(community_id)
    require(person(), May.KEEP_TEXTS, where)
    form = read_form(texts.TextsSchema)
    if not form.ok:
        return _page(where, form, 422)
    with transaction():
        texts.keep(community(community_id), **form.value, by=person(), now=door.now())
    flash(gettext("记好了，受理时就能选。"), "good")
    return redirect(url_for("texts.show", community_id=community_id), 303)


def _page(where: Community, form: Form, status: int = 200) -> Page:
    page = render_template("texts/show.html", place=where, form=form, starters=texts.STARTERS)
    return page, status
