"""`python3 -m volunteer bench matching --set S [--peers] [--json FILE]`, `bench dispatch` and
`bench review`, `bench sign-in`, `bench pages`, `bench intake`; see docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import peers
from tests.bench.changes import changes
from tests.bench.compare import EFFORTS, compared
from tests.bench.dispatch import dispatch_table, simulated
from tests.bench.growth import grown
from tests.bench.instances import SIZES
from tests.bench.intake import intake_table, taken
from tests.bench.pages import looked_at, pages_table
from tests.bench.report import changes_table, growth_table, machine, progress, rows_table, tables
from tests.bench.review import review_table, reviewed
from tests.bench.rows import SETS, stored
from tests.bench.sign_in import guessed, sign_in_table


def main() -> None:
    """The tables are on standard output; the numbers behind them in a file, if one was named."""
    parser = arguments()
    asked = parser.parse_args()
    if asked.what == "dispatch":
        seeds = range(asked.first, asked.first + asked.seeds)
        _write("rows", list(simulated(seeds, progress)), dispatch_table, asked.json)
        return
    if asked.what == "sign-in":
        _write("sign_in", guessed(asked.guesses), sign_in_table, asked.json)
        return
    if asked.what == "pages":
        _write("rows", list(looked_at(asked.times)), pages_table, None)
        return
    if asked.what == "intake":
        _write("intake", taken(), intake_table, asked.json)
        return
    if asked.what == "review":
        _write("rows", list(reviewed(asked.seeds, progress)), review_table, asked.json)
        return
    if asked.rows and asked.set not in SETS:
        parser.error(f"--rows is for the sets {', '.join(SETS)}")
    if asked.peers:
        peers.fetch()
    if asked.rows:
        what, found, shown = "rows", list(stored(asked.set, progress)), rows_table
    elif asked.growth:
        what, found, shown = "growth", list(grown(peers=asked.peers, say=progress)), growth_table
    elif asked.changes:
        what, found, shown = "changes", changes(progress), changes_table
    else:
        effort = EFFORTS[asked.set]
        if asked.repeats:
            effort = replace(effort, rounds=asked.repeats)
        rows = compared(asked.set, peers=asked.peers, effort=effort, say=progress)
        what, found, shown = "rows", list(rows), tables
    _write(what, found, shown, asked.json)


def _write(what: str, found: Any, shown: Callable[[Any], str], file: str | None) -> None:
    print(shown(found))
    if file:
        kept = {"machine": machine(), what: found}
        Path(file).write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="volunteer bench", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    matching = what.add_parser("matching", help="the solver, beside greedy, hall and peers")
    matching.add_argument("--set", choices=SIZES, default="XS", help="community … city")
    matching.add_argument("--peers", action="store_true", help="fetch OR-Tools and lapx as well")
    instead = matching.add_mutually_exclusive_group()
    instead.add_argument(
        "--rows", action="store_true", help="from database to stored proposals instead (XS, S, M)"
    )
    instead.add_argument("--growth", action="store_true", help="time over size instead of the set")
    instead.add_argument(
        "--changes", action="store_true", help="one change of a standing plan instead of the set"
    )
    matching.add_argument("--repeats", type=int, help="rounds over all ways")
    dispatch = what.add_parser("dispatch", help="two weeks of a sub-district under each policy")
    dispatch.add_argument("--seeds", type=int, default=5, help="how many pairs of weeks")
    dispatch.add_argument("--first", type=int, default=0, help="the first of the seeds")
    sign_in = what.add_parser("sign-in", help="whether a refusal's time tells who has an account")
    sign_in.add_argument("--guesses", type=int, default=1000)
    pages = what.add_parser("pages", help="weight, requests and time of the ten main pages")
    pages.add_argument("--times", type=int, default=40, help="how often each is asked for")
    review = what.add_parser("review", help="a year of records with frauds, and what flags see")
    review.add_argument("--seeds", type=int, default=3, help="how many years")
    intake = what.add_parser("intake", help="keys and seconds to write a caller's need down")
    for one in (matching, dispatch, review, sign_in, intake):
        one.add_argument("--json", help="write the numbers to this file")
    return parser


if __name__ == "__main__":
    main()
