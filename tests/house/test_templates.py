"""Templates are pages of words: nothing inline, nothing idle, nothing forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined, nodes

from tests.house.code import modules, teach
from volunteer.app import TEMPLATES
from volunteer.web.error_pages import PAGES

# The security policy forbids the first four; the last would ask another site.
INLINE = re.compile(
    r"""\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)|<style|=["']https?://"""
)


@cache
def trees() -> dict[str, nodes.Template]:
    """Every template by its name, as Jinja reads it."""
    reader = Environment(extensions=["jinja2.ext.i18n"])
    found = sorted(TEMPLATES.rglob("*.html"))
    return {
        path.relative_to(TEMPLATES).as_posix(): reader.parse(path.read_text("utf-8"))
        for path in found
    }


def names_read(tree: nodes.Template) -> set[str]:
    return {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"}


def imports(tree: nodes.Template) -> Iterator[tuple[str, str, str]]:
    """What is imported: from where, its name there and its name here."""
    for one in tree.find_all(nodes.FromImport):
        for name in one.names:
            there, here = name if isinstance(name, tuple) else (name, name)
            yield str(getattr(one.template, "value", "")), there, here


def test_nothing_stands_inline() -> None:
    wrong = [
        f"{name}:{piece.lineno} {found.group().strip()}"
        for name, tree in trees().items()
        for piece in tree.find_all(nodes.TemplateData)
        for found in INLINE.finditer(piece.data)
    ]

    teach("Our own policy lets no browser run or paint it. CSS and JS have files.", wrong)


def test_nothing_is_imported_in_vain() -> None:
    wrong = [
        f"{name}: {here}"
        for name, tree in trees().items()
        for _, _, here in imports(tree)
        if here not in names_read(tree)
    ]

    teach("An import tells a reader what the page is made of; this one tells a lie.", wrong)


def test_every_macro_is_used() -> None:
    used = {(where, there) for tree in trees().values() for where, there, _ in imports(tree)}
    wrong = [
        f"{name}: {macro.name}"
        for name, tree in trees().items()
        for macro in tree.find_all(nodes.Macro)
        if (name, macro.name) not in used and macro.name not in names_read(tree)
    ]

    teach("A component nobody uses is kept in step by nobody.", wrong)


def test_every_template_is_shown() -> None:
    named = {
        *(str(node.value) for tree in trees().values() for node in tree.find_all(nodes.Const)),
        *re.findall(r'"([\w/]+\.html)"', "".join(one.text for one in modules("volunteer"))),
        *(f"errors/{code}.html" for code in PAGES),
    }

    teach("No page, include or import names it.", sorted(set(trees()) - named))


@pytest.mark.engine("sqlite")
def test_a_missing_value_is_an_error_not_a_gap(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined


def test_every_component_is_shown_in_the_styleguide() -> None:
    shown = {(where, there) for where, there, _ in imports(trees()["styleguide/show.html"])}
    wrong = sorted(
        f"{where}: {there}"
        for name, tree in trees().items()
        if not name.startswith(("components/", "styleguide/"))
        for where, there, _ in imports(tree)
        if where.startswith("components/") and (where, there) not in shown
    )

    teach("Show it in templates/styleguide/show.html in each of its states.", wrong)
