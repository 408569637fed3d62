"""Chance, from one seed: shares that come out right, times that have a long tail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from math import exp, log
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")
P90 = 1.2816  # standard deviations from the median to the 90th percentile


def deal(chance: Random, shares: Mapping[Thing, float], count: int) -> list[Thing]:
    """So many things in random order, each as often as its share says, rounded fairly.

    A small district would otherwise miss whole kinds of needs by bad luck.
    """
    total = sum(shares.values())
    exact = {thing: count * share / total for thing, share in shares.items()}
    cards = [thing for thing, wanted in exact.items() for _ in range(int(wanted))]
    by_rest = sorted(exact, key=lambda thing: int(exact[thing]) - exact[thing])
    cards += by_rest[: count - len(cards)]
    chance.shuffle(cards)
    return cards


def one_of(chance: Random, shares: Mapping[Thing, float]) -> Thing:
    """One thing, as likely as its share."""
    return chance.choices(list(shares), list(shares.values()))[0]


def some_of(chance: Random, shares: Mapping[Thing, float], count: int) -> list[Thing]:
    """So many different things, each as likely as its share."""
    ranked = sorted(shares, key=lambda thing: log(1 - chance.random()) / shares[thing])
    return ranked[: -count - 1 : -1] if count else []


def spread(chance: Random, median: float, p90: float) -> float:
    """A lognormal draw with this median, a tenth of the draws beyond `p90`."""
    return median * exp(chance.gauss(0, log(p90 / median) / P90))


def hours(chance: Random, median: float, p90: float) -> timedelta:
    """A lognormal span of hours."""
    return timedelta(hours=spread(chance, median, p90))


def poisson(chance: Random, mean: float) -> int:
    """How many of something rare happen when `mean` is expected."""
    limit, product, count = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
