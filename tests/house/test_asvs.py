"""The ledger of security requirements (docs/asvs.csv) is true to the tests that it names."""

from __future__ import annotations

import csv
import re

from tests.house.code import ROOT, modules, teach

LEDGER = ROOT / "docs" / "asvs.csv"
STATES = {"met", "part", "not met", "not applicable"}
TEST = re.compile(r"tests/[\w/]+\.py::\w+")
ROWS = list(csv.DictReader(LEDGER.read_text("utf-8").splitlines()))


def test_no_test_in_the_ledger_is_dead() -> None:
    living = {
        f"{module.place}::{function.name}"
        for module in modules("tests")
        for function in module.functions
    }
    dead = [
        f"{row['item']} {name}"
        for row in ROWS
        for name in TEST.findall(row["proof"])
        if name not in living
    ]

    teach("Name the test that proves it now in docs/asvs.csv, or say that it is not met.", dead)


def test_every_item_stands_once_and_says_why() -> None:
    items = [row["item"] for row in ROWS]
    wrong = [row["item"] for row in ROWS if row["state"] not in STATES or not row["proof"]]
    wrong += [item for item in items if items.count(item) > 1]

    teach("Each item once, with one of the four states, and a test or a reason.", wrong)
