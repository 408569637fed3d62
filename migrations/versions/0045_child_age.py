"""How old a child is whom a need is about, and to which version of the notice its resident agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written out: both databases take the checks with the columns, without building the table anew.
    op.execute(
        "ALTER TABLE needs ADD COLUMN child_age VARCHAR"
        " CONSTRAINT child_age_is_known CHECK (child_age IN ('0-2', '3-6', '7-12', '13-17'))"
    )
    op.add_column("needs", sa.Column("notice_version", sa.String(), nullable=True))
    op.execute(
        "ALTER TABLE needs ADD COLUMN notice_agreed_at "
        + ("DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE")
        + " CONSTRAINT agreed_notice_says_when"
        " CHECK ((notice_version IS NULL) = (notice_agreed_at IS NULL))"
    )


def downgrade() -> None:
    for column in ("notice_agreed_at", "notice_version", "child_age"):
        op.drop_column("needs", column)
