"""All ways on the same rounds in one run: each measurement in a process of its own, in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.instances import REGIMES, SIZES, city
from tests.bench.peers import PEERS
from tests.bench.plans import save
from tests.bench.ways import WAYS

# One core each, so that nobody wins by having more of the machine.
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# All-or-nothing needs are one column, with irregular windows.
ROUNDS = [(regime, windows) for regime in REGIMES for windows in ("blocks", "irregular")]
ROUNDS += [("base", "together")]
Row = dict[str, Any]


@dataclass(frozen=True)
class Effort:
    """How often and how long: rounds over all ways, seconds of repeats in each, when to give up.

    `checked` is in how many sub-districts the plans of others are proved valid; ours are in all.
    """

    rounds: int
    seconds: float
    patience: float
    checked: int = 1000


EFFORTS = {
    "XS": Effort(2, 0.2, 60),
    "S": Effort(2, 1.0, 300),
    "M": Effort(1, 5.0, 600),
    "L": Effort(1, 10.0, 900, checked=10),
}


def compared(
    name: str, *, peers: bool, effort: Effort, say: Callable[[str], object]
) -> Iterator[Row]:
    """A row for each way on each round of the set: times, memory, worth beside the best known."""
    size = SIZES[name]
    for regime, windows in ROUNDS:
        with tempfile.TemporaryDirectory(prefix="volunteer-bench-") as folder:
            file = Path(folder) / "problem.npz"
            say(f"{name} {regime} {windows}: drawing {size.sub_districts} sub-district(s)")
            problem = city(
                size, regime, irregular=windows != "blocks", together=windows == "together"
            )
            asked = {"needs": problem.need_count, "members": problem.member_count}
            asked["places"] = int(problem.headcount.sum())
            save(problem, file)
            del problem
            ways = [
                way for way, one in (WAYS | (PEERS if peers else {})).items() if one.can(windows)
            ]
            rows = all_ways(file, size.communities, ways, effort, say)
        asked |= {"set": name, "regime": regime, "windows": windows}
        yield from against_best([asked | row for row in rows])


def all_ways(
    file: Path,
    communities: int,
    asked: list[str],
    effort: Effort,
    say: Callable[[str], object],
) -> list[Row]:
    """One row for each of the ways asked, medians over the rounds."""
    rows: dict[str, list[Row]] = {name: [] for name in asked}
    for turn in range(effort.rounds):
        for name in asked:
            if any("refused" in row for row in rows[name]):
                continue
            checked = 0 if turn else 10**6 if name == "ours" else effort.checked
            row = in_own_process(file, name, effort, communities, checked)
            rows[name].append(row)
            say(f"  {turn + 1}/{effort.rounds} {name}: {_short(row)}")
    exact = {name: way.exact for name, way in (WAYS | PEERS).items()}
    return [{"way": name, "exact": exact[name]} | _middle(found) for name, found in rows.items()]


def in_own_process(file: Path, name: str, effort: Effort, communities: int, checked: int) -> Row:
    """One process; what it could not do within the patience is refused."""
    command = [sys.executable, "-m", "tests.bench.measure", str(file), name]
    command += [str(effort.seconds), str(communities), str(checked)]
    try:
        done = subprocess.run(
            command, env=os.environ | ALONE, capture_output=True, timeout=effort.patience, text=True
        )
    except subprocess.TimeoutExpired:
        return {"refused": f"more than {effort.patience:g} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        return {"refused": lines[-1]}
    return dict(json.loads(done.stdout))


def _middle(found: list[Row]) -> Row:
    """One row out of several rounds: medians of what varies."""
    for row in found:
        if "refused" in row:
            return row
    return found[0] | {
        field: median(row[field] for row in found)
        for field in ("seconds", "peak_mib", "above_instance_mib")
    }


def against_best(rows: list[Row]) -> list[Row]:
    """The rows with what each lost against the best plan any of them found."""
    plans = [row for row in rows if "refused" not in row]
    best = max(plans, key=lambda row: (tuple(row["class_vector"]), row["suitability"]))
    mine = next(row for row in plans if row["way"] == "ours")
    for row in plans:
        vector = row["class_vector"]
        row["times_ours"] = row["seconds"] / mine["seconds"]
        row["vector_is_best"] = list(vector) == list(best["class_vector"])
        row["places_lost"] = sum(best["class_vector"]) - sum(vector)
        row["urgent_lost"] = sum(best["class_vector"][:4]) - sum(vector[:4])
        row["suitability_share"] = row["suitability"] / max(best["suitability"], 1)
    return rows


def _short(row: Row) -> str:
    if "refused" in row:
        return str(row["refused"])
    return f"{1000 * row['seconds']:.1f} ms, {row['peak_mib']:.0f} MiB"
