"""add how many are to hold an indicator to scenarios"""

import sqlalchemy as sa
from alembic import op

revision = "4f0d2ce871a6"
down_revision = "91b7c4e02d5a"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("scenario") as scenario:
        scenario.add_column(sa.Column("holders", sa.Integer(), nullable=False, server_default="1"))
        scenario.create_check_constraint(op.f("ck_scenario_holders"), "holders > 0")
    with op.batch_alter_table("scenario") as scenario:
        scenario.alter_column("holders", server_default=None)


def downgrade():
    with op.batch_alter_table("scenario") as scenario:
        scenario.drop_constraint(op.f("ck_scenario_holders"), type_="check")
        scenario.drop_column("holders")
