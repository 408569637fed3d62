"""The `volunteer` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from volunteer.cli.commands import group
from volunteer.cli.trouble import Trouble
from volunteer.settings import BadSetting

WITHOUT_COMMAND = ("serve",)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; trouble is told in one sentence and a code other than 0."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or (given[0].startswith("-") and given[0] not in ("--help", "--version")):
        given = [*WITHOUT_COMMAND, *given]
    try:
        group.main(args=given, prog_name="volunteer", standalone_mode=True)
    except (BadSetting, Trouble) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except SystemExit as done:
        return int(done.code or 0)
    return 0
