"""How a name is typed by whoever only heard it: in pinyin, or by the initials.

The sound of a name stands in a column beside it, ` danxiaohong xiaohong hong dxh xh h `: every
reading from each of its characters on, so that what is typed is found where a word begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from itertools import islice, product
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

LONGEST = 8  # characters of a name that are read
READINGS = 32  # at most, of a name with characters that are read in several ways
TYPED = re.compile(r"[a-z]{1,40}")
Column = InstrumentedAttribute[str]
# ü as people type it who do not know that v stands for it.
ALIKE = (("lyu", "lv"), ("nyu", "nv"), ("ü", "v"))


def sound(name: str) -> str:
    """How the name may be typed; empty for one without Chinese characters."""
    read = _reader()(name[:LONGEST])
    found: set[str] = set()
    for syllables in islice(product(*read), READINGS):
        for start in range(len(syllables)):
            heard = syllables[start:]
            found |= {"".join(heard), "".join(one[0] for one in heard)}
    return f" {' '.join(sorted(found))} " if found else ""


def sound_of(column: str) -> Callable[[Any], str]:
    """A default that fills the sound of this column of the same new row."""
    return lambda context: sound(context.get_current_parameters()[column])


def as_typed(text: str) -> str:
    """The letters of what was typed, as they stand in a sound; empty when it is no pinyin."""
    letters = re.sub(r"[\s'’-]", "", text.lower())
    for typed, kept in ALIKE:
        letters = letters.replace(typed, kept)
    return letters if TYPED.fullmatch(letters) else ""


def named_like(text: str, name: Column, heard: Column) -> sa.ColumnElement[bool]:
    """Whether the column of names holds this text, or its sound begins a word with it."""
    typed = as_typed(text)
    found = name.contains(text, autoescape=True)
    return sa.or_(found, heard.contains(f" {typed}")) if typed else found


@cache
def _reader() -> Callable[[str], Sequence[Sequence[str]]]:
    # The library reads a large dictionary: only when the first name is written, not at the start.
    pypinyin = import_module("pypinyin")

    def read(name: str) -> Sequence[Sequence[str]]:
        found: Sequence[Sequence[str]] = pypinyin.pinyin(
            name, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore"
        )
        return [one for one in found if one and one[0]]

    return read
