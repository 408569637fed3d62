"""`python3 -m volunteer bench matching --set S [--peers] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from tests.bench import peers
from tests.bench.compare import EFFORTS, compared
from tests.bench.instances import SIZES
from tests.bench.report import machine, progress, tables


def main() -> None:
    """The tables are on standard output; the numbers behind them in a file, if one was named."""
    asked = arguments().parse_args()
    if asked.peers:
        peers.fetch()
    effort = EFFORTS[asked.set]
    if asked.repeats:
        effort = replace(effort, rounds=asked.repeats)
    rows = list(compared(asked.set, peers=asked.peers, effort=effort, say=progress))
    print(tables(rows))
    if asked.json:
        found = {"machine": machine(), "rows": rows}
        Path(asked.json).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="volunteer bench", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    matching = what.add_parser("matching", help="the solver, beside greedy, hall and peers")
    matching.add_argument("--set", choices=SIZES, default="XS", help="community … city")
    matching.add_argument("--peers", action="store_true", help="fetch OR-Tools and lapx as well")
    matching.add_argument("--repeats", type=int, help="rounds over all ways")
    matching.add_argument("--json", help="write the numbers to this file")
    return parser


if __name__ == "__main__":
    main()
