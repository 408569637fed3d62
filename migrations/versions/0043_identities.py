"""Accounts of work units by which people sign in: one person for each, one for each person."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("issuer", "subject", "subject_index")
        ),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
    )
    op.create_index(
        "one_person_per_identity", "identities", ["issuer", "subject_index"], unique=True
    )
    op.create_index("one_identity_per_issuer", "identities", ["person_id", "issuer"], unique=True)


def downgrade() -> None:
    op.drop_table("identities")
