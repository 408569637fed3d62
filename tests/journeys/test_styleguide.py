"""Every component in every state, in every look: on one page, without a fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.journeys import inspection

pytestmark = pytest.mark.engine("sqlite")
LOOKS = (
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "dark", "contrast": "more"},
    {"color_scheme": "dark", "forced_colors": "active"},
)


@pytest.fixture
def shown(app, cast):
    """The operator has asked for the page."""
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(usual, styleguide=True)
    yield
    app.config["SETTINGS"] = usual


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look.values()))
def test_no_component_has_a_fault_in_any_look(shown, visitor, look):
    page = visitor(reduced_motion="reduce", **look).opens("/styleguide").page

    found = [*inspection.violations(page, colours="forced_colors" not in look)]
    found += inspection.misfits(page, elder=False) if look == LOOKS[0] else ()

    assert not found, "\n".join(found)


def test_where_people_work_there_is_no_such_page(client):
    assert client.get("/styleguide").status_code == 404
