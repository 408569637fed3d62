"""Administrators look after the service itself, in no place."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KNOWN = (
    "role IN ('district_officer', 'member', 'neighbour', 'secretary', 'subdistrict_officer',"
    " 'worker')"
)
KNOWN_NOW = (
    "role IN ('administrator', 'district_officer', 'member', 'neighbour', 'secretary',"
    " 'subdistrict_officer', 'worker')"
)


def upgrade() -> None:
    with op.batch_alter_table("roles") as roles:
        roles.drop_constraint("role_is_known", type_="check")
        roles.create_check_constraint("role_is_known", KNOWN_NOW)


def downgrade() -> None:
    op.execute("DELETE FROM roles WHERE role = 'administrator'")
    with op.batch_alter_table("roles") as roles:
        roles.drop_constraint("role_is_known", type_="check")
        roles.create_check_constraint("role_is_known", KNOWN)
