"""add who closed a year or opened it again, and purchases among the steps of a request"""

import sqlalchemy as sa
from alembic import op

revision = "72d4e1b8a6f0"
down_revision = "0c6e93fa5d41"
branch_labels = None
depends_on = None

CHECK = "ck_request_step_action"
BEFORE = (
    "action in ('amend', 'request', 'return', 'approve', 'decline', 'cancel',"
    " 'register', 'complete')"
)
AFTER = (
    "action in ('amend', 'request', 'return', 'approve', 'decline', 'cancel',"
    " 'register', 'complete', 'purchase')"
)


def upgrade():
    op.create_table(
        "year_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind in ('closed', 'reopened')", name=op.f("ck_year_event_kind")),
        sa.ForeignKeyConstraint(
            ["fiscal_year_id"], ["fiscal_year.id"], ondelete="CASCADE",
            name=op.f("fk_year_event_fiscal_year_id_fiscal_year"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_year_event_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_event")),
    )  # fmt: skip
    op.create_index(op.f("ix_year_event_fiscal_year_id"), "year_event", ["fiscal_year_id"])
    _check(AFTER)


def downgrade():
    op.execute("DELETE FROM request_step WHERE action = 'purchase'")
    _check(BEFORE)
    op.drop_table("year_event")


def _check(allowed):
    with op.batch_alter_table("request_step") as step:
        step.drop_constraint(op.f(CHECK), type_="check")
        step.create_check_constraint(op.f(CHECK), allowed)
