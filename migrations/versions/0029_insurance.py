"""What is of high risk says how its helpers are insured.

Of what was approved before, nobody knows it here, and the row says just that.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BEFORE = "受理时系统还不登记保险，请向社区核实"


def upgrade() -> None:
    # Written out: both databases take the check with the column, without building the table anew.
    # The default is for the rows that are there: the check already looks at them.
    op.execute(
        f"ALTER TABLE needs ADD COLUMN insurance VARCHAR NOT NULL DEFAULT '{BEFORE}'"
        " CONSTRAINT high_risk_is_insured CHECK (risk <> 'high' OR insurance <> '')"
    )
    op.execute("UPDATE needs SET insurance = '' WHERE risk <> 'high'")


def downgrade() -> None:
    op.drop_column("needs", "insurance")
