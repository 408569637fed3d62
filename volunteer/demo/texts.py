"""What people write: read from `wishes.toml` and `talk.toml`, varied by chance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from volunteer.members.skills import Group
from volunteer.needs.types import NEED_TYPES, Channel, Risk

HERE = Path(__file__).parent
WISHES: dict[str, dict[str, str]] = tomllib.loads(
    (HERE / "wishes.toml").read_text(encoding="utf-8")
)
TALK: dict[str, Any] = tomllib.loads((HERE / "talk.toml").read_text(encoding="utf-8"))
CHOICE = re.compile(r"\[([^\]]*)\]")
SLIPS = (
    ("看不清", "看不请"), ("帮忙", "邦忙"), ("需要", "须要"), ("麻烦", "麻凡"), ("已经", "以经"),
    ("一直", "一只"), ("想请", "象请"), ("家里", "家理"), ("老人", "老仁"),
)  # fmt: skip
SLIP_SHARE, EXTRA_SHARE, ASIDE_SHARE = 0.15, 0.3, 0.05


def chosen(text: str, chance: Random) -> str:
    """The text with one alternative of each `[one|another]`."""
    return CHOICE.sub(lambda found: chance.choice(found[1].split("|")), text)


def wish(type: str, channel: Channel, chance: Random) -> tuple[str, str]:
    """A task's name and the words in which it reached us; residents slip now and then."""
    title, text = chance.choice(list(WISHES[type].items()))
    return title, told(text, channel, chance)


def told(text: str, channel: Channel, chance: Random) -> str:
    """The words as they reach us by this channel, some with more than was needed."""
    words = chosen(text, chance)
    if chance.random() < EXTRA_SHARE:
        words += chance.choice(TALK["extras"])
    if chance.random() < ASIDE_SHARE:
        words += chance.choice(TALK["asides"])
    if channel in TALK["heard"]:
        return str(chance.choice(TALK["heard"][channel])) + words
    return slipped(words, chance) if chance.random() < SLIP_SHARE else words


def slipped(words: str, chance: Random) -> str:
    """The words with one typing mistake, if one comes to mind."""
    fitting = [slip for slip in SLIPS if slip[0] in words]
    return words.replace(*chance.choice(fitting), 1) if fitting else words


def said(kind: str, chance: Random, about: str = "any") -> str:
    """One of the things people say on such an occasion."""
    table: Mapping[str, Sequence[str]] = TALK[kind]
    return chosen(chance.choice(list(table.get(about, table.get("any", ())))), chance)


def report(type: str, chance: Random) -> str:
    """What the member writes on leaving; half of the repairs say what was done."""
    group: Group = NEED_TYPES[type].group
    about = group if group in TALK["reports"] and chance.random() < 0.5 else "any"
    return said("reports", chance, about)


def risk_note(type: str, risk: Risk, chance: Random) -> str:
    """What to look out for; nothing when there is no risk to speak of."""
    return "" if risk == Risk.LOW else said("risk_notes", chance, type)
