"""Who tries what next. Three times out of four somebody does what, as the model has it, may be done
now, or hardly a program would come as far as a record; else anybody tries anything.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from random import Random
from typing import Any

from tests.properties.acts import ACTS, OWN, Act, Try
from tests.properties.hours import Model
from tests.properties.twins import WHO
from tests.properties.wishes import Refused


def somebody(chance: Random, model: Model) -> Try:
    """Somebody's next act."""
    may = list(done_now(model)) if chance.randint(0, 3) else []
    if not may:
        return anybody(chance, model)
    verbs = sorted({(one.kind, one.verb) for one in may})
    (verb,) = chance.choices(verbs, [ACTS[kind][name].often for kind, name in verbs])
    return chance.choice([one for one in may if (one.kind, one.verb) == verb])


def done_now(model: Model) -> Iterator[Try]:
    """All that would be done if it were tried now, by those whose it is to do."""
    as_it_is = pickle.dumps(model)
    for one in _meant(model):
        try:
            one.on(pickle.loads(as_it_is))
        except Refused:
            continue
        yield one


def anybody(chance: Random, model: Model) -> Try:
    """Anything may be tried by anybody, mostly on something in the right state."""
    kind = chance.choice([kind for kind in ACTS if all_of(model, kind)])
    verb = chance.choice(sorted(ACTS[kind]))
    act, things = ACTS[kind][verb], all_of(model, kind)
    number = aimed(chance, things, act.aims_at)
    who = chance.choice([*_people(act, things[number]) * 3, *WHO])
    return Try(kind, verb, number, who, chance.choice(act.ways))


def aimed(chance: Random, things: Sequence[Any], at: AbstractSet[str]) -> int:
    """The number of a thing, mostly of one in these states."""
    fitting = [number for number, one in enumerate(things) if one.status in at]
    return chance.choice([*fitting * 6, *range(len(things))])


def all_of(model: Model, kind: str) -> Sequence[Any]:
    """All needs, orders or records."""
    found: Sequence[Any] = getattr(model, f"{kind}s")
    return found


def _meant(model: Model) -> Iterator[Try]:
    for kind, table in ACTS.items():
        for verb, act in table.items():
            for number, one in enumerate(all_of(model, kind)):
                if one.status in act.aims_at:
                    for who in dict.fromkeys(_people(act, one)):
                        yield from (Try(kind, verb, number, who, way) for way in act.ways)


def _people(act: Act, thing: Any) -> list[str]:
    """Those whose it is to do."""
    own = getattr(thing, "order", thing)
    return [own.who if one == OWN else one for one in act.by]
