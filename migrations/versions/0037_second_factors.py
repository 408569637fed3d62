"""A second proof besides the password, and the moment at which a session was proved last."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_second_factors_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "spare_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_spare_codes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_spare_codes")),
    )
    op.create_index(op.f("ix_spare_codes_person_id"), "spare_codes", ["person_id"])
    with op.batch_alter_table("sign_ins") as sign_ins:
        sign_ins.add_column(sa.Column("proved_at", sa.DateTime(timezone=True)))
        sign_ins.add_column(
            sa.Column("has_second", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE sign_ins SET proved_at = created_at")
    with op.batch_alter_table("sign_ins") as sign_ins:
        sign_ins.alter_column("proved_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("sign_ins") as sign_ins:
        sign_ins.drop_column("has_second")
        sign_ins.drop_column("proved_at")
    op.drop_table("spare_codes")
    op.drop_table("second_factors")
