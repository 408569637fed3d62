"""Many requests at one moment, from a client that leaves the processors to the service.

One thread sends them all and hears all answers: as many threads as there are people would take
from two cores as much as the service does, and would wait for each other besides.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.storms import TOOK
from tests.storms.crowd import PATIENT


@dataclass
class Answer:
    """One request and what was heard: the code, how long the asker waited, and how long a thread
    of the service and its processor were at it (seconds)."""

    began: float
    heard: bytearray = field(default_factory=bytearray)
    waited: float = 0.0

    @property
    def code(self) -> int:
        return int(self.heard.split(b" ", 2)[1])

    @property
    def took(self) -> tuple[float, float]:
        (line,) = [one for one in self.heard.split(b"\r\n") if one.startswith(TOOK.encode())]
        wall, processor = line.split(b":")[1].split()
        return float(wall), float(processor)


def posting(path: str, headers: dict[str, str]) -> bytes:
    """The request as it goes over the wire; the connection is for this one alone."""
    more = {"Host": "localhost", "Connection": "close", "Content-Type": "application/json"}
    lines = [f"{name}: {value}" for name, value in {**more, **headers}.items()]
    return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "Content-Length: 2", "", "{}"]).encode()


def volley(address: str, requests: Iterable[bytes]) -> list[Answer]:
    """All answers, in the order of the requests, each of which waits from its own connecting on."""
    place = urlsplit(address)
    answers: list[Answer] = []
    with selectors.DefaultSelector() as open_ones:
        for request in requests:
            answers.append(Answer(time.perf_counter()))
            line = socket.create_connection((place.hostname, place.port))
            line.sendall(request)
            open_ones.register(line, selectors.EVENT_READ, answers[-1])
        while open_ones.get_map():
            ready = open_ones.select(PATIENT)
            assert ready, "nobody answers any more"
            for key, _ in ready:
                hear(key.fileobj, key.data, open_ones)
    return answers


def hear(line: object, answer: Answer, open_ones: selectors.BaseSelector) -> None:
    """What has come is kept; when all has, the line is closed."""
    assert isinstance(line, socket.socket)
    came = line.recv(1 << 16)
    answer.heard += came
    if not came:
        answer.waited = time.perf_counter() - answer.began
        open_ones.unregister(line)
        line.close()


def spread(name: str, seconds: Sequence[float]) -> str:
    """Half of them, and 99 of 100, within so many milliseconds."""
    found = sorted(seconds)
    half, most = found[len(found) // 2] * 1000, found[len(found) * 99 // 100] * 1000
    return f"{name}: {len(found)}, half within {half:.1f} ms, 99 of 100 within {most:.1f} ms"
