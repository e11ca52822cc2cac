"""add requests: their steps, what sends them back, and what finance approves too"""

import sqlalchemy as sa
from alembic import op

revision = "d8410e6fb927"
down_revision = "c27d90ab35e1"
branch_labels = None
depends_on = None

BEFORE = (
    "state in ('proposed', 'requested', 'approved', 'registered', 'completed',"
    " 'declined', 'cancelled')"
)
AFTER = (
    "state in ('proposed', 'requested', 'returned', 'approved', 'registered', 'completed',"
    " 'declined', 'cancelled')"
)
ACTIONS = "action in ('request', 'return', 'approve', 'decline', 'cancel', 'register', 'complete')"


def upgrade():
    with op.batch_alter_table("plan_item") as item:
        item.drop_constraint(op.f("ck_plan_item_state"), type_="check")
        item.create_check_constraint(op.f("ck_plan_item_state"), AFTER)
        item.add_column(sa.Column("estimated_cents", sa.BigInteger(), nullable=True))
        item.create_check_constraint(op.f("ck_plan_item_estimated_cents"), "estimated_cents >= 0")
    with op.batch_alter_table("fiscal_year") as year:
        year.add_column(sa.Column("finance_above_cents", sa.BigInteger(), nullable=True))
        year.create_check_constraint(
            op.f("ck_fiscal_year_finance_above_cents"), "finance_above_cents >= 0"
        )
    op.create_table(
        "request_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("desk", sa.String(16), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("comment", sa.String(500), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint(ACTIONS, name=op.f("ck_request_step_action")),
        sa.CheckConstraint(
            "desk in ('', 'director', 'finance')", name=op.f("ck_request_step_desk")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_request_step_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user.id"],
            name=op.f("fk_request_step_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_step")),
        sa.UniqueConstraint("key", name=op.f("uq_request_step_key")),
    )
    op.create_index(op.f("ix_request_step_item_id"), "request_step", ["item_id"])


def downgrade():
    op.drop_table("request_step")
    with op.batch_alter_table("fiscal_year") as year:
        year.drop_constraint(op.f("ck_fiscal_year_finance_above_cents"), type_="check")
        year.drop_column("finance_above_cents")
    op.execute("update plan_item set state = 'requested' where state = 'returned'")
    with op.batch_alter_table("plan_item") as item:
        item.drop_constraint(op.f("ck_plan_item_estimated_cents"), type_="check")
        item.drop_column("estimated_cents")
        item.drop_constraint(op.f("ck_plan_item_state"), type_="check")
        item.create_check_constraint(op.f("ck_plan_item_state"), BEFORE)
