"""Counts that many may read without learning of anybody: few are not said."""

from __future__ import annotations

from collections.abc import Sequence

FEWEST = 5


def said(counts: Sequence[int]) -> tuple[list[int | None], int | None]:
    """Every count, or None where it is not said; and their sum, or None likewise.

    Not said is what lies between nought and five, and as many of the next larger ones as it takes
    that the sum does not tell: at least two, which together are not few. Where there are not
    enough of them, the sum is not said.
    """
    by_size = sorted((place for place, count in enumerate(counts) if count), key=counts.__getitem__)
    hidden = {place for place in by_size if counts[place] < FEWEST}
    if hidden:
        for place in by_size:
            if not _tells(counts, hidden):
                break
            hidden.add(place)
    told = [None if place in hidden else count for place, count in enumerate(counts)]
    return told, None if hidden and _tells(counts, hidden) else sum(counts)


def _tells(counts: Sequence[int], hidden: set[int]) -> bool:
    """Whether the sum of these would tell what they are."""
    return len(hidden) < 2 or sum(counts[place] for place in hidden) < FEWEST
