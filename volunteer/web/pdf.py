"""Papers as PDF, where WeasyPrint is installed (the extra `pdf`) and finds Pango on the machine.

Where it does not, pages do not offer it: the page itself can be printed everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import Response, current_app

Maker = Callable[[str], bytes]
STYLE = "css/components/certificate.css"


def offered() -> bool:
    """Whether a PDF can be made here; asked on every paper, so that nothing is loaded for it."""
    return find_spec("weasyprint") is not None and _has_pango()


@cache
def _has_pango() -> bool:
    return find_library("pango-1.0") is not None


def maker() -> Maker | None:
    """What makes a PDF of a whole HTML page that asks for nothing outside; None without it."""
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - an extra
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError):  # not installed, or without the libraries it draws with
        return None
    style = CSS(filename=Path(str(current_app.static_folder)) / STYLE)
    nothing = URLFetcher(allowed_protocols=[])

    def made(html: str) -> bytes:
        return bytes(HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=[style]))

    return made


def as_file(content: bytes, name: str) -> Response:
    """The PDF, to be kept under this name."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
