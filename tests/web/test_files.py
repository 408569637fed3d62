"""Style sheets and scripts: asked for once, sent packed, the same for everybody."""

from __future__ import annotations

import gzip
import re

import pytest

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def sheets(client):
    """The addresses of the first page's style sheets, Bootstrap's first."""
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/").text)


def test_a_sheet_is_kept_for_a_year_under_an_address_of_its_own_making(client, sheets):
    assert len(sheets) > 1
    for address in sheets:
        answer = client.get(address, buffered=True)
        assert "?v=" in address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_sheet_is_asked_after_when_nobody_said_which_version(client):
    answer = client.get("/static/css/site.css", buffered=True)

    assert answer.headers["Cache-Control"] == "no-cache"


def test_bootstrap_comes_packed_to_whoever_can_unpack_it(client, sheets):
    plain = client.get(sheets[0], buffered=True)
    packed = client.get(sheets[0], headers={"Accept-Encoding": "gzip"}, buffered=True)

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 5
    assert packed.headers["Vary"] == "Accept-Encoding"


def test_a_page_itself_is_never_kept(client):
    assert client.get("/").headers["Cache-Control"] == "no-store"
