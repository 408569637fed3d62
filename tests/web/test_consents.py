"""Letters by a channel are agreed to, and taken back, on the page of all consents by one press."""

from __future__ import annotations

import pytest

from volunteer.notices.queries import addresses_of

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.usefixtures("with_mail")]


def test_an_address_is_given_with_the_consent_and_goes_with_it(cast, wang, reading_as):
    reader = reading_as(wang).opens("/me/consents")
    reader.presses("我同意", {"address": "li at home"})
    assert (reader.status, addresses_of(wang.id)) == (422, [])

    reader.presses("我同意", {"address": "wang@home.example"})
    assert "记下了：同意" in reader.text and len(addresses_of(wang.id)) == 1

    reader.presses("撤回同意")
    assert "撤回了" in reader.text and addresses_of(wang.id) == []
