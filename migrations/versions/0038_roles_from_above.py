"""Offices say who gave them, until when, and for whom a deputy acts; a password may be for once."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("change_due_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("roles") as roles:
        roles.add_column(sa.Column("granted_by_id", sa.Integer()))
        roles.add_column(sa.Column("ends_at", sa.DateTime(timezone=True)))
        roles.add_column(sa.Column("acting_for_id", sa.Integer()))
        for column in ("granted_by_id", "acting_for_id"):
            roles.create_foreign_key(op.f(f"fk_roles_{column}_people"), "people", [column], ["id"])
        roles.create_check_constraint(
            op.f("nobody_grants_their_own"),
            "granted_by_id IS NULL OR granted_by_id <> person_id",
        )
        roles.create_check_constraint(
            op.f("deputy_acts_for_a_time"),
            "acting_for_id IS NULL OR (role = 'secretary' AND acting_for_id <> person_id"
            " AND ends_at IS NOT NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("roles") as roles:
        for name in ("nobody_grants_their_own", "deputy_acts_for_a_time"):
            roles.drop_constraint(op.f(name), type_="check")
        for column in ("granted_by_id", "acting_for_id"):
            roles.drop_constraint(op.f(f"fk_roles_{column}_people"), type_="foreignkey")
        for column in ("acting_for_id", "ends_at", "granted_by_id"):
            roles.drop_column(column)
    with op.batch_alter_table("people") as people:
        people.drop_column("change_due_at")
