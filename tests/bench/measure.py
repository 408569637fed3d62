"""One way on one problem in a process of its own: `measure FILE WAY SECONDS COMMUNITIES CHECKED`.

Prints one line of JSON. COMMUNITIES is how many a sub-district has, CHECKED in how many
sub-districts the plan is proved valid afterwards. Time is processor time of this process, which
neighbours on the machine disturb least; it begins with the arrays in memory and ends with the
pairs.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from matching import Problem
from tests.bench import peers
from tests.bench.plans import faults, load, worth_of
from tests.bench.ways import WAYS, Made, NotDone, TooLarge

MIB = 1024


def measured(problem: Problem, name: str, seconds: float) -> tuple[Made, dict[str, Any]]:
    """A plan, the median time of as many repeats as fit into the seconds, and the peak."""
    way = (WAYS | peers.PEERS)[name]
    before = peak_kib(anew=True)
    times: list[float] = []
    while not times or sum(times) + median(times) < seconds:
        gc.collect()
        begun = time.process_time()
        made = way.make(problem)
        times.append(time.process_time() - begun)
    after = peak_kib()
    return made, {
        "seconds": median(times),
        "repeats": len(times),
        "peak_mib": after / MIB,
        "above_instance_mib": (after - before) / MIB,
    }


def peak_kib(*, anew: bool = False) -> int:
    """The most memory this process has held, or has held since it was last asked `anew`."""
    status = Path("/proc/self/status")
    if not status.exists():  # not Linux: the peak of the whole life
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    lines = (line.split() for line in status.read_text().splitlines())
    return next(int(line[1]) for line in lines if line[0] == "VmHWM:")


def main(file: str, name: str, seconds: str, communities: str, checked: str) -> None:
    """One line of JSON is on standard output."""
    if name in peers.PEERS:
        peers.reach()
    problem = load(Path(file))
    try:
        made, found = measured(problem, name, float(seconds))
        found |= worth_of(problem, made)
        found["faults"] = faults(problem, made.pairs, int(communities), int(checked))
    except (NotDone, TooLarge) as refused:
        found = {"refused": f"{type(refused).__name__}: {refused}"}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
