"""What a character costs the hands that type it."""

from __future__ import annotations

import pytest

from tests.bench.intake import keys_of


@pytest.mark.parametrize(("character", "keys"), [("水", 5), ("3", 1), (" ", 1), ("，", 1)])
def test_a_character_takes_its_pinyin_and_the_choice_of_it(character, keys):
    assert keys_of(character) == keys
