"""An error becomes a page in the product's voice, or JSON."""

from __future__ import annotations

from flask import (
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from volunteer.web.frame import is_elder, locale

PAGES = (400, 403, 404, 409, 422, 429, 500, 503)
A_MOMENT = 3  # seconds


def answer(code: int, message: str, fields: object = None, page: str = "") -> Response:
    """The error as JSON under /api/, as a page elsewhere: of its code, unless another is named."""
    if request.path.startswith("/api/"):
        body = {"code": code, "message": message}
        response = make_response(jsonify(body | ({"errors": fields} if fields else {})), code)
    else:
        page = page or f"errors/{code if code in PAGES else 500}.html"
        response = make_response((_alone if code >= 500 else _framed)(page, message), code)
    if code == 503:
        response.headers["Retry-After"] = str(A_MOMENT)
    return response


def _framed(page: str, message: str) -> str:
    home = {"next_url": url_for("home.index"), "next_label": gettext("回首页")}
    return render_template(page, message=message, **home)


def _alone(page: str, message: str) -> str:
    """Nothing is asked of the database for it: not who reads, not what waits for them."""
    again = request.full_path.rstrip("?") if request.method == "GET" else url_for("home.index")
    return current_app.jinja_env.get_template(page).render(
        message=message,
        next_url=again,
        next_label=gettext("再试一次") if request.method == "GET" else gettext("回首页"),
        language="en" if locale() == "en" else "zh",
        elder=is_elder(),
    )
