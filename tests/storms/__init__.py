"""Many hands at one moment, on both databases, for real."""

LOSE_HEART = "X-Lose-Heart"  # whoever sends it loses everything at the very commit
TOOK = "X-Took"  # how long a thread of the service was at the answer, and its processor (seconds)
