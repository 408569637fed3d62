"""Tests tell the truth: nothing is waited for, pretended, skipped or asked of the network."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from tests.house.code import Function, Module, dotted, modules, teach

# A machine may lack Chromium or PostgreSQL; where all is asked for (REQUIRE_ALL) that fails.
MAY_LACK = ("tests/browser.py", "tests/engines.py", "tests/conftest.py")
# They start the service as a process of its own, and ask it over loopback.
OVER_THE_WIRE = (
    *("tests/cli/", "tests/bench/", "tests/browser.py", "tests/storms/"),
    "tests/attacks/test_served.py",
)


def ours() -> Sequence[Module]:
    """Read by the one process that runs these tests, not by each that looks for tests."""
    return modules("tests")


def every_test() -> Iterator[tuple[Module, Function]]:
    for module in ours():
        for function in module.functions:
            if function.name.startswith("test_"):
                yield module, function


def test_nobody_waits_by_the_clock() -> None:
    wrong = [
        f"{module.place}:{call.lineno} {name}()"
        for module in ours()
        for name, call in module.calls()
        if name.split(".")[-1] in ("sleep", "wait_for_timeout")
    ]

    teach(
        "A sleep is too short on a busy machine and too long on every other. Hand `now` down,\n"
        "or wait for the thing itself (an event, a line of output, an element).",
        wrong,
    )


def test_nobody_pretends() -> None:
    wrong = [
        f"{module.place} imports {name}"
        for module in ours()
        for name in sorted(module.imports)
        if name.split(".")[-1] in ("mock", "freezegun", "responses", "pytest_mock")
    ]
    wrong += [
        f"{module.place}:{call.lineno} {name}()"
        for module in ours()
        for name, call in module.calls()
        if name.split(".")[-2:] in (["monkeypatch", "setattr"], ["mocker", "patch"])
    ]

    teach(
        "A test with a part of ours replaced tests the replacement. What must differ in a test\n"
        "is an argument or a setting: the clock, the folder, the database.",
        wrong,
    )


def test_nobody_asks_the_network() -> None:
    network = ("requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client")
    wrong = [
        f"{module.place} imports {name}"
        for module in ours()
        for name in sorted(module.imports)
        if any(name == one or name.startswith(f"{one}.") for one in network)
        and not module.place.startswith(OVER_THE_WIRE)
    ]

    teach("Ask the app itself: `client` (tests/service.py) or a Reader (tests/web).", wrong)


def test_nothing_is_left_out() -> None:
    wrong = [
        f"{module.place}:{node.lineno} {dotted(node)}"
        for module in ours()
        for node in module.nodes
        if isinstance(node, ast.Attribute)
        and dotted(node).split(".")[-1] in ("skip", "skipif", "xfail", "importorskip")
        and dotted(node).startswith(("pytest.", "mark."))
        and module.place not in MAY_LACK
    ]

    teach("A test that may not run says nothing. Make it run, or take it away.", wrong)


def test_a_name_is_a_sentence() -> None:
    wrong = [
        f"{module.place}:{function.lineno} {function.name}"
        for module, function in every_test()
        if len(function.name.split("_")) < 3
        or re.search(r"_(works?|ok|basic|case)$|\d$", function.name)
    ]

    teach("The name says the rule, so that a failure reads as news: test_a_declined_offer_…", wrong)


def test_every_test_can_fail() -> None:
    wrong = [
        f"{module.place}:{function.lineno} {function.name}"
        for module, function in every_test()
        if not any(claims(node) for node in ast.walk(function))
    ]

    teach("Nothing is asserted here.", wrong)


def claims(node: ast.AST) -> bool:
    """Whether it can fail: an assertion, an expected refusal, or a helper that says so."""
    saying = (
        r"(^|\.)(raises|refused|teach|assert_\w+|check\w*|expect\w*|\w*validate\w*"
        r"|\w*must\w*|sees|misses)$"
    )
    if isinstance(node, ast.Call):
        return bool(re.search(saying, dotted(node.func)))
    return isinstance(node, ast.Assert)


def test_the_first_fixtures_fit_on_a_page() -> None:
    long = [
        module.place
        for module in ours()
        if module.path.name == "conftest.py" and len(module.text.splitlines()) > 150
    ]

    teach("conftest.py is read by everybody: people and things have files of their own.", long)
