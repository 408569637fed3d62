"""Passwords that would soon be guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from volunteer.words import word

SHORTEST, LONGEST = 8, 128
TOO_EASY = word("这个密码太容易被猜到。请加几个字，或者换几个不相干的词。")
TOO_SHORT_HERE = word("这里的密码至少要 12 个字。一句自己记得住的话最好。")
READS = 72  # as far as zxcvbn reads; so much is long enough
# What people here think of first, besides their own name and phone.
COMMON_HERE = ("woaini", "1314", "5201314", "shuangbaodao", "zhiyuanzhe")


# What classified protection (等保) is usually taken to ask for: length, another now and then, and
# few tries. The same as above holds besides.
@dataclass(frozen=True)
class Profile:
    """What an operator asks of passwords: how long, for how long, and how many tries."""

    shortest: int
    lasts: timedelta | None
    tries: int


PROFILES = {
    "usual": Profile(SHORTEST, None, 10),
    "dengbao": Profile(12, timedelta(days=90), 5),
}
GUESSES = 2  # of zxcvbn's 0 to 4: below it a million guesses are enough


def is_guessable(password: str, *about: str) -> bool:
    """Whether somebody who knows `about` (a name, a phone) would soon guess it.

    Long ones of simple words are good; digits and capitals are not asked for.
    """
    # Imported when first asked: it takes a fifth of a second, and most requests set no password.
    found = import_module("zxcvbn").zxcvbn(password[:READS], user_inputs=[*about, *COMMON_HERE])
    return bool(found["score"] < GUESSES)
