"""add substitutes of the absent, and sums of units above which the business office approves"""

import sqlalchemy as sa
from alembic import op

revision = "b84f6a2d0c93"
down_revision = "5d21b8c9e4f7"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "unit_approval",
        sa.Column("fiscal_year_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("finance_above_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "finance_above_cents >= 0", name=op.f("ck_unit_approval_finance_above_cents")
        ),
        sa.ForeignKeyConstraint(
            ["fiscal_year_id"], ["fiscal_year.id"], ondelete="CASCADE",
            name=op.f("fk_unit_approval_fiscal_year_id_fiscal_year"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], ondelete="CASCADE",
            name=op.f("fk_unit_approval_unit_id_unit"),
        ),
        sa.PrimaryKeyConstraint("fiscal_year_id", "unit_id", name=op.f("pk_unit_approval")),
    )  # fmt: skip
    op.create_table(
        "absence",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_absence_ends_at")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grant.id"], ondelete="CASCADE", name=op.f("fk_absence_grant_id_grant")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["user.id"], ondelete="CASCADE",
            name=op.f("fk_absence_substitute_id_user"),
        ),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_absence")),
    )  # fmt: skip
    op.create_index(op.f("ix_absence_substitute_id"), "absence", ["substitute_id"])
    with op.batch_alter_table("request_step") as step:
        step.add_column(sa.Column("for_id", sa.Integer(), nullable=True))
        step.create_foreign_key(
            op.f("fk_request_step_for_id_user"), "user", ["for_id"], ["id"], ondelete="SET NULL"
        )


def downgrade():
    with op.batch_alter_table("request_step") as step:
        step.drop_constraint(op.f("fk_request_step_for_id_user"), type_="foreignkey")
        step.drop_column("for_id")
    op.drop_table("absence")
    op.drop_table("unit_approval")
