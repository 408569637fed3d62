"""The benchmark's rows as tables to read."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any

from tests.bench import peers

Row = dict[str, Any]
PACKAGES = ("numpy", "scipy", "ortools", "lapx")


def machine() -> Row:
    """What was measured on, in general words."""
    known = {one.name.lower(): one.version for one in metadata.distributions()}
    known |= {
        one.name.lower(): one.version
        for one in metadata.distributions(path=[str(peers.folder())])
        if one.name.lower() not in known
    }
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: known[name] for name in PACKAGES if name in known},
    }


def tables(rows: Sequence[Row]) -> str:
    """Markdown: time, memory, and what was lost, a column for each round of the set."""
    columns = list(dict.fromkeys((row["regime"], row["windows"]) for row in rows))
    ways = list(dict.fromkeys(row["way"] for row in rows))
    cells = {(row["way"], row["regime"], row["windows"]): row for row in rows}
    parts = []
    for title, (shown, whose) in VIEWS.items():
        head = ["", *(f"{regime}, {windows}" for regime, windows in columns)]
        lines = [
            [way, *(_cell(cells.get((way, *column)), shown) for column in columns)]
            for way in ways
            if way in (whose or ways)
        ]
        parts.append(f"**{title}**\n\n" + markdown(head, lines))
    return "\n\n".join(parts)


def markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(row: Row | None, shown: Callable[[Row], str]) -> str:
    if row is None:
        return "–"
    if "refused" in row:
        return str(row["refused"]).removeprefix("TooLarge: ")
    return shown(row)


def _time(row: Row) -> str:
    taken = _seconds(row["seconds"])
    return taken if row["way"] == "ours" else f"{taken} (× {row['times_ours']:.2f})"


def _lost(row: Row) -> str:
    if row["way"] == "floor":
        return "–"
    lost = f"{row['places_lost']}"
    if row["urgent_lost"]:
        lost += f" ({row['urgent_lost']} urgent)"
    same = "=" if row["vector_is_best"] else "≠"
    return f"{same} {lost} / {row['suitability_share']:.4f}"


def _memory(row: Row) -> str:
    return f"{row['peak_mib']:.0f} / {row['above_instance_mib']:.0f}"


def _methods(row: Row) -> str:
    by = ", ".join(f"{count} {name}" for name, count in row["solved_by"].items())
    return f"{by}; {row['gap']:.2g}; {len(row['faults'])}"


# Title -> what a cell shows, and the ways it has rows for, if not all.
VIEWS: dict[str, tuple[Callable[[Row], str], tuple[str, ...]]] = {
    "Time, building included (× ours)": (_time, ()),
    "Class vector = or ≠ the best known; places lost / share of the best suitability": (_lost, ()),
    "Peak memory in MiB, whole process / above the instance": (_memory, ()),
    "Parts by method; largest gap; faults found by `check`": (_methods, ("ours",)),
}


def growth_table(rows: Sequence[Row]) -> str:
    """Markdown: seconds by size, and the power of the size by which they grow."""
    head = ["", "way", "time at so many needs", "grows with the power"]
    return markdown(
        head,
        [
            [
                row["of"],
                row["way"],
                ", ".join(f"{at}: {_seconds(took)}" for at, took in row["points"]),
                f"{row['exponent']:.2f}",
            ]
            for row in rows
        ],
    )


def changes_table(rows: Sequence[Row]) -> str:
    """Markdown: one change of a standing plan, and its share of solving the round again."""
    steps = {"decline": "decline_seconds", "new need": "new_need_seconds", "read": "read_seconds"}
    head = ["needs × members", "windows", "solve again", *steps, "equal value after"]
    return markdown(
        head,
        [
            [
                f"{row['needs']} × {row['members']}",
                row["windows"],
                _seconds(row["solve_seconds"]),
                *(
                    f"{_seconds(row[step])} (1/{row['solve_seconds'] / row[step]:.0f})"
                    for step in steps.values()
                ),
                f"{row['events']} changes: {'yes' if row['equal'] else 'NO'}",
            ]
            for row in rows
        ],
    )


def rows_table(rows: Sequence[Row]) -> str:
    """Markdown: a round from the database's rows to stored proposals."""
    head = ["set", "database", "wall", "processor", "of it solver (wall)", "MiB", "stored"]
    return markdown(
        head,
        [
            [
                row["set"],
                row["engine"],
                _seconds(row["seconds"]),
                _seconds(row["processor_seconds"]),
                _seconds(row["solver_seconds"]),
                f"{row['peak_mib']:.0f}",
                f"{row['proposals']} proposals, {row['unfilled']} needs with gaps",
            ]
            for row in rows
        ],
    )


def _seconds(taken: float) -> str:
    return f"{taken:.2f} s" if taken >= 1 else f"{1000 * taken:.3g} ms"


def progress(text: str) -> None:
    """Said on standard error, so that tables can be kept by themselves."""
    print(text, file=sys.stderr, flush=True)
