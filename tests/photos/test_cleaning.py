"""Of a photo only the picture comes in."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.photos.pictures import a_picture, one_that_tells
from volunteer.errors import Unreadable
from volunteer.photos.cleaning import MOST_BYTES, clean


def read(content):
    return Image.open(BytesIO(content))


def a_head_of(width, height):
    """A PNG that says it is so large, and has nothing in it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def a_text_that_swells():
    """A small PNG whose comment unpacks to more than anybody wants."""
    text = b"zTXtword\0\0" + zlib.compress(bytes(80 << 20))
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    whole = a_picture("PNG")
    return whole[:33] + chunk + whole[33:]


def test_where_and_by_what_it_was_taken_is_gone_and_it_stands_upright():
    cleaned = clean(one_that_tells())

    assert not read(cleaned).getexif() and "comment" not in read(cleaned).info
    assert b"Zhao" not in cleaned and read(cleaned).size == (40, 60)


def test_what_hangs_behind_a_picture_is_left_behind():
    cleaned = clean(a_picture() + b"PK\x03\x04<script>alert(1)</script>")

    assert b"script" not in cleaned and b"PK\x03\x04" not in cleaned


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_becomes_a_jpeg_of_at_most_1920_pixels_a_side(kind):
    cleaned = read(clean(a_picture(kind, (2400, 1200))))

    assert (cleaned.format, cleaned.size) == ("JPEG", (1920, 960))


def test_what_is_see_through_is_laid_on_white():
    written = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(written, "PNG")

    assert read(clean(written.getvalue())).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_one_still_picture_is_left(kind):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])

    assert getattr(read(clean(written.getvalue())), "n_frames", 1) == 1


def test_what_also_reads_as_a_page_is_a_picture_only():
    both = a_picture(comment=b"*/--></style><script>alert(1)</script>")

    assert b"script" in both and b"script" not in clean(both)


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("a GIF", a_picture("GIF")),
        ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a page", b"<html><script>alert(1)</script>"),
        ("nothing", b""),
        ("half of a JPEG", a_picture(size=(600, 400))[:900]),
        ("half of a PNG", a_picture("PNG", (600, 400))[:60]),
        ("50 million pixels", a_head_of(10_000, 5_000)),
        ("a bomb", a_head_of(60_000, 60_000)),
        ("more than 8 MB", bytes(MOST_BYTES + 1)),
        ("a text that swells", a_text_that_swells()),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_nothing_else_comes_in(what, content):
    with pytest.raises(Unreadable):
        clean(content)
