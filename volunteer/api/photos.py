"""Photos of a need, to those who may know whom to call and where; residents use their link."""

from __future__ import annotations

import base64

from marshmallow import fields

from volunteer import door, keeping
from volunteer.api.resource import Given, Resource
from volunteer.messages import Schema
from volunteer.photos import queries
from volunteer.photos.models import Photo
from volunteer.photos.schemas import PhotoSchema

routes = Resource("photos", "Up to three photos of a need, drawn anew without what they told.")
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
    photo = queries.photo_for(door.person(), need_id, photo_id, now=door.now())
    content = keeping.content_of(photo)
    told = {name: getattr(photo, name) for name in PhotoLine().fields}
    return {**told, "file": base64.b64encode(content).decode()}


@routes.delete("/needs/<int:need_id>/photos/<int:photo_id>")
@routes.signed_in
@routes.response(204)
@routes.refuses(403, 404)
def remove(need_id: int, photo_id: int) -> None:
    """The need has this photo no longer."""
    keeping.remove(need_id, photo_id, by=door.person())
