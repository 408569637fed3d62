"""Photos of a need: added and removed by its resident and by staff, seen by who may know where."""

from __future__ import annotations

import base64

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from volunteer import door, keeping
from volunteer.errors import DomainError
from volunteer.needs.models import Need
from volunteer.needs.queries import need_by_link
from volunteer.photos import queries
from volunteer.photos.schemas import PhotoSchema
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, limit, person, signed_in
from volunteer.web.needs import follow_page
from volunteer.web.needs_staff import need_page

pages = Blueprint("photos", __name__)
door.takes_files(pages)

Page = Response | tuple[str, int]


@pages.post("/follow/<number>/<secret>/photos")
@anyone
@limit(door.FOLLOWING, share="follow")
def add_own(number: str, secret: str) -> Page:
    """The resident's need has one photo more."""
    form, status = _added(lambda: need_by_link(number, secret))
    if not form.ok:
        return follow_page(need_by_link(number, secret)[0], photo=form, status=status)
    return _back("needs.follow", number=number, secret=secret)


@pages.get("/follow/<number>/<secret>/photos/<int:photo_id>")
@anyone
def show_own(number: str, secret: str, photo_id: int) -> Response:
    """The photo, to whoever holds the link."""
    need, holder = need_by_link(number, secret)
    return keeping.picture_of(queries.photo_for(holder, need.id, photo_id, now=door.now()))


@pages.post("/follow/<number>/<secret>/photos/<int:photo_id>/remove")
@anyone
@limit(door.FOLLOWING, share="follow")
def remove_own(number: str, secret: str, photo_id: int) -> Response:
    """The resident's need has this photo no longer."""
    need, holder = need_by_link(number, secret)
    keeping.remove(need.id, photo_id, by=holder)
    flash(gettext("照片去掉了。"), "good")
    return _back("needs.follow", number=number, secret=secret)


@pages.post("/needs/<int:need_id>/photos")
@signed_in
def add(need_id: int) -> Page:
    """Staff have added a photo that the resident gave them."""
    form, status = _added(lambda: (_need(need_id), person()))
    if not form.ok:
        return need_page(need_id, form, status)
    return _back("needs.show", need_id=need_id)


@pages.get("/needs/<int:need_id>/photos/<int:photo_id>")
@signed_in
def show(need_id: int, photo_id: int) -> Response:
    """The photo, to staff and to whoever goes there."""
    return keeping.picture_of(queries.photo_for(person(), need_id, photo_id, now=door.now()))


@pages.post("/needs/<int:need_id>/photos/<int:photo_id>/remove")
@signed_in
def remove(need_id: int, photo_id: int) -> Response:
    """Staff have removed the photo."""
    keeping.remove(need_id, photo_id, by=person())
    flash(gettext("照片去掉了。"), "good")
    return _back("needs.show", need_id=need_id)


def _need(need_id: int) -> Need:
    return queries.need_with_photos(person(), need_id, now=door.now())


def _added(find: keeping.Find) -> tuple[Form, int]:
    """What was sent, and 422 or the like where it was not taken."""
    _found, by = find()
    given = MultiDict(request.form)
    if sent := request.files.get("file"):
        with sent.stream:
            given["file"] = base64.b64encode(sent.read()).decode()
    form = read_form(PhotoSchema, given=given, name="photo" if by.person_id else "")
    if not form.ok:
        return form, 422
    try:
        keeping.add(form.value["content"], find)
    except DomainError as error:
        return form, refuse(form, error)
    flash(gettext("照片加好了。"), "good")
    return form, 200


def _back(endpoint: str, **key: object) -> Response:
    return redirect(url_for(endpoint, **key, _anchor="photos"), 303)  # type: ignore[arg-type]
