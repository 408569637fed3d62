"""Being matched, and letters by each channel, are consents of their own: what was agreed to in the
words of before comes along as version 1, with the moment when it was agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

MATCHING = "愿意收到系统匹配的邀请。不勾选也可以自己到任务大厅接单"
MESSAGES = "填写就是同意用它收通知；清空就不再收。只有您自己能看到。"
KNOWN = "purpose IN ('to_unit')"
KNOWN_NOW = "purpose IN ('to_unit', 'matching', 'messages')"
COLUMNS = "INSERT INTO consents (person_id, purpose, version, text, receiver, given_at)"


def upgrade() -> None:
    op.drop_index("one_consent_at_a_time", "consents")
    with op.batch_alter_table("consents") as consents:
        consents.drop_constraint("purpose_is_known", type_="check")
        consents.create_check_constraint("purpose_is_known", KNOWN_NOW)
    _index("one_consent_at_a_time", ["person_id", "purpose", "receiver"], "withdrawn_at IS NULL")
    _index("one_unit_at_a_time", ["person_id"], "withdrawn_at IS NULL AND purpose = 'to_unit'")
    op.execute(
        sa.text(
            f"{COLUMNS} SELECT person_id, 'matching', '1', :text, '', submitted_at"
            " FROM members WHERE wants_offers"
        ).bindparams(text=MATCHING)
    )
    op.execute(
        sa.text(
            f"{COLUMNS} SELECT person_id, 'messages', '1', :text, channel, agreed_at FROM addresses"
        ).bindparams(text=MESSAGES)
    )
    op.drop_column("members", "wants_offers")


def downgrade() -> None:
    wants = sa.Column("wants_offers", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("members", wants)
    op.execute(
        "UPDATE members SET wants_offers = EXISTS (SELECT 1 FROM consents"
        " WHERE consents.person_id = members.person_id AND purpose = 'matching'"
        " AND withdrawn_at IS NULL)"
    )
    op.execute("DELETE FROM consents WHERE purpose IN ('matching', 'messages')")
    op.drop_index("one_unit_at_a_time", "consents")
    op.drop_index("one_consent_at_a_time", "consents")
    with op.batch_alter_table("consents") as consents:
        consents.drop_constraint("purpose_is_known", type_="check")
        consents.create_check_constraint("purpose_is_known", KNOWN)
    _index("one_consent_at_a_time", ["person_id", "purpose"], "withdrawn_at IS NULL")


def _index(name: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(
        name, "consents", columns, unique=True, sqlite_where=only, postgresql_where=only
    )
