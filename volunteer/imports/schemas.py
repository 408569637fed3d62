"""What is said about a file with earlier hours."""

from __future__ import annotations

import base64
import gzip
import zlib
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from volunteer.imports.previewing import File
from volunteer.imports.reading import MOST_BYTES
from volunteer.messages import Schema
from volunteer.words import word as w

PACKED = b"\x1f\x8b"  # how gzip begins
NOT_WHOLE = w("文件没有传完整，请再选一次。")


def packed(content: bytes) -> str:
    """The file as `FileSchema` reads it, as short as it gets."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


class FileSchema(Schema):
    """A file with hours and the layout of its columns."""

    layout = fields.String(
        required=True,
        validate=validate.Length(1, 40),
        metadata={"title": w("这是哪种表"), "x-input": "select"},
    )
    file = fields.String(
        required=True,
        metadata={
            "title": w("文件"),
            "description": w("Excel（.xlsx）或 CSV，最多 10000 行。先看一遍，确认以后才写入。"),
            "x-input": "file",
        },
    )
    file_name = fields.String(
        load_default="", validate=validate.Length(max=120), metadata={"x-input": "hidden"}
    )

    @post_load
    def whole(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Name and content as one value, `file`; the content comes in base64, packed or not."""
        name, typed = data.pop("file_name"), data.pop("file")
        return {**data, "file": File(name, _content(typed))}


class BringSchema(FileSchema):
    """A file that was looked at, and the hash of what was seen."""

    seen = fields.String(
        required=True, validate=validate.Length(equal=64), metadata={"x-input": "hidden"}
    )


class WhySchema(Schema):
    """Why an import is refused or undone."""

    why = fields.String(
        required=True, validate=validate.Length(2, 300), metadata={"title": w("说明原因")}
    )


def _content(typed: str) -> bytes:
    try:
        content = base64.b64decode(typed, validate=True)
        if content.startswith(PACKED):
            # Never unpacked beyond what any file may have.
            content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, MOST_BYTES + 1)
    except (ValueError, zlib.error) as broken:  # no base64, or not even ASCII
        raise ValidationError(NOT_WHOLE, "file") from broken
    return content
