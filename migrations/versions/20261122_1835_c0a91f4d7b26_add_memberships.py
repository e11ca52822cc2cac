"""add memberships, and the share that a place has of what is bought for several"""

import sqlalchemy as sa
from alembic import op

revision = "c0a91f4d7b26"
down_revision = "3b15dcec9fb7"
branch_labels = None
depends_on = None

# By table, what no allowance counted before: the price of a place in a cohort.
SHARING = {
    "plan_item": "update plan_item set shared_cents = price_cents where mode = 'cohort'",
    "scenario_line": "update scenario_line set shared_cents = price_cents where mode = 'cohort'",
}


def upgrade():
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("price_cents", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("quoted_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_membership_price_cents")),
        sa.CheckConstraint("held or held_until is null", name=op.f("ck_membership_held_until")),
        sa.CheckConstraint("held or price_cents is not null", name=op.f("ck_membership_held")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_membership_provider_id_provider")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_membership_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["quoted_by_id"],
            ["user.id"],
            name=op.f("fk_membership_quoted_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "provider_id", "unit_id", name=op.f("uq_membership_provider_id_unit_id")
        ),
    )
    op.create_index(op.f("ix_membership_provider_id"), "membership", ["provider_id"])
    op.create_index(op.f("ix_membership_unit_id"), "membership", ["unit_id"])
    for table, share in SHARING.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("shared_cents", sa.BigInteger(), nullable=False, server_default="0")
            )
        op.execute(share)
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("shared_cents", server_default=None)
            batch_op.create_check_constraint(
                batch_op.f(f"ck_{table}_shared_cents"), "shared_cents >= 0"
            )


def downgrade():
    for table in SHARING:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_shared_cents"), type_="check")
            batch_op.drop_column("shared_cents")
    op.drop_table("membership")
