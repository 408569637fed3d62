"""Records that were entered afterwards, amended, voided by two, objected to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = ("submitted", "returned", "approved", "rejected")
NOW = ("submitted", "seconded", "returned", "approved", "rejected", "voided")
DECIDED = "status NOT IN ({}) OR (reviewer_id IS NOT NULL AND reviewed_at IS NOT NULL)"
NEW_CHECKS = {
    "nobody_seconds_their_own": "seconded_by_id IS NULL OR seconded_by_id <> person_id",
    "late_record_has_two_approvers": (
        "entered_by_id IS NULL OR status <> 'approved' OR (seconded_by_id IS NOT NULL"
        " AND seconded_by_id <> reviewer_id AND seconded_by_id <> entered_by_id"
        " AND reviewer_id <> entered_by_id)"
    ),
    "void_takes_two": (
        "status <> 'voided' OR (void_asked_by_id IS NOT NULL AND void_asked_by_id <> reviewer_id)"
    ),
}
PERSONS = ("entered_by_id", "seconded_by_id", "void_asked_by_id")
DEFAULTS = {"version": "1", "void_why": "", "objection": ""}


def _known(states: tuple[str, ...]) -> str:
    return f"status IN ({', '.join(repr(one) for one in states)})"


def upgrade() -> None:
    with op.batch_alter_table("records") as records:
        for name in ("record_status_is_known", "decided_record_says_by_whom"):
            records.drop_constraint(name, type_="check")
        for name, default in DEFAULTS.items():
            kind = sa.Integer() if name == "version" else sa.String()
            records.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        for name in PERSONS:
            records.add_column(sa.Column(name, sa.Integer(), nullable=True))
            records.create_foreign_key(f"fk_records_{name}_people", "people", [name], ["id"])
        records.add_column(sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True))
        records.create_check_constraint("record_status_is_known", _known(NOW))
        records.create_check_constraint(
            "decided_record_says_by_whom", DECIDED.format("'approved', 'rejected', 'voided'")
        )
        for name, rule in NEW_CHECKS.items():
            records.create_check_constraint(name, rule)
    with op.batch_alter_table("records") as records:
        for name in DEFAULTS:
            records.alter_column(name, server_default=None)


def downgrade() -> None:
    # A second word is not known below: who has one waits again, who is void has no hours.
    op.execute("UPDATE records SET status = 'submitted' WHERE status = 'seconded'")
    with op.batch_alter_table("records") as records:
        for name in ("record_status_is_known", "decided_record_says_by_whom", *NEW_CHECKS):
            records.drop_constraint(name, type_="check")
    op.execute("UPDATE records SET status = 'rejected' WHERE status = 'voided'")
    with op.batch_alter_table("records") as records:
        for name in PERSONS:
            records.drop_constraint(f"fk_records_{name}_people", type_="foreignkey")
        for name in (*PERSONS, *DEFAULTS, "objected_at"):
            records.drop_column(name)
        records.create_check_constraint("record_status_is_known", _known(BEFORE))
        records.create_check_constraint(
            "decided_record_says_by_whom", DECIDED.format("'approved', 'rejected'")
        )
