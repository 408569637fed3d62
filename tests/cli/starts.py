"""Commands of the product, started for real in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def environment(**settings: str) -> dict[str, str]:
    """Ours, with only these settings of the service."""
    unset = {name: value for name, value in os.environ.items() if "VOLUNTEER" not in name}
    return {**unset, **settings}


@contextmanager
def serving(*command: str, folder: Path) -> Iterator[str]:
    """The address that the server prints; leaving presses Ctrl-C, and it goes without complaint."""
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        try:
            yield next(word for line in server.stdout for word in line.split() if "://" in word)
        finally:
            server.send_signal(signal.SIGINT)
    assert server.returncode == 0
