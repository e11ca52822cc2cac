"""add what an item costs by kind, and what a district's purchases above a sum need

What stood in an item's price before was fee and travel in one sum; it becomes the fee.
"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f0c7e9a34"
down_revision = "d8410e6fb927"
branch_labels = None
depends_on = None

BEFORE = "action in ('request', 'return', 'approve', 'decline', 'cancel', 'register', 'complete')"
AFTER = (
    "action in ('amend', 'request', 'return', 'approve', 'decline', 'cancel',"
    " 'register', 'complete')"
)
KINDS = "kind in ('fee', 'travel', 'lodging', 'meals', 'materials', 'substitute')"


def upgrade():
    op.create_table(
        "item_cost",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("estimated_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_item_cost_kind")),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_item_cost_cents")),
        sa.CheckConstraint("estimated_cents >= 0", name=op.f("ck_item_cost_estimated_cents")),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_item_cost_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "kind", name=op.f("pk_item_cost")),
    )
    op.execute(
        "insert into item_cost (item_id, kind, cents, estimated_cents)"
        " select id, 'fee', price_cents, estimated_cents from plan_item"
        " where price_cents > 0 or estimated_cents > 0"
    )
    with op.batch_alter_table("plan_item") as item:
        item.add_column(
            sa.Column("uncounted_cents", sa.BigInteger(), nullable=False, server_default="0")
        )
        item.create_check_constraint(op.f("ck_plan_item_uncounted_cents"), "uncounted_cents >= 0")
    with op.batch_alter_table("plan_item") as item:
        item.alter_column("uncounted_cents", server_default=None)
    with op.batch_alter_table("request_step") as step:
        step.drop_constraint(op.f("ck_request_step_action"), type_="check")
        step.create_check_constraint(op.f("ck_request_step_action"), AFTER)
    op.create_table(
        "purchasing_threshold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("above_cents", sa.BigInteger(), nullable=False),
        sa.Column("requires", sa.String(200), nullable=False),
        sa.CheckConstraint("above_cents >= 0", name=op.f("ck_purchasing_threshold_above_cents")),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_purchasing_threshold_unit_id_unit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchasing_threshold")),
        sa.UniqueConstraint(
            "unit_id", "above_cents", name=op.f("uq_purchasing_threshold_unit_id_above_cents")
        ),
    )


def downgrade():
    op.drop_table("purchasing_threshold")
    op.execute("delete from request_step where action = 'amend'")
    with op.batch_alter_table("request_step") as step:
        step.drop_constraint(op.f("ck_request_step_action"), type_="check")
        step.create_check_constraint(op.f("ck_request_step_action"), BEFORE)
    with op.batch_alter_table("plan_item") as item:
        item.drop_constraint(op.f("ck_plan_item_uncounted_cents"), type_="check")
        item.drop_column("uncounted_cents")
    op.drop_table("item_cost")
