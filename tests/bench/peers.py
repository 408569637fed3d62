"""Solvers of others, which are no part of the service: fetched for a benchmark, then forgotten.

Whoever wants them beside ours says `--peers`; they are installed into a folder of their own, behind
the environment's packages, so that numpy and scipy are the same for everybody.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from matching import Problem
from matching.openings import Part
from matching.seats import Deal, Table, cliques
from matching.tiers import additive
from tests.bench.ways import Chosen, NotDone, Way, by_part, by_table, filled_in, tier_gains

WANTED = ("ortools", "lapx")


def folder() -> Path:
    """Where the peers are, or would be: BENCH_PEERS, or a folder that may be thrown away."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    usual = Path(tempfile.gettempdir()) / f"volunteer-bench-peers-{version}"
    return Path(os.environ.get("BENCH_PEERS", usual))


def fetch() -> None:
    """The peers are in their folder."""
    if (folder() / "ortools").is_dir() and (folder() / "lap").is_dir():
        return
    print(f"Fetching {', '.join(WANTED)} into {folder()} …", file=sys.stderr)
    if uv := shutil.which("uv"):
        install = [uv, "pip", "install", "--python", sys.executable]
    else:
        install = [getattr(sys, "_base_executable", sys.executable), "-m", "pip", "install"]
    subprocess.run([*install, "--quiet", "--target", str(folder()), *WANTED], check=True)


def reach() -> None:
    """What is in the folder can be imported, after everything that is here already."""
    if str(folder()) not in sys.path:
        sys.path.append(str(folder()))


def min_cost_flow(part: Part, _problem: Problem) -> Chosen:
    """OR-Tools' flow: everybody's hours run from needs through seats and desks."""
    graph = importlib.import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    deal = Deal(part, cliques(part, []))
    key, seat = np.unique(deal.key, return_inverse=True)
    desk, behind = np.unique(key // deal.wide, return_inverse=True)
    needs, total = len(part.places), int(deal.rows.sum())
    need = 2 + np.arange(needs)
    seats = 2 + needs + np.arange(len(key))
    desks = 2 + needs + len(key) + np.arange(len(desk))
    gain = tier_gains(part, additive)
    ones = np.ones(len(key), np.int64)
    arcs = [
        (np.zeros(needs), need, np.minimum(deal.rows, 1), -gain[:, 0]),
        (np.zeros(needs), need, deal.rows - 1, -gain[:, 1]),
        (seats, desks[behind], ones, 0 * ones),
        (desks, np.ones(len(desk)), deal.room[desk], np.zeros(len(desk))),
        ([0], [1], [total], [0]),
        (need[part.need], seats[seat], np.ones(len(seat)), -part.score),
    ]
    numbers = [np.concatenate(column).astype(np.int64) for column in zip(*arcs, strict=True)]
    every = graph.add_arcs_with_capacity_and_unit_cost(*numbers)
    graph.set_node_supply(0, total)
    graph.set_node_supply(1, -total)
    if graph.solve() != graph.OPTIMAL:
        raise NotDone("no optimal flow")
    return np.flatnonzero(graph.flows(every[-len(seat) :]))


def flow_assignment(part: Part, _problem: Problem) -> Chosen:
    """OR-Tools' assignment, which must be square: our table with its own mirror image."""

    def solved(table: Table) -> np.ndarray:
        module = importlib.import_module("ortools.graph.python.linear_sum_assignment")
        graph = module.SimpleLinearSumAssignment()
        rows, columns = table.shape
        own = np.arange(columns)
        left = np.concatenate([table.row, rows + table.column, rows + own])
        right = np.concatenate([table.column, columns + table.row, own])
        cost = np.concatenate([table.cost, np.zeros(len(table.cost) + columns)])
        graph.add_arcs_with_cost(left, right, cost.astype(np.int64))
        if graph.solve() != graph.OPTIMAL:
            raise NotDone("no optimal assignment")
        return np.array([graph.right_mate(row) for row in range(rows)])

    return by_table(part, solved)


def jonker_volgenant(part: Part, _problem: Problem) -> Chosen:
    """lapx' dense solver; cells that must not be used cost more than any dummy could save."""

    def solved(table: Table) -> np.ndarray:
        lap: Any = importlib.import_module("lap")
        cells = filled_in(table, 4 * table.cost.max())
        return np.asarray(lap.lapjv(cells, extend_cost=True)[1])

    return by_table(part, solved)


PEERS = {
    "OR-Tools flow": Way(by_part(min_cost_flow), overlaps=False, teams=False),
    "OR-Tools assignment": Way(by_part(flow_assignment), overlaps=False, teams=False),
    "lapx lapjv": Way(by_part(jonker_volgenant), overlaps=False, teams=False),
}
