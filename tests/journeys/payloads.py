"""What somebody writes who wants a script of theirs to run before other people's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import sqlalchemy as sa
from sqlalchemy.orm import Session

from volunteer.db import db
from volunteer.sealing import Sealed

# Ways out of where a text stands: an element, an attribute, a script, a comment, a template.
OUT = ("", '">', "'>", "</textarea>", "</title>", "</option></select>", "</script>", "</style>",
       "-->", "]]>", "\\x3c/a>", "{{7*7}}")  # fmt: skip
# Ways to run, once out.
RUN = (
    "<script>window.__xss=1</script>",
    "<ScRiPt/x>window.__xss=1</sCrIpT>",
    "<img data-xss src=x: onerror=window.__xss=1>",
    "<svg data-xss onload=window.__xss=1>",
    "<details data-xss open ontoggle=window.__xss=1>",
    "<input data-xss autofocus onfocus=window.__xss=1>",
    "<iframe data-xss srcdoc='<script>parent.__xss=1</script>'></iframe>",
    "<a data-xss href=javascript:window.__xss=1>x</a>",
    "<math><style><img data-xss src=x: onerror=window.__xss=1></style></math>",
    '" data-xss autofocus onfocus="window.__xss=1',
    "' data-xss autofocus onfocus='window.__xss=1",
    "javascript:window.__xss=1//",
)
PAYLOADS = [way_out + way_in for way_out in OUT for way_in in RUN]
AT_ONCE = 4  # so many stand in one field
# Columns that the service alone fills, each word of them from a list of its own.
OURS = {
    "access", "agreement_version", "channel", "digest", "face", "file_digest", "hash",
    "input_hash", "kind", "key", "language", "layout", "leaving", "link_secret", "method",
    "metric", "mode", "month", "new", "notice_kind", "number", "old", "outcome", "password_hash",
    "period", "presence", "public_key", "purpose", "quarter", "reason", "reminders", "revoke_why",
    "rhythm", "risk", "role", "ruling", "secret", "seed", "signature", "skill", "standing",
    "state", "statement", "status", "thing_kind", "token_hash", "type", "urgency", "verb",
    "version", "wished_group",
}  # fmt: skip


def plant(session: Session) -> int:
    """Every text that somebody wrote is now a few payloads, the next text the next few;
    returns how many texts. By hand, as whatever lets such a thing in might; the triggers are
    gone."""
    for (trigger,) in session.execute(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    ).all():
        session.execute(sa.text(f'DROP TRIGGER "{trigger}"'))
    few = cycle(
        " ".join(PAYLOADS[start : start + AT_ONCE]) for start in range(0, len(PAYLOADS), AT_ONCE)
    )
    planted = 0
    for table in db.metadata.sorted_tables:
        keys = list(table.primary_key)
        for row in session.execute(sa.select(*keys, *written(table))).mappings().all():
            here = [key == row[key] for key in keys]
            texts = {one.name: next(few) for one in written(table) if row[one] is not None}
            if texts:
                session.execute(table.update().where(*here).values(texts))
                planted += len(texts)
    return planted


def written(table: sa.Table) -> Iterator[sa.Column[str]]:
    """The columns of the table in which words of people may stand."""
    for column in table.columns:
        text = isinstance(column.type, sa.String | Sealed)
        if text and column.name not in OURS and not column.name.endswith(("_hash", "_index")):
            yield column
