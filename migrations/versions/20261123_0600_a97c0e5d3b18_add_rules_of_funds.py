"""add rules of funds on providers, units, job roles and travel"""

import sqlalchemy as sa
from alembic import op

revision = "a97c0e5d3b18"
down_revision = "f3b7d2085e16"
branch_labels = None
depends_on = None

LISTS = {
    "fund_provider": ("provider_id", "provider", None),
    "fund_unit": ("unit_id", "unit", "CASCADE"),
    "fund_job_role": ("job_role_id", "job_role", "CASCADE"),
}
"""The column of each list, the table that it names, and what its end does to the row."""


def upgrade():
    with op.batch_alter_table("fund") as fund:
        fund.add_column(
            sa.Column("refuses_travel", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("fund") as fund:
        fund.alter_column("refuses_travel", server_default=None)
    for table, (column, named, at_its_end) in LISTS.items():
        op.create_table(
            table,
            sa.Column("fund_id", sa.Integer(), nullable=False),
            sa.Column(column, sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(
                ["fund_id"], ["fund.id"], name=op.f(f"fk_{table}_fund_id_fund"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                [column], [f"{named}.id"], name=op.f(f"fk_{table}_{column}_{named}"),
                ondelete=at_its_end,
            ),
            sa.PrimaryKeyConstraint("fund_id", column, name=op.f(f"pk_{table}")),
        )  # fmt: skip


def downgrade():
    for table in LISTS:
        op.drop_table(table)
    with op.batch_alter_table("fund") as fund:
        fund.drop_column("refuses_travel")
