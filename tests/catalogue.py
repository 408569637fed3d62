"""`python3 -m volunteer words`: the English catalogue, in step with the words in the source.

What is new stands in messages.po with an empty `msgstr`; what nobody says any more is gone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).parent.parent
ENGLISH = PROJECT / "volunteer/translations/en/LC_MESSAGES/messages.po"
COMPILED = ENGLISH.with_suffix(".mo")
# Where words stand, and what reads them there.
SOURCES = (("volunteer", "**.py", "python"), ("templates", "**.html", "jinja2"))
# What words are handed to: templates and web, tables of data, and sentences with a number, which
# are one in Chinese and two in English.
MARKS = {"_": None, "gettext": None, "word": None, "w": None, "counted": (1, 1)}
ABOUT = {
    "project": "volunteer",
    "version": "0",
    "msgid_bugs_address": "The volunteer project",
    "last_translator": "The volunteer project",
    "language_team": "English",
}
# The history of the file is in the repository; a date in it would only make conflicts.
UNDATED = datetime(2026, 11, 24, tzinfo=UTC)


def said() -> Catalog:
    """Every sentence of the product, without translation."""
    found = Catalog("en", creation_date=UNDATED, fuzzy=False, **ABOUT)
    for folder, pattern, method in SOURCES:
        for file, _line, words, _comments, context in extract_from_dir(
            PROJECT / folder, [(pattern, method)], {pattern: {"silent": "false"}}, MARKS
        ):
            found.add(words, locations=[(f"{folder}/{file}", 0)], context=context)
    return found


def english() -> Catalog:
    """The catalogue as it lies in the project."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def is_translated(message: Message) -> bool:
    """Whether every form of the message has words."""
    return all(message.string if message.pluralizable else [message.string])


def keep_in_step() -> list[str]:
    """Both files hold exactly what is said; returns what still has no translation."""
    known, now = english(), said()
    now.revision_date, now.header_comment = UNDATED, known.header_comment
    for message in now:
        old = known.get(message.id) if message.id else None
        if old and old.pluralizable == message.pluralizable:
            message.string = old.string
    with ENGLISH.open("wb") as file:
        write_po(file, now, width=100, sort_by_file=True, include_lineno=False)
    with COMPILED.open("wb") as file:
        write_mo(file, now)
    return [str(message.id) for message in now if message.id and not is_translated(message)]


if __name__ == "__main__":
    missing = keep_in_step()
    print(f"{len(said())} sentences, {len(missing)} without English words.")
    for sentence in missing:
        print(f"  {sentence}")
    if missing:
        raise SystemExit(f"Fill in the empty msgstr in {ENGLISH.relative_to(PROJECT)}, run again.")
