"""add when a fiscal year was closed, and which funds carry over"""

import sqlalchemy as sa
from alembic import op

revision = "81b6d3e5fa27"
down_revision = "4c9e27f1d0ab"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("fiscal_year") as year:
        year.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("fund") as fund:
        fund.add_column(
            sa.Column("carries_over", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("fund") as fund:
        fund.alter_column("carries_over", server_default=None)


def downgrade():
    with op.batch_alter_table("fund") as fund:
        fund.drop_column("carries_over")
    with op.batch_alter_table("fiscal_year") as year:
        year.drop_column("closed_at")
