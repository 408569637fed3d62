"""What may come in as a photo, and what is left of it: the picture, and nothing else."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from volunteer.errors import Unreadable
from volunteer.words import word as w

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 << 20
MOST_PIXELS = 24_000_000
EDGE = 1920  # pixels of the longer side that are kept
QUALITY = 85

TOO_LONG = w("这张照片超过 8 MB。请换一张小一点的，或在手机上先缩小。")
TOO_WIDE = w("这张照片的像素太多了（最多 2400 万）。请在手机上先缩小，再选一次。")
NO_PHOTO = w("这个文件打不开，或者不是照片。请选一张 JPEG、PNG 或 WebP 照片。")


def clean(content: bytes) -> bytes:
    """The same picture as a JPEG of ours: upright, at most 1920 pixels a side, drawn on a fresh
    canvas, so that where and by which device it was taken, and whatever hid beside it, is gone.

    Raises Unreadable for what is longer than 8 MB, has more than 24 million pixels, or is no whole
    JPEG, PNG or WebP, whatever its name says.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LONG, {})
    try:
        # Reads the head only; no pixel is unpacked before they have been counted.
        picture = Image.open(BytesIO(content), formats=FORMATS)
        is_wide = picture.width * picture.height > MOST_PIXELS
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unreadable(TOO_WIDE, {}) from bomb
    except Exception as broken:
        raise Unreadable(NO_PHOTO, {}) from broken
    if is_wide:
        raise Unreadable(TOO_WIDE, {})
    try:
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, lets halves through
        return _drawn(picture)
    except Exception as broken:  # whatever a decoder stumbles over lies in the file
        raise Unreadable(NO_PHOTO, {}) from broken


def _drawn(picture: Image.Image) -> bytes:
    picture.draft("RGB", (EDGE, EDGE))  # a JPEG is unpacked no larger than is needed
    picture = ImageOps.exif_transpose(picture)
    see_through = picture.has_transparency_data
    picture = picture.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((EDGE, EDGE))
    canvas = Image.new("RGB", picture.size, "white")
    canvas.paste(picture, mask=picture if see_through else None)
    written = BytesIO()
    canvas.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
