"""Fields that go out, as more than one stage needs them."""

from __future__ import annotations

from enum import Enum
from typing import Any

from marshmallow import fields


class Code(fields.Enum[Any]):
    """A member of a closed list, by its value; columns hold the value, not the member."""

    def __init__(self, enum: type[Enum], **choices: Any) -> None:
        super().__init__(enum, by_value=True, **choices)

    def _serialize(self, value: Any, *_: object, **__: object) -> str | None:
        return None if value is None else str(value)


class Reasons(fields.Dict):
    """The numbers behind a pair, as they were when it was proposed."""

    def __init__(self, **choices: Any) -> None:
        super().__init__(
            metadata={
                "description": "skill asked for, grade of free time (2 yes, 1 rather not, 0 no), "
                "minutes to walk, minutes served lately, whether they know each other"
            },
            **choices,
        )
