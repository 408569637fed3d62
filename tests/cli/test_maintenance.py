"""`volunteer maintenance`: closed and opened by one word."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from volunteer.cli.maintenance import maintenance

pytestmark = pytest.mark.engine("sqlite")


def test_the_service_is_closed_until_it_is_opened_again(tmp_path):
    def said(word: str) -> str:
        env = {"VOLUNTEER_DATA": str(tmp_path / "data")}
        return CliRunner().invoke(maintenance, [word], env=env).output

    assert said("status") == "Open.\n"
    assert said("on").startswith("Closed")
    assert said("status").startswith("Closed")
    assert said("off") == said("off") == "Open.\n"
