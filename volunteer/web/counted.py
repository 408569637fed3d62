"""Sentences with a number in them: one form in Chinese, two in English."""

from __future__ import annotations

from flask_babel import ngettext


def counted(sentence: str, n: int, **facts: object) -> str:
    """The sentence with its number `n`; a language with plurals chooses its form by it."""
    return str(ngettext(sentence, sentence, n, n=n, **facts))
