"""Rooms stay small: files, functions, tests."""

from __future__ import annotations

import ast
from statistics import median, quantiles

from tests.house.code import Function, modules, service, teach

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
LINE_COUNTS = {module.place: len(module.text.splitlines()) for module in service()}


def length(function: Function) -> int:
    """Lines of what is done: from the first statement after the docstring to the end."""
    done = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - done[0].lineno + 1 if done else 1


def test_no_file_is_long() -> None:
    long = [
        f"{module.place}: {lines} lines"
        for module in modules("volunteer", "matching", "tests")
        if (lines := len(module.text.splitlines())) > LONGEST_FILE
    ]

    teach(f"A file of over {LONGEST_FILE} lines holds two things. Which?", long)


def test_most_files_are_short() -> None:
    lines = list(LINE_COUNTS.values())

    assert median(lines) <= 100
    assert quantiles(lines, n=10)[-1] <= 240


def test_no_function_is_long() -> None:
    long = [
        f"{module.place}:{function.lineno} {function.name}: {length(function)} lines"
        for module in service()
        for function in module.functions
        if length(function) > LONGEST_FUNCTION
    ]

    teach(
        f"A function does one thing, in {LONGEST_FUNCTION} lines at most. Name its parts;\n"
        "what is only a table of values may stand outside as one.",
        long,
    )


def test_most_functions_are_short() -> None:
    lines = [length(function) for module in service() for function in module.functions]

    assert median(lines) <= 8
    assert quantiles(lines, n=10)[-1] <= 25


def test_a_test_is_a_rule_not_a_programme() -> None:
    long = [
        f"{module.place}:{function.lineno} {function.name}: {length(function)} lines"
        for module in modules("tests")
        for function in module.functions
        if function.name.startswith("test_") and length(function) > 35
    ]

    teach("Arrange, act, assert: what takes longer belongs into build.py or is two rules.", long)


def test_no_room_is_for_odds_and_ends() -> None:
    wrong = [
        module.place
        for module in modules("volunteer", "matching", "tests")
        if {"utils", "util", "helpers", "common", "misc"} & set(module.name.split("."))
    ]

    teach("A name that fits everything says nothing: put the thing where its word is.", wrong)
