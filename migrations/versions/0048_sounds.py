"""Names are found by how they sound: pinyin and initials stand beside them."""

import sqlalchemy as sa
from alembic import op

from volunteer.sounds import sound

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

GONE = "已删除"
NAMES = {"people": ("name", "name_sound"), "needs": ("contact_name", "contact_sound")}


def upgrade() -> None:
    for table, (name, heard) in NAMES.items():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {heard} VARCHAR NOT NULL DEFAULT ''")
        rows = sa.text(f"SELECT DISTINCT {name} FROM {table} WHERE {name} <> '{GONE}'")
        found = [{"name": one, "sound": sound(one)} for one in op.get_bind().scalars(rows)]
        if found:
            op.get_bind().execute(
                sa.text(f"UPDATE {table} SET {heard} = :sound WHERE {name} = :name"), found
            )


def downgrade() -> None:
    for table, (_name, heard) in NAMES.items():
        op.drop_column(table, heard)
