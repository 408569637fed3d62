"""Phones, homes, logins and addresses of letters are sealed, each with the blind index it needs.

Row by row in batches, inside the one transaction of a migration: all of them are sealed or none.
"""

import sqlalchemy as sa
from alembic import op

from volunteer.sealing import keyring

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

SEALED = {
    "people": ("login", "phone"),
    "needs": ("contact_phone", "address"),
    "addresses": ("address",),
}
INDEXED = {"people": ("login", "phone"), "needs": ("contact_phone", "address")}
KEY = {"people": ("id",), "needs": ("id",), "addresses": ("person_id", "channel")}
BATCH = 500


def upgrade() -> None:
    for table, columns in INDEXED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}_index VARCHAR NOT NULL DEFAULT ''")
    _rewrite(seal=True)
    op.drop_index("login_is_unique", "people")
    op.create_index("login_is_unique", "people", ["login_index"], unique=True)
    op.drop_index("ix_needs_contact_phone", "needs")
    op.create_index("ix_needs_contact_phone_index", "needs", ["contact_phone_index"])
    op.create_index("ix_people_phone_index", "people", ["phone_index"])


def downgrade() -> None:
    op.drop_index("ix_people_phone_index", "people")
    op.drop_index("ix_needs_contact_phone_index", "needs")
    op.drop_index("login_is_unique", "people")
    _rewrite(seal=False)
    op.create_index("ix_needs_contact_phone", "needs", ["contact_phone"])
    op.create_index("login_is_unique", "people", ["login"], unique=True)
    for table, columns in INDEXED.items():
        for column in columns:
            op.drop_column(table, f"{column}_index")


def _rewrite(*, seal: bool) -> None:
    for table, columns in SEALED.items():
        keys = KEY[table]
        chosen = sa.table(table, *(sa.column(one) for one in (*keys, *columns)))
        order = sa.tuple_(*(chosen.c[one] for one in keys))
        last: tuple[object, ...] = ()
        while True:
            rows = sa.select(chosen).order_by(*(chosen.c[one] for one in keys)).limit(BATCH)
            if last:
                rows = rows.where(order > sa.tuple_(*map(sa.literal, last)))
            found = op.get_bind().execute(rows).all()
            if not found:
                break
            _write(table, [dict(row._mapping) for row in found], seal=seal)
            last = tuple(getattr(found[-1], one) for one in keys)


def _write(table: str, rows: list[dict[str, str]], *, seal: bool) -> None:
    ring, columns = keyring(), SEALED[table]
    act = ring.seal if seal else ring.open
    indexed = INDEXED.get(table, ()) if seal else ()
    sets = [f"{one} = :{one}" for one in columns] + [
        f"{one}_index = :{one}_index" for one in indexed
    ]
    where = " AND ".join(f"{one} = :{one}" for one in KEY[table])
    op.get_bind().execute(
        sa.text(f"UPDATE {table} SET {', '.join(sets)} WHERE {where}"),
        [
            {
                **{one: row[one] for one in KEY[table]},
                **{one: act(f"{table}.{one}", row[one]) for one in columns},
                **{f"{one}_index": ring.index(row[one]) for one in indexed},
            }
            for row in rows
        ],
    )
