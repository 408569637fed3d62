"""One thing leads to another: what was made is read and acted upon, and the API keeps its word.

The links between operations are inferred from the description: what an answer names is what the
next address asks for. `--cases` looks further.
"""

from __future__ import annotations

import contextvars
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.test_anything import EVERYBODY, a_lived_in_place, bring_near, headers
from tests.build import an_open_need

__all__ = ["a_lived_in_place", "headers"]

STEPS = 12  # of one chain
NEAR = 60  # ids that an answer may have named
WHO = ("wang", "resident", *EVERYBODY)
# What a chain leaves is there for the next: were there more, Hypothesis would wonder why the same
# beginning goes on in another way.
A_FEW = settings(
    max_examples=1,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("a_lived_in_place")
def test_what_follows_from_an_answer_keeps_its_word_too(
    app: Flask,
    who: str,
    now: datetime,
    headers: dict[str, str],
    request: pytest.FixtureRequest,
) -> None:
    need = an_open_need(now)
    link = {"number": need.number, "secret": need.link_secret}
    asked: dict[str, int] = Counter()
    chains = max(1, request.config.getoption("--cases") // (len(WHO) * STEPS * A_FEW.max_examples))

    chain = chain_of(app, headers, link, asked)

    for n in range(chains):
        seed(n)(chain).run(settings=A_FEW)

    print(f"{who}: {chains * A_FEW.max_examples} chains, {asked['requests']} requests")
    assert asked["requests"] > 0


def chain_of(
    app: Flask, headers: dict[str, str], link: dict[str, str], asked: dict[str, int]
) -> Any:
    """The machine that goes from answer to address, with this key; a secret link is the real one
    wherever one is asked for."""

    def served(environ: Any, start_response: Any) -> Any:
        return contextvars.Context().run(app, environ, start_response)

    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
    # What is asked wrongly, by leaving out the key for instance, test_anything asks.
    described.config.generation.update(modes=[GenerationMode.POSITIVE])

    class Chain(described.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: Case) -> None:
            asked["requests"] += 1
            bring_near(case, beyond=NEAR)
            if "secret" in case.path_parameters:
                case.path_parameters.update(link)

        def get_call_kwargs(self, case: Case) -> dict[str, Any]:
            return {"headers": headers}

        def validate_response(self, response: Any, case: Case, **more: Any) -> None:
            case.validate_response(
                response, headers=headers, excluded_checks=[positive_data_acceptance]
            )

    return Chain
