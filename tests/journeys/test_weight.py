"""On a slow line."""

from __future__ import annotations

import pytest

from tests.bench.pages import sent

pytestmark = pytest.mark.engine("sqlite")
REQUESTS, BYTES = 15, 100 * 1024


def test_the_first_page_of_somebody_new_is_light(visitor, cast):
    page = visitor(service_workers="block").page
    sizes = sent(page)

    page.goto("/", wait_until="networkidle")

    assert 0 < len(sizes) <= REQUESTS
    assert sum(sizes) <= BYTES
