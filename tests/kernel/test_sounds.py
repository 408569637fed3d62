"""A name is found by how it sounds, whatever of it is typed."""

from __future__ import annotations

import pytest

from volunteer.sounds import as_typed, sound


def sounds_like(name: str, typed: str) -> bool:
    return f" {as_typed(typed)}" in sound(name)


@pytest.mark.parametrize(
    "typed", ["zhangxiaohong", "Zhang Xiao-hong", "zh", "zxh", "xiaohong", "xh"]
)
def test_a_name_is_found_from_any_of_its_characters_on(typed):
    assert sounds_like("张晓红", typed)


@pytest.mark.parametrize("typed", ["hang", "gxiao", "iao", "hongx"])
def test_a_name_is_not_found_by_what_stands_inside_of_a_word(typed):
    assert not sounds_like("张晓红", typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("单红", "shan"), ("单红", "dan"), ("吕新", "lyu"), ("吕新", "lü"), ("吕新", "lv")],
)
def test_a_character_that_is_read_or_typed_in_several_ways_is_found_by_each(name, typed):
    assert sounds_like(name, typed)


@pytest.mark.parametrize("text", ["", "李", "li1", "%", "a b_c"])
def test_what_is_not_typed_in_letters_is_no_pinyin(text):
    assert as_typed(text) == ""


def test_a_name_in_letters_has_no_sound_of_its_own():
    assert sound("Anna") == ""
