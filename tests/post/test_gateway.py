"""Webhooks and plug-ins: what the operator opens, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from volunteer.post import opened
from volunteer.post.channels import Letter, NotSent, Refused
from volunteer.post.gateway import gateways
from volunteer.settings import BadSetting, Settings

OURS = Settings(public_url="https://help.example.org")
LETTER = Letter("k1", "li/../x?y", "想请您看看", "请点开看", datetime(2026, 11, 20))  # noqa: DTZ001


class Hook(HTTPServer):
    """Keeps what it is told, and answers as it is told to."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Told)
        self.told: list[tuple[str, str | None, dict[str, str]]] = []


class Told(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told.append((self.path, self.headers["Idempotency-Key"], body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def test_a_webhook_gets_the_letter_with_its_key_at_the_readers_address(hook):
    url = f"json://127.0.0.1:{hook.server_port}/for/{{to}}?+Idempotency-Key={{key}}"
    (channel,) = gateways(f"hook={url}")

    channel.send(LETTER)
    channel.send(LETTER)

    (path, key, body), again = hook.told
    assert (path, key) == ("/for/li%2F..%2Fx%3Fy", "k1")
    assert (body["title"], body["message"]) == ("想请您看看", "请点开看")
    assert again[1] == key


def test_a_webhook_that_says_no_is_tried_again(hook):
    hook.status = 500
    (channel,) = gateways(f"hook=json://127.0.0.1:{hook.server_port}/")

    with pytest.raises(NotSent):
        channel.send(LETTER)


@pytest.mark.parametrize(("url", "personal"), [("json://here/", False), ("json://here/{to}", True)])
def test_only_a_channel_with_a_place_for_the_reader_is_personal(url, personal):
    (channel,) = gateways(f"hook={url}")

    assert channel.is_personal == personal


def test_a_personal_channel_sends_nothing_to_nobody():
    (channel,) = gateways("hook=json://here/{to}")

    with pytest.raises(Refused):
        channel.send(replace(LETTER, to=""))


@pytest.mark.parametrize("wrong", ["json://here/", "A B", "hook=nothing://secret", "hook="])
def test_an_address_nobody_understands_is_refused_and_not_repeated(wrong):
    with pytest.raises(BadSetting, match="cannot be used") as refused:
        opened.channels(replace(OURS, apprise=wrong))

    assert "secret" not in str(refused.value)


def test_two_channels_have_two_names():
    with pytest.raises(BadSetting, match="one name"):
        opened.channels(replace(OURS, apprise="hook=json://here/ hook=json://there/"))


def test_a_package_beside_ours_adds_a_channel(tmp_path, monkeypatch):
    (tmp_path / "our_sms.py").write_text(
        "class Sms:\n    name, title, is_personal = 'sms', '短信', True\n"
        "def channel(settings):\n    return Sms()\n",
        encoding="utf-8",
    )
    about = tmp_path / "our_sms-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: our-sms\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[volunteer.channels]\nsms = our_sms:channel\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert [one.name for one in opened.channels(OURS)] == ["sms"]
