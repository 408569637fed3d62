"""A need may ask for all of its helpers or nobody."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written out: both databases take the check with the column, without building the table anew.
    op.execute(
        "ALTER TABLE needs ADD COLUMN together BOOLEAN NOT NULL DEFAULT FALSE"
        " CONSTRAINT together_takes_several CHECK (NOT together OR headcount > 1)"
    )


def downgrade() -> None:
    op.drop_column("needs", "together")
