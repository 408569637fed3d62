"""A file that is made to harm is refused in words, before it is unpacked."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from tests.imports.conftest import LI, in_csv, seen
from volunteer.errors import Unreadable
from volunteer.imports.previewing import File
from volunteer.records.sheets import in_xlsx

pytestmark = pytest.mark.engine("sqlite")  # no database is asked

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><worksheet><sheetData><row><c><v>&i;</v></c></row></sheetData></worksheet>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"
)


def workbook(part: str, content: bytes) -> File:
    """A good workbook with this in the place of one of its parts."""
    good = zipfile.ZipFile(io.BytesIO(in_xlsx([["姓名"], ["李卫民"]], title="a")))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            archive.writestr(name, content if name == part else good.read(name))
    return File("hours.xlsx", packed.getvalue())


HOSTILE = {
    "bomb": lambda: workbook(SHEET, b"<worksheet>" + b" " * (100 << 20)),
    "entities": lambda: workbook(SHEET, ENTITIES.encode()),
    "entities of strings": lambda: workbook("xl/sharedStrings.xml", ENTITIES.encode()),
    "file outside": lambda: workbook(SHEET, OUTSIDE.encode()),
    "file outside, named by the book": lambda: workbook("xl/workbook.xml", OUTSIDE.encode()),
    "page": lambda: File("hours.xlsx", b"PK\x03\x04<script>alert(1)</script>"),
    "picture and table": lambda: File("hours.csv", b"GIF89a/*" + in_csv(LI).content + b"*/"),
    "PDF": lambda: File("hours.csv", b"%PDF-1.7\n1 0 obj <</JS (app.alert(1))>>\n"),
    "SVG": lambda: File("hours.csv", b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>"),
    "old Excel": lambda: File("hours.xlsx", b"\xd0\xcf\x11\xe0" + bytes(4096)),
    "zeros": lambda: File("hours.csv", bytes(1 << 20)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_made_to_harm_is_refused_in_bounded_memory(cast, now, kind):
    file = HOSTILE[kind]()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable) as refused:
            seen(file, now)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert refused.value.why
    assert peak < 64 << 20  # of the 1 GB that the entities would make
