"""add the audit trail, which nobody changes"""

import sqlalchemy as sa
from alembic import op

revision = "9e41d7b03c58"
down_revision = "72d4e1b8a6f0"
branch_labels = None
depends_on = None

TRAIL, LEDGER = ("audit_event", "audit_seal"), ("ledger_action", "ledger_entry")
KEYS = {"audit_seal": "position"}
REFUSAL = "the audit trail is never changed"
REFUSAL_OF_LEDGER = "the ledger is never changed"


def upgrade():
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=400), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("in_place_of", sa.String(length=400), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("other_unit_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=400), nullable=False),
        sa.Column("said", sa.String(length=2000), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("came_from", sa.String(length=45), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.CheckConstraint("area in ('money', 'access')", name=op.f("ck_audit_event_area")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_audit_event_by_id_user")),
        sa.ForeignKeyConstraint(["for_id"], ["user.id"], name=op.f("fk_audit_event_for_id_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_audit_event_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["other_unit_id"], ["unit.id"], name=op.f("fk_audit_event_other_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_newest", "audit_event", ["area", "at", "id"])
    op.create_table(
        "audit_seal",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_audit_seal_position")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_audit_seal_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_seal_event_id")),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in LEDGER:
        op.execute(
            f"drop trigger {table}_whole on {table}" if postgres else f"drop trigger {table}_again"
        )
    op.drop_table("audit_seal")
    op.drop_table("audit_event")
    if postgres:
        op.execute("drop function refuse_change_of_audit()")


def _guards(dialect):
    """What makes the database refuse to change or delete a row of the trail.

    The ledger's guards let a whole table be emptied, and a row be replaced: here they stand too.
    """
    yield from _guards_of_sqlite() if dialect == "sqlite" else _guards_of_postgres()


def _guards_of_sqlite():
    for table in TRAIL:
        for deed in ("update", "delete"):
            yield (
                f"create trigger {table}_{deed} before {deed} on {table}"
                f" begin select raise(abort, '{REFUSAL}'); end"
            )
    for tables, refusal in ((TRAIL, REFUSAL), (LEDGER, REFUSAL_OF_LEDGER)):
        for table in tables:
            key = KEYS.get(table, "id")
            yield (
                f"create trigger {table}_again before insert on {table}"
                f" when new.{key} in (select {key} from {table})"
                f" begin select raise(abort, '{refusal}'); end"
            )


def _guards_of_postgres():
    yield (
        "create function refuse_change_of_audit() returns trigger language plpgsql as"
        f" $$ begin raise exception '{REFUSAL}'; end $$"
    )
    for table in TRAIL:
        yield (
            f"create trigger {table}_kept before update or delete on {table}"
            " for each row execute function refuse_change_of_audit()"
        )
    for tables, refuse in ((TRAIL, "audit"), (LEDGER, "ledger")):
        for table in tables:
            yield (
                f"create trigger {table}_whole before truncate on {table}"
                f" for each statement execute function refuse_change_of_{refuse}()"
            )
