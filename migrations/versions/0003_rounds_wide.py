"""Rounds for a community, a sub-district or a district, with their weights and their input."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONE_SCOPE = (
    "(CASE WHEN community_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN subdistrict_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN district_id IS NULL THEN 0 ELSE 1 END) = 1"
)
# What rounds were solved with before it could be chosen.
WEIGHTS = (
    '{"skill_fit": 25, "walk": 20, "free_time": 15, "fairness": 20,'
    ' "waiting": 5, "continuity": 10, "wish": 5}'
)


def upgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.alter_column("community_id", existing_type=sa.Integer(), nullable=True)
        for place in ("subdistrict", "district"):
            rounds.add_column(sa.Column(f"{place}_id", sa.Integer(), nullable=True))
            rounds.create_foreign_key(
                f"fk_rounds_{place}_id_{place}s", f"{place}s", [f"{place}_id"], ["id"]
            )
            rounds.create_index(f"ix_rounds_{place}_id", [f"{place}_id"])
        rounds.add_column(
            sa.Column("weights", sa.JSON(), nullable=False, server_default=sa.text(f"'{WEIGHTS}'"))
        )
        rounds.add_column(sa.Column("seed", sa.Integer(), nullable=False, server_default="0"))
        rounds.add_column(sa.Column("input_hash", sa.String(), nullable=False, server_default=""))
        rounds.create_check_constraint("round_has_one_scope", ONE_SCOPE)
    with op.batch_alter_table("rounds") as rounds:
        for column in ("weights", "seed", "input_hash"):
            rounds.alter_column(column, server_default=None)
    op.create_table(
        "round_inputs",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_inputs_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_inputs")),
    )
    op.create_index("ix_round_inputs_kept_at", "round_inputs", ["kept_at"])


def downgrade() -> None:
    op.drop_table("round_inputs")
    # A round for more than one community cannot be told any more.
    wide = "SELECT id FROM rounds WHERE community_id IS NULL"
    for table in ("proposals", "unfilled", "pair_wishes"):
        op.execute(f"DELETE FROM {table} WHERE round_id IN ({wide})")
    op.execute("DELETE FROM rounds WHERE community_id IS NULL")
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_constraint("round_has_one_scope", type_="check")
        for column in ("weights", "seed", "input_hash"):
            rounds.drop_column(column)
        for place in ("district", "subdistrict"):
            rounds.drop_index(f"ix_rounds_{place}_id")
            rounds.drop_constraint(f"fk_rounds_{place}_id_{place}s", type_="foreignkey")
            rounds.drop_column(f"{place}_id")
        rounds.alter_column("community_id", existing_type=sa.Integer(), nullable=False)
