"""Settings are read once, loudly, and every one of them is documented."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from volunteer.settings import BadSetting, Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.mark.parametrize("one", fields(Settings), ids=lambda one: one.name)
def test_every_setting_is_explained_in_the_docs(one) -> None:
    line = f"| `VOLUNTEER_{one.name.upper()}` |"

    found = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith(line)]

    assert len(found) == 1, f"docs/settings.md needs one line that begins {line}"
    assert one.metadata["sentence"] in found[0]


@pytest.mark.parametrize(
    ("name", "text"), [("HTTPS", "perhaps"), ("ROUND_DAYS", "0"), ("TRAVEL_MINUTES", "-5")]
)
def test_nonsense_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"VOLUNTEER_{name} must be"):
        Settings.from_environment({f"VOLUNTEER_{name}": text})


def test_the_short_address_of_a_hosting_service_is_understood() -> None:
    settings = Settings.from_environment({"VOLUNTEER_DATABASE_URL": "postgres://db/volunteer"})

    assert settings.database == "postgresql+psycopg://db/volunteer"
