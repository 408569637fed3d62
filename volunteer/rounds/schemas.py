"""What is given to a round, by pages and by programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from volunteer.messages import Schema
from volunteer.rounds.adapter import USUAL_WEIGHTS
from volunteer.words import word as w


def _weight(title: str) -> fields.Integer:
    return fields.Integer(validate=validate.Range(0, 100), metadata={"title": title})


class WeightsSchema(Schema):
    """How much each wish counts among proposals that fill the same places."""

    skill_fit = _weight(w("特长越熟练越好"))
    walk = _weight(w("走得越近越好"))
    free_time = _weight(w("正好有空最好"))
    fairness = _weight(w("近来接得少的先来"))
    waiting = _weight(w("等得久的先配"))
    continuity = _weight(w("以前帮过的更好"))

    @validates_schema
    def one_counts(self, data: Mapping[str, Any], **_: object) -> None:
        """Without any weight nothing tells proposals apart."""
        given = {name: data.get(name, USUAL_WEIGHTS[name]) for name in TERMS}
        if not any(given.values()):
            raise ValidationError(w("至少留一项大于 0"), "skill_fit")


TERMS = tuple(WeightsSchema._declared_fields)
