"""Addresses as QR codes that stand in the page itself."""

from __future__ import annotations

import segno
from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from volunteer.needs.models import Need


def qr(address: str, title: str) -> Markup:
    """The address as an SVG image with this name."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, title=title)
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))


def arrival_qr(need: Need, code: str) -> Markup:
    """What opens one's own page of the task with this code filled in; it signs nobody in."""
    address = url_for("orders.arrive", number=need.number, code=code, _external=True)
    return qr(address, gettext("签到二维码"))
