"""Why something stays although somebody is erased."""

from __future__ import annotations

NUMBER = "a number that binds rows together; without the name behind it, nobody's"
MOMENT = "when and how far, for sums and clocks"
LEDGER = "the law's record of service: sums and chains go on without the name"
TASK = "what the task was, as staff put it, for those who helped and for the figures"
STAFF = "what staff decided, by the number of their row"
LOG = "who looked or was told, which the law keeps for years"
PAPER = "whoever holds the paper can have it checked by its number; the name is not in it"
VOICE = "how it went, for the figures"
