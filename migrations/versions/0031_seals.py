"""Seals: the rows of history stand in one chain, appended to by a job.

The database itself refuses to change or remove a seal (`append_only`) and a number out of turn
(`chain_is_whole`); on SQLite also to replace a row of history, by clients that fire no triggers on
that. What was there before is sealed by the job within a minute, in the order of ids.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

OUT_OF_TURN = "NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM seals)"
SQLITE = {
    # INSERT OR REPLACE removes rows without asking the triggers, unless a connection was told to.
    "events_append_only_insert": """
        BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'append_only'); END
    """,
    "seals_append_only_insert": """
        BEFORE INSERT ON seals
        WHEN EXISTS (SELECT 1 FROM seals WHERE number = NEW.number OR event_id = NEW.event_id)
        BEGIN SELECT RAISE(ABORT, 'append_only'); END
    """,
    "seals_chain_is_whole": f"""
        BEFORE INSERT ON seals WHEN {OUT_OF_TURN}
        BEGIN SELECT RAISE(ABORT, 'chain_is_whole'); END
    """,
    "seals_append_only_update": """
        BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'append_only'); END
    """,
    "seals_append_only_delete": """
        BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'append_only'); END
    """,
}
POSTGRES = (
    f"""
    CREATE FUNCTION refuse_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {OUT_OF_TURN} THEN
            RAISE EXCEPTION 'chain_is_whole'
                USING ERRCODE = '23514', CONSTRAINT = 'chain_is_whole';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER seals_chain BEFORE INSERT ON seals
    FOR EACH ROW EXECUTE FUNCTION refuse_seal()
    """,
    """
    CREATE TRIGGER seals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_seals_event_id_events")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seals")),
        sa.UniqueConstraint("event_id", name=op.f("uq_seals_event_id")),
    )
    op.create_table(
        "seal_heads",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("history_has_one_chain")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_heads")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, trigger in SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {trigger}")
    else:
        for statement in POSTGRES:
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("seal_heads")
    op.drop_table("seals")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER events_append_only_insert")
    else:
        op.execute("DROP FUNCTION refuse_seal")
