"""`python3 -m volunteer test` ends here: what the tests need of the machine, then pytest."""

from __future__ import annotations

import os
import sys

import pytest

from tests.machine import make_ready

if __name__ == "__main__":
    make_ready()
    workers = min(os.cpu_count() or 1, 4)
    # For a few tests somebody names, starting workers takes longer than running them.
    names_some = any(not argument.startswith("-") for argument in sys.argv[1:])
    parallel = [] if names_some or workers == 1 else ["-n", str(workers)]
    sys.exit(pytest.main([*parallel, *sys.argv[1:]]))
