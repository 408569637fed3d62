"""Officers of sub-districts and districts, members who also go next door, what a round covers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KNOWN = "role IN ('member', 'secretary', 'worker')"
KNOWN_NOW = (
    "role IN ('district_officer', 'member', 'neighbour', 'secretary', 'subdistrict_officer',"
    " 'worker')"
)
HAS_ITS_PLACE = (
    "(role = 'subdistrict_officer') = (subdistrict_id IS NOT NULL)"
    " AND (role = 'district_officer') = (district_id IS NOT NULL)"
    " AND (role IN ('member', 'neighbour', 'secretary', 'worker')) = (community_id IS NOT NULL)"
)
RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("roles") as roles:
        roles.alter_column("community_id", existing_type=sa.Integer(), nullable=True)
        for place in ("subdistrict", "district"):
            roles.add_column(sa.Column(f"{place}_id", sa.Integer(), nullable=True))
            roles.create_foreign_key(
                f"fk_roles_{place}_id_{place}s", f"{place}s", [f"{place}_id"], ["id"]
            )
        roles.drop_constraint("role_is_known", type_="check")
        roles.create_check_constraint("role_is_known", KNOWN_NOW)
        roles.create_check_constraint("role_has_its_place", HAS_ITS_PLACE)
    for place in ("subdistrict", "district"):
        op.create_index(
            f"one_{place}_office_at_a_time",
            "roles",
            ["person_id", f"{place}_id"],
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        )
    # Added in place: nothing of the table is rebuilt, and so no trigger is lost.
    op.add_column(
        "members",
        sa.Column("serves_neighbours", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("rounds") as rounds:
        rounds.add_column(
            sa.Column("covers", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("rounds") as rounds:
        rounds.alter_column("covers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_column("covers")
    op.drop_column("members", "serves_neighbours")
    op.execute(f"DELETE FROM roles WHERE NOT {KNOWN}")
    for place in ("subdistrict", "district"):
        op.drop_index(f"one_{place}_office_at_a_time", "roles")
    with op.batch_alter_table("roles") as roles:
        roles.drop_constraint("role_has_its_place", type_="check")
        roles.drop_constraint("role_is_known", type_="check")
        roles.create_check_constraint("role_is_known", KNOWN)
        for place in ("district", "subdistrict"):
            roles.drop_constraint(f"fk_roles_{place}_id_{place}s", type_="foreignkey")
            roles.drop_column(f"{place}_id")
        roles.alter_column("community_id", existing_type=sa.Integer(), nullable=False)
