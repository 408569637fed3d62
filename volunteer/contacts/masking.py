"""What stands in the place of a phone until somebody who may see it says why."""

from __future__ import annotations

COVERED = "****"


def masked(phone: str) -> str:
    """Enough of the number to recognise one that is known already: 138****1234; a short one, or
    one that is not kept any more, is covered whole."""
    return f"{phone[:3]}{COVERED}{phone[-4:]}" if len(phone) >= 11 else COVERED
