"""Photos that some residents of the made-up district added: drawn here, stroke by stroke."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import sqlalchemy as sa
from PIL import Image, ImageDraw

from volunteer import keeping
from volunteer.db import db
from volunteer.needs.lifecycle import ENDS
from volunteer.needs.models import LinkHolder, Need
from volunteer.photos import actions, album
from volunteer.photos.cleaning import clean

Draw = ImageDraw.ImageDraw
SIZE = (800, 600)
WALL, METAL, SHADE, WATER, GLOW, DARK = (
    "#e9e4d8", "#9aa4ab", "#6d777e", "#4f93c4", "#ffe9a8", "#4a4a4a",
)  # fmt: skip


def add(now: datetime) -> None:
    """The newest need for each thing that is drawn here has a photo of it."""
    for what, draw in DRAWN.items():
        wanted = sa.select(Need).where(Need.wish.contains(what), Need.status.not_in(ENDS))
        need = db.session.scalar(wanted.order_by(Need.id.desc()).limit(1))
        if need is not None:
            kept = album.keep(keeping.folder(), clean(_drawn(draw)), now=now)
            actions.add(need, kept, by=LinkHolder(need.id), now=now)


def _drawn(draw: Callable[[Draw], None]) -> bytes:
    picture = Image.new("RGB", SIZE, WALL)
    draw(ImageDraw.Draw(picture))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _tap(draw: Draw) -> None:
    for x in range(0, 800, 100):
        draw.line((x, 0, x, 600), fill="white", width=4)
    draw.rounded_rectangle((150, 190, 500, 250), 20, fill=METAL)
    draw.rounded_rectangle((440, 190, 500, 340), 20, fill=METAL)
    draw.rectangle((285, 130, 315, 190), fill=SHADE)
    draw.rounded_rectangle((220, 100, 380, 135), 15, fill=SHADE)
    draw.ellipse((455, 380, 487, 425), fill=WATER)
    draw.polygon(((471, 355), (457, 395), (485, 395)), fill=WATER)
    draw.ellipse((330, 520, 610, 560), fill=WATER)


def _lamp(draw: Draw) -> None:
    draw.rectangle((0, 0, 800, 90), fill="#d6d0c2")
    draw.line((400, 90, 400, 210), fill=DARK, width=8)
    draw.polygon(((330, 210), (470, 210), (560, 360), (240, 360)), fill=SHADE)
    draw.ellipse((350, 325, 450, 425), fill=GLOW, outline=DARK, width=4)
    draw.line((375, 380, 395, 350, 405, 385, 425, 350), fill=DARK, width=5)


DRAWN: dict[str, Callable[[Draw], None]] = {"水龙头": _tap, "灯": _lamp}
