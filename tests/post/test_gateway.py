"""Webhooks and plug-ins: what the operator opens, and nobody else."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from volunteer.post import opened, targets
from volunteer.post.channels import Letter, NotSent, Refused
from volunteer.post.gateway import gateways
from volunteer.settings import BadSetting, Settings

OURS = Settings(public_url="https://help.example.org", gateway_hosts="here there")
OWN = ("127.0.0.1", "here")
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
        self.send_header("Location", "/elsewhere")
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
    (channel,) = gateways(f"hook={url}", OWN)

    channel.send(LETTER)
    channel.send(LETTER)

    (path, key, body), again = hook.told
    assert (path, key) == ("/for/li%2F..%2Fx%3Fy", "k1")
    assert (body["title"], body["message"]) == ("想请您看看", "请点开看")
    assert again[1] == key


def test_a_webhook_that_says_no_is_tried_again(hook):
    hook.status = 500
    (channel,) = gateways(f"hook=json://127.0.0.1:{hook.server_port}/", OWN)

    with pytest.raises(NotSent):
        channel.send(LETTER)


@pytest.mark.parametrize(("url", "personal"), [("json://here/", False), ("json://here/{to}", True)])
def test_only_a_channel_with_a_place_for_the_reader_is_personal(url, personal):
    (channel,) = gateways(f"hook={url}", OWN)

    assert channel.is_personal == personal


def test_a_personal_channel_sends_nothing_to_nobody():
    (channel,) = gateways("hook=json://here/{to}", OWN)

    with pytest.raises(Refused):
        channel.send(replace(LETTER, to=""))


@pytest.mark.parametrize("wrong", ["json://here/", "A B", "hook=nothing://secret", "hook="])
def test_an_address_nobody_understands_is_refused_and_not_repeated(wrong):
    with pytest.raises(BadSetting, match="cannot be used") as refused:
        opened.channels(replace(OURS, apprise=wrong))

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("json://gateway.example/", "not encrypted"),
        ("syslog://", "not encrypted"),
        ("jsons://gateway.example/?verify=no", "certificate"),
        ("jsons://gateway.example/?redirect=yes", "redirects"),
        ("jsons://{to}/", "must not choose"),
        ("jsons://here.{to}/", "must not choose"),
    ],
)
def test_what_could_be_listened_to_or_led_elsewhere_is_refused(url, why):
    with pytest.raises(BadSetting, match=why):
        gateways(f"hook={url}", OWN)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "0.0.0.0", "10.1.2.3", "192.168.1.1", "172.16.0.1"),
        *("169.254.169.254", "100.100.100.200", "224.0.0.1", "255.255.255.255"),
    ],
)
def test_no_letter_is_carried_into_the_house(host):
    (channel,) = gateways(f"hook=jsons://{host}/")

    with pytest.raises(NotSent, match="private address"):
        channel.send(LETTER)


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        *(("8.8.8.8", True), ("2400:3200::1", True)),
        *(("::1", False), ("fd00::1", False), ("fe80::1", False), ("ff02::1", False)),
        *(("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True)),
        *(("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2002:808:808::", True)),
    ],
)
def test_an_address_inside_an_address_is_looked_at(address, is_open):
    assert targets.is_open(ipaddress.ip_address(address)) == is_open


def test_a_webhook_that_sends_us_elsewhere_is_not_followed(hook):
    hook.status = 307
    (channel,) = gateways(f"hook=json://127.0.0.1:{hook.server_port}/", OWN)

    with pytest.raises(NotSent):
        channel.send(LETTER)

    assert [path for path, *_ in hook.told] == ["/"]


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
