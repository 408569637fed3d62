"""The weights that a form about a round was given."""

from __future__ import annotations

from volunteer.rounds.models import Round
from volunteer.rounds.schemas import TERMS
from volunteer.web.forms import Form


def weights_of(form: Form, found: Round) -> dict[str, float]:
    """The weights that were given, the round's own where none were."""
    return {**found.weights, **{one: form.value[one] for one in TERMS if one in form.value}}
