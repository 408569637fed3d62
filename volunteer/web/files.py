"""Style sheets, scripts and pictures: asked for once a year, and sent packed."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request, session

FILES = ("static", "bootstrap.static")
A_YEAR = 365 * 24 * 3600
WORTH_PACKING = ("text/css", "text/javascript", "image/svg+xml")


def register(app: Flask) -> None:
    """To be called before any other hook is set: the last word on an answer is spoken here."""
    app.url_defaults(_add_version)
    app.after_request(_keep_and_pack)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    """A file that changed has another address, so no browser needs to ask whether it did."""
    if endpoint not in FILES:
        return
    of = current_app.blueprints["bootstrap"] if endpoint != "static" else current_app
    file = Path(str(of.static_folder), values["filename"]).stat()
    values["v"] = f"{file.st_mtime_ns:x}-{file.st_size:x}"


def _keep_and_pack(response: Response) -> Response:
    if request.endpoint not in FILES or response.status_code != 200:
        return response
    session.accessed = False  # these are the same for everybody: no "Vary: Cookie"
    response.vary = ["Accept-Encoding"]
    if "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    if response.mimetype in WORTH_PACKING and "gzip" in request.accept_encodings:
        response.direct_passthrough = False
        response.set_data(_packed(response.get_data()))
        response.content_encoding = "gzip"
        response.set_etag(response.get_etag()[0] or "", weak=True)
    return response


@lru_cache(maxsize=64)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
