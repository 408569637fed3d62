"""The description is true: every route is in it, and it is valid OpenAPI 3.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from tests.api.conftest import Asker

Description = dict[str, Any]


@pytest.fixture
def description(nobody: Asker) -> Description:
    return nobody.seen("/openapi.json")


def test_every_route_is_described(app: Flask, description: Description) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.rule != "/api/v1/openapi.json"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(description)} == routes


def test_every_operation_says_what_it_is_and_who_may_come(description: Description) -> None:
    known = {tag["name"] for tag in description["tags"]}

    for path, method, operation in operations(description):
        assert operation["summary"].endswith("."), (method, path)
        assert set(operation["tags"]) <= known, (method, path)
        assert ("401" in operation["responses"]) == (operation["security"] != []), (method, path)


def test_every_reference_leads_somewhere(description: Description) -> None:
    references = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(description))

    assert len(references) > 100
    for reference in references:
        found: Any = description
        for part in reference.split("/"):
            found = found[part]


def test_every_schema_is_a_json_schema(description: Description) -> None:
    for name, schema in description["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(schema), name


def test_no_list_is_longer_than_a_hundred(description: Description) -> None:
    lists = [
        {one["name"]: one["schema"] for one in operation["parameters"]}
        for _path, method, operation in operations(description)
        if method == "get" and "parameters" in operation
    ]
    paged = [one["limit"]["maximum"] for one in lists if "after" in one]

    assert len(paged) >= 9
    assert set(paged) == {100}


def test_nothing_that_comes_in_is_loose(description: Description) -> None:
    for name, schema in description["components"]["schemas"].items():
        assert schema.get("additionalProperties") is not True, name


def operations(description: Description) -> Iterator[tuple[str, str, Any]]:
    for path, item in description["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation
