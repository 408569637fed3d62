"""What is written beside the code is true of it, and true on every machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.code import ROOT, service, teach

TOPS = ("volunteer", "matching", "templates", "migrations", "tests", "docs", ".ci")
WRITTEN = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".lock", ".ini", ".mako", ".po"}
# Put together here so that this file does not contain what it looks for.
ELSEWHERE = re.compile(
    "|".join(
        (
            r"(?<![\w.}])/(?:home|Users|work|root|mnt)/\w",
            r"[A-Z]:\\\\\w",
            "--(?:extra-)?index" + "-url",
            r"https?://[^\s\"'<>)]*(?:"
            + "|".join(["pypi", "pythonhosted", "registry", "mirror"])
            + ")",
        )
    )
)
GLOSSARY = ROOT / "docs" / "glossary.md"


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the project with its place."""
    paths = [path for top in TOPS for path in sorted((ROOT / top).rglob("*"))]
    for path in (*sorted(ROOT.glob("*")), *paths):
        ours = path.suffix in WRITTEN or path.name in ("LICENSE", "run", ".gitignore")
        if path.is_file() and ours and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8", "replace")


def test_nothing_names_somebodys_machine_or_registry() -> None:
    wrong = [
        f"{place}: {found.group()}"
        for place, text in texts()
        for found in ELSEWHERE.finditer(text)
        if place != "tests/house/test_docs.py"
    ]

    teach("The project is at home wherever it is unpacked; name no place but its own.", wrong)


def glossary() -> list[tuple[str, str]]:
    """Each line: the Chinese, and how it is called in code."""
    table = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [line.split("|")[1:3] for line in table[1:]]
    return [(chinese.strip(), code.strip()) for chinese, code in rows]


def test_every_name_in_the_glossary_is_one_in_the_code() -> None:
    words = set(re.findall(r"\w+", "".join(module.text for module in service())))
    wrong = [
        f"{chinese}: `{name}`"
        for chinese, code in glossary()
        for name in re.findall(r"`([\w.]+)`", code)
        if not set(name.split(".")) <= words
    ]

    teach("A glossary that speaks of what is not there misleads whoever trusts it.", wrong)


def test_every_term_of_the_glossary_is_said_to_people() -> None:
    said = "".join(text for place, text in texts() if place.startswith(("volunteer", "templates")))
    wrong = [
        chinese
        for chinese, _ in glossary()
        if chinese != "—" and not any(term in said for term in chinese.split(" / "))
    ]

    teach("A term that no page uses is either missing on a page, or nobody's word.", wrong)


NUMBERED = re.compile(r"\d{4}-[a-z0-9-]+\.md")


def test_decisions_are_numbered_and_short() -> None:
    records = sorted((ROOT / "docs" / "decisions").iterdir())

    assert [int(one.name[:4]) for one in records] == list(range(1, len(records) + 1))
    teach(
        "docs/decisions/0001-what-is-decided.md: what, why, what it costs, on half a screen.",
        [
            one.name
            for one in records
            if not NUMBERED.fullmatch(one.name) or len(one.read_text("utf-8").splitlines()) > 20
        ],
    )


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    teach(
        "A reader follows it and finds nothing.",
        [x for x in links if not (page.parent / x).exists()],
    )
