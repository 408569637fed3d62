"""A mail server on this machine that takes letters, or fails in a chosen way."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event, Thread

ANSWERS = {"DATA": "354 go on", "QUIT": "221 bye"}


@dataclass
class Sink:
    """What came, and how the next commands are answered: a reply, "drop" or "wait" (for good)."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    came: Event = field(default_factory=Event)
    ends: Event = field(default_factory=Event)

    @property
    def keys(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]

    def bodies(self) -> str:
        """Every letter as its reader sees it."""
        parts = [(one["Subject"], one.get_body()) for one in self.letters]
        return "\n".join(f"{subject}\n{body.get_content()}" for subject, body in parts if body)


class Talk(socketserver.StreamRequestHandler):
    """One connection; commands are answered as the sink says."""

    server: Server

    def handle(self) -> None:
        sink = self.server.sink
        if not self._answer(sink.answers.get("CONNECT", "220 here")):
            return
        while line := self.rfile.readline():
            verb = line.split(b":")[0].split()[0].decode().upper()
            if not self._answer(sink.answers.get(verb, ANSWERS.get(verb, "250 fine"))):
                return
            if verb == "QUIT":
                return
            if verb == "DATA" and "DATA" not in sink.answers:
                sink.letters.append(self._letter())
                sink.came.set()
                if not self._answer(sink.answers.get("END", "250 taken")):
                    return

    def _answer(self, reply: str) -> bool:
        if reply == "wait":
            self.server.sink.ends.wait(30)
        if reply in ("wait", "drop"):
            return False
        self.wfile.write(f"{reply}\r\n".encode())
        return True

    def _letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line[1:] if line.startswith(b".") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    sink: Sink


@contextmanager
def mail_server() -> Iterator[Sink]:
    """Listening on loopback until the block ends."""
    with Server(("127.0.0.1", 0), Talk) as server:
        server.sink = Sink(port=server.server_address[1])
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server.sink
        finally:
            server.sink.ends.set()
            server.shutdown()
