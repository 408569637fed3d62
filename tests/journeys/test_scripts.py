"""No script that somebody writes runs before others' eyes, on any page, in the real browser."""

from __future__ import annotations

import pytest

from tests.journeys.payloads import PAYLOADS, plant
from tests.journeys.road import signs_in
from tests.journeys.test_access import EYES, addresses, places
from volunteer.db import transaction

__all__ = ["places"]

pytestmark = pytest.mark.engine("sqlite")

# Whether a payload is read there, and what it leaves behind if a bracket of it means something.
LOOK = """() => [
  document.documentElement.outerHTML.includes("__xss"),
  Boolean(window.__xss || document.querySelector('[data-xss], a[href^="javascript:"]')),
]"""


def test_no_script_that_somebody_wrote_runs_before_others(visitor, app, places):
    with transaction() as session:
        texts = plant(session)
    seen, wrong = 0, []

    def listen(it):
        wrong.extend([it.text] * (it.type == "error"))

    for who in EYES:
        walker = visitor()
        walker.page.on("console", listen)
        if who != "nobody":
            signs_in(walker, who)
        for address, state in addresses(app, who, places):
            if state == 0:
                is_read, ran = walker.opens(address).page.evaluate(LOOK)
                seen += is_read
                wrong += [f"{who} {address}"] * ran

    assert wrong == []
    assert (len(PAYLOADS) >= 120, texts > 500, seen > 60) == (True, True, True)
