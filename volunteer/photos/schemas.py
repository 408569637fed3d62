"""What is said about a photo that is sent."""

from __future__ import annotations

import base64
from typing import Any

from marshmallow import ValidationError, fields, post_load

from volunteer.messages import Schema
from volunteer.words import word as w

ACCEPTED = "image/jpeg,image/png,image/webp"  # telephones that keep others turn them into these
ONLY_WHERE = w("拍坏了的地方就好，不用拍人。拍摄地点等信息会自动去掉，只有社区和要来的人看得到。")
NOT_WHOLE = w("照片没有传完整，请再选一次。")


class PhotoSchema(Schema):
    """One photo, in base64."""

    file = fields.String(
        required=True,
        metadata={
            "title": w("选一张照片"),
            "description": ONLY_WHERE,
            "x-input": "file",
            "x-accept": ACCEPTED,
        },
    )

    @post_load
    def whole(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The content of the file."""
        try:
            return {"content": base64.b64decode(data["file"], validate=True)}
        except ValueError as broken:  # no base64, or not even ASCII
            raise ValidationError(NOT_WHOLE, "file") from broken
