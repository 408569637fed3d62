"""The API answers in the language it is asked in: Chinese unless it is English."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api.test_journey import WISH
from tests.cast import Cast

pytestmark = pytest.mark.engine("sqlite")  # nothing of it reaches the database


def post(client: FlaskClient, language: str | None, **given: Any) -> Any:
    headers = {"Accept-Language": language} if language else {}
    return client.post("/api/v1/needs", json={**WISH, **given}, headers=headers).json


@pytest.mark.parametrize("language", [None, "zh-CN,zh;q=0.9,en;q=0.8", "fr", "*"])
def test_chinese_is_the_language_of_whoever_asks_for_no_other(client, cast: Cast, language):
    refused = post(client, language, minutes="60")

    assert refused["message"] == "有几处要改一下。"
    assert refused["errors"] == {"minutes": ["请填整数"]}


@pytest.mark.parametrize("language", ["en", "en-GB,en;q=0.9,zh;q=0.5"])
@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        ({"minutes": "60"}, {"minutes": ["Please give a whole number"]}),
        ({"minutes": 5}, {"minutes": ["Please give a number from 15 to 480"]}),
        ({"contact_phone": "12"}, {"contact_phone": ["Please give a mobile or landline number"]}),
        ({"status": "open"}, {"status": ["There is no such item"]}),
    ],
)
def test_whoever_prefers_english_reads_english(client, cast: Cast, language, mistake, expected):
    refused = post(client, language, **mistake)

    assert refused["message"] == "A few things need a change."
    assert refused["errors"] == expected


def test_the_language_chosen_on_the_pages_is_none_of_the_api(client, cast: Cast):
    client.set_cookie("language", "en")

    assert post(client, None, minutes="60")["errors"] == {"minutes": ["请填整数"]}
