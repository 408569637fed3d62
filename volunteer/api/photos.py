"""Photos of a need, to those who may know whom to call and where; residents use their link."""

from __future__ import annotations

import base64

from marshmallow import fields

from volunteer import door, keeping
from volunteer.api.resource import Given, Resource
from volunteer.messages import Schema
from volunteer.needs.queries import need_by_link
from volunteer.photos import queries
from volunteer.photos.models import Photo
from volunteer.photos.schemas import PhotoSchema

routes = Resource("photos", "Up to three photos of a need, drawn anew without what they told.")
LINK = "/needs/follow/<number>/<secret>/photos"
door.takes_files(routes)


class PhotoLine(Schema):
    """A photo, without what is to be seen on it."""

    id = fields.Integer(required=True)
    need_id = fields.Integer(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    added_at = fields.AwareDateTime(required=True)


class PhotosOut(Schema):
    """The photos of one need."""

    items = fields.List(fields.Nested(PhotoLine), required=True)


class PhotoOut(PhotoLine):
    """A photo: a JPEG in base64."""

    file = fields.String(required=True)


@routes.verb("/needs/<int:need_id>/photos", PhotoSchema, gives=PhotoLine, status=201)
def add(given: Given, need_id: int) -> Photo:
    """A photo (JPEG, PNG or WebP in base64, at most 8 MB and 24 megapixels) of a running need."""
    by = door.person()
    return keeping.add(
        given["content"], lambda: (queries.need_with_photos(by, need_id, now=door.now()), by)
    )


@routes.shows("/needs/<int:need_id>/photos", gives=PhotosOut)
def index(need_id: int) -> dict[str, object]:
    """The photos of the need, three at most."""
    need = queries.need_with_photos(door.person(), need_id, now=door.now())
    return {"items": queries.photos_of(need)}


@routes.shows("/needs/<int:need_id>/photos/<int:photo_id>", gives=PhotoOut)
def show(need_id: int, photo_id: int) -> dict[str, object]:
    """One photo with its content."""
    return _with_content(queries.photo_for(door.person(), need_id, photo_id, now=door.now()))


@routes.delete("/needs/<int:need_id>/photos/<int:photo_id>")
@routes.signed_in
@routes.response(204)
@routes.refuses(403, 404)
def remove(need_id: int, photo_id: int) -> None:
    """The need has this photo no longer."""
    keeping.remove(need_id, photo_id, by=door.person())


@routes.post(LINK)
@routes.anyone
@routes.limit(door.FOLLOWING, share="follow")
@routes.arguments(PhotoSchema)
@routes.response(201, PhotoLine)
@routes.refuses(404, 409)
def add_own(given: Given, number: str, secret: str) -> Photo:
    """The resident adds a photo of what is the matter; nobody has to."""
    return keeping.add(given["content"], lambda: need_by_link(number, secret))


@routes.get(LINK)
@routes.anyone
@routes.response(200, PhotosOut)
@routes.refuses(404)
def index_own(number: str, secret: str) -> dict[str, object]:
    """The photos of the resident's need."""
    need, _holder = need_by_link(number, secret)
    return {"items": queries.photos_of(need)}


@routes.get(LINK + "/<int:photo_id>")
@routes.anyone
@routes.response(200, PhotoOut)
@routes.refuses(404)
def show_own(number: str, secret: str, photo_id: int) -> dict[str, object]:
    """One of them with its content."""
    need, holder = need_by_link(number, secret)
    return _with_content(queries.photo_for(holder, need.id, photo_id, now=door.now()))


@routes.delete(LINK + "/<int:photo_id>")
@routes.anyone
@routes.response(204)
@routes.refuses(404)
def remove_own(number: str, secret: str, photo_id: int) -> None:
    """The resident's need has this photo no longer."""
    need, holder = need_by_link(number, secret)
    keeping.remove(need.id, photo_id, by=holder)


def _with_content(photo: Photo) -> dict[str, object]:
    told = {name: getattr(photo, name) for name in PhotoLine().fields}
    return {**told, "file": base64.b64encode(keeping.content_of(photo)).decode()}
