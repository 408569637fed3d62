"""What a lifecycle is: a table of steps. Pure data, no table of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from volunteer.errors import WrongMoment
from volunteer.policy import May


@dataclass(frozen=True)
class Step:
    """One verb: from which states, to which, and who may."""

    verb: str
    starts: frozenset[str]
    ends: str
    may: May


@dataclass(frozen=True)
class Journey:
    """All steps of one kind of thing; a verb stands once. `notes` are the verbs of what history
    tells besides, that leaves the state as it was."""

    kind: str
    begins: tuple[str, ...]
    steps: dict[str, Step]
    notes: frozenset[str] = frozenset()

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb that can stand in the history of such a thing."""
        begun = {"begin"} if self.begins else set()
        return frozenset({*begun, *self.steps, *self.notes})

    def step(self, verb: str, status: str) -> Step:
        """The step this verb takes from this state; WrongMoment when it takes none."""
        step = self.steps[verb]
        if status not in step.starts:
            raise WrongMoment(f"{self.kind}.{verb}", status)
        return step

    def allows(self, verb: str, status: str) -> bool:
        """Whether the verb leads on from this state."""
        return status in self.steps[verb].starts


def journey(
    kind: str, *steps: Step, begins: Iterable[str] = (), notes: Iterable[str] = ()
) -> Journey:
    """The table as one value, keyed by verb."""
    return Journey(kind, tuple(begins), {step.verb: step for step in steps}, frozenset(notes))


def one_of(*states: str) -> frozenset[str]:
    """The states a step may start from."""
    return frozenset(states)


def is_one_of(column: str, values: type[StrEnum]) -> str:
    """SQL that holds when the column is a member of the enum; for CHECK constraints."""
    known = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({known})"
