"""A member may say which group of needs they like best."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GROUPS = (
    "'care', 'culture', 'digital', 'environment', 'family', 'health', 'law', 'repair', 'safety'"
)


def upgrade() -> None:
    # Written out: both databases take the check with the column, without building the table anew.
    op.execute(
        "ALTER TABLE members ADD COLUMN wished_group VARCHAR"
        f" CONSTRAINT wished_group_is_known CHECK (wished_group IN ({GROUPS}))"
    )


def downgrade() -> None:
    op.drop_column("members", "wished_group")
