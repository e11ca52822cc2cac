"""add vendors, orders and reimbursements"""

import sqlalchemy as sa
from alembic import op

revision = "e16d0b84c2f7"
down_revision = "a70c2d5be918"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "vendor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_vendor_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_vendor_unit_id_name")),
    )
    op.create_table(
        "item_purchase",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("order_number", sa.String(40), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("paid_by", sa.String(16), nullable=False),
        sa.Column("reimbursed_cents", sa.BigInteger(), nullable=True),
        sa.Column("reimbursed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "paid_by in ('district', 'person')", name=op.f("ck_item_purchase_paid_by")
        ),
        sa.CheckConstraint("reimbursed_cents >= 0", name=op.f("ck_item_purchase_reimbursed_cents")),
        sa.CheckConstraint(
            "reimbursed_cents is null or paid_by = 'person'",
            name=op.f("ck_item_purchase_reimbursed_to_the_person"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_item_purchase_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_item_purchase_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_purchase")),
    )
    op.create_index(op.f("ix_item_purchase_vendor_id"), "item_purchase", ["vendor_id"])


def downgrade():
    op.drop_table("item_purchase")
    op.drop_table("vendor")
