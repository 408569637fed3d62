"""Whatever the product says in Chinese it can say in English, with the same facts and terms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.mofile import read_mo

from tests.catalogue import COMPILED, MARKS, PROJECT, english, is_translated, said

ONE_COMMAND = (
    "Say it in English as well: run `python3 -m volunteer words`, fill in what it names in"
    " volunteer/translations/en/LC_MESSAGES/messages.po (terms as in docs/glossary.md), run it"
    " again."
)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
# Chinese that is no sentence of ours: words looked for in a resident's text, surnames, patterns
# of dates by language, a terminal's lines; what the demo's people say is data.
NOT_SAID = (
    *("demo/", "needs/danger.py", "needs/children.py", "people/models.py", "web/times.py", "cli/"),
    *("imports/parsing.py", "records/sheets.py"),
)


@pytest.fixture(scope="module")
def now() -> dict[str, Message]:
    """Every sentence as the source says it today."""
    return by_sentence(said())


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Message]:
    """Every sentence of the English catalogue, with its English."""
    return by_sentence(english())


def by_sentence(messages: object) -> dict[str, Message]:
    return {forms(one.id)[0]: one for one in messages if one.id}  # type: ignore[attr-defined]


def forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (tuple, list)) else (str(words),)


def test_every_sentence_has_english_words(now, catalogue):
    missing = [one for one in now if one not in catalogue or not is_translated(catalogue[one])]

    assert not missing, "\n".join([ONE_COMMAND, *missing])


def test_the_catalogue_holds_nothing_that_nobody_says(now, catalogue):
    unused = [one for one in catalogue if one not in now]
    other_forms = [one for one in now if now[one].pluralizable != catalogue[one].pluralizable]

    assert not unused + other_forms, "\n".join([ONE_COMMAND, *unused, *other_forms])


def test_no_translation_is_a_guess(catalogue):
    assert not [one for one, message in catalogue.items() if message.fuzzy], ONE_COMMAND


def test_english_names_the_same_facts(catalogue):
    wrong = [
        f"{sentence} → {words}"
        for sentence, message in catalogue.items()
        for words in forms(message.string)
        if sorted(PLACE.findall(words)) != sorted(PLACE.findall(sentence))
    ]

    assert not wrong, "The places for facts must be the same in both.\n" + "\n".join(wrong)


def test_english_is_english(catalogue):
    wrong = [one for one, message in catalogue.items() if CHINESE.search(str(message.string))]

    assert not wrong, "Chinese characters or punctuation in the English of:\n" + "\n".join(wrong)


def test_the_compiled_catalogue_says_the_same(catalogue):
    with COMPILED.open("rb") as file:
        compiled = by_sentence(read_mo(file))

    assert {one: forms(message.string) for one, message in compiled.items()} == {
        one: forms(message.string) for one, message in catalogue.items()
    }, ONE_COMMAND


def test_a_term_has_one_english_word(catalogue):
    wrong = [
        f"{term} is “{' / '.join(words)}”, but: {sentence} → {message.string}"
        for sentence, message in catalogue.items()
        for term, words in terms_in(sentence)
        if not any(holds(english, word) for english in forms(message.string) for word in words)
    ]

    assert not wrong, "Keep to docs/glossary.md, or change it.\n" + "\n".join(wrong)


def glossary() -> dict[str, list[str]]:
    """Chinese term -> its English words, the longest term first."""
    rows = re.findall(r"^\| ([^|]+) \|[^|]+\| ([^|]+) \|", glossary_text(), re.MULTILINE)
    found = {
        term: words.split(", ")
        for terms, words in rows
        for term in terms.split(" / ")
        if CHINESE.search(term) and CHINESE.search(terms)
    }
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


def glossary_text() -> str:
    return (PROJECT / "docs/glossary.md").read_text("utf-8")


def terms_in(sentence: str) -> Iterator[tuple[str, list[str]]]:
    """The terms of a sentence; a term inside a longer one is not counted again."""
    for term, words in glossary().items():
        if term in sentence:
            yield term, words
            sentence = sentence.replace(term, " ")


def holds(english: str, term: str) -> bool:
    """Whether all words of the term stand in the sentence, with whatever ending."""
    stems = (re.sub("[ey]$", "", word) for word in term.split())
    return all(re.search(rf"\b{re.escape(stem)}", english, re.IGNORECASE) for stem in stems)


def test_no_page_says_anything_past_the_catalogue():
    marked = re.compile(r"\{#.*?#\}|\b(?:_|counted)\(\s*(?:\"[^\"]*\"|'[^']*')", re.DOTALL)
    own_name = "中文"  # the switch calls each language by its own name
    loose = [
        f"{file.name}: {line.strip()}"
        for file in sorted((PROJECT / "templates").rglob("*.html"))
        for line in marked.sub("", file.read_text("utf-8")).replace(own_name, "").splitlines()
        if CHINESE.search(line)
    ]

    assert not loose, "Wrap it in _(), punctuation as well.\n" + "\n".join(loose)


def test_no_module_says_anything_past_the_catalogue():
    folder = PROJECT / "volunteer"
    loose = [
        f"{file.relative_to(folder)}:{line}"
        for file in sorted(folder.rglob("*.py"))
        if not str(file.relative_to(folder)).startswith(NOT_SAID)
        for line in loose_words(file)
    ]

    assert not loose, "Wrap it in word() or gettext().\n" + "\n".join(loose)


def loose_words(file: Path) -> list[int]:
    """Lines with Chinese in a string that is neither marked nor a docstring."""
    tree = ast.parse(file.read_text("utf-8"))
    fine = {
        id(given)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in MARKS
        for given in call.args
    } | {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    return [
        one.lineno
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and id(one) not in fine
        and CHINESE.search(one.value)
    ]
