"""Auditors, department officers and contacts of work units; a row for each file with others' data,
added to and never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

KNOWN = (
    "role IN ('administrator', 'district_officer', 'member', 'neighbour', 'secretary',"
    " 'subdistrict_officer', 'worker')"
)
KNOWN_NOW = (
    "role IN ('administrator', 'auditor', 'department_officer', 'district_officer', 'member',"
    " 'neighbour', 'secretary', 'subdistrict_officer', 'unit_contact', 'worker')"
)
PLACE = (
    "(role = 'subdistrict_officer') = (subdistrict_id IS NOT NULL)"
    " AND (role = 'district_officer') = (district_id IS NOT NULL)"
    " AND (role IN ('member', 'neighbour', 'secretary', 'worker')) = (community_id IS NOT NULL)"
)
PLACE_NOW = (
    "(role = 'subdistrict_officer') = (subdistrict_id IS NOT NULL)"
    " AND (role IN ('auditor', 'department_officer', 'district_officer', 'unit_contact'))"
    " = (district_id IS NOT NULL)"
    " AND (role IN ('member', 'neighbour', 'secretary', 'worker')) = (community_id IS NOT NULL)"
)
BODY = "(role IN ('department_officer', 'unit_contact')) = (body IS NOT NULL AND body <> '')"
KINDS = "'hours_csv', 'hours_json', 'hours_xlsx', 'letter_csv', 'letter_json'"


def upgrade() -> None:
    with op.batch_alter_table("roles") as roles:
        roles.add_column(sa.Column("body", sa.String(), nullable=True))
        roles.drop_constraint("role_is_known", type_="check")
        roles.create_check_constraint("role_is_known", KNOWN_NOW)
        roles.drop_constraint("role_has_its_place", type_="check")
        roles.create_check_constraint("role_has_its_place", PLACE_NOW)
        roles.create_check_constraint("role_names_its_body", BODY)
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("community_id", sa.Integer(), sa.ForeignKey("communities.id"), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"what IN ({KINDS})", name=op.f("export_is_known")),
        sa.CheckConstraint("rows >= 0", name=op.f("export_counts_its_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    _keep()


def downgrade() -> None:
    op.drop_table("exports")
    op.execute("DELETE FROM roles WHERE role IN ('auditor', 'department_officer', 'unit_contact')")
    with op.batch_alter_table("roles") as roles:
        roles.drop_constraint("role_names_its_body", type_="check")
        roles.drop_constraint("role_is_known", type_="check")
        roles.create_check_constraint("role_is_known", KNOWN)
        roles.drop_constraint("role_has_its_place", type_="check")
        roles.create_check_constraint("role_has_its_place", PLACE)
        roles.drop_column("body")


def _keep() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER exports_append_only_{verb.lower()} BEFORE {verb} ON exports BEGIN"
                " SELECT RAISE(ABORT, 'append_only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER exports_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exports"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
