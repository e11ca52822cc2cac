"""limit how many of a team are away at once"""

import sqlalchemy as sa
from alembic import op

revision = "3c9fe1a2b774"
down_revision = "81154b47f1fa"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("scenario") as batch_op:
        batch_op.add_column(sa.Column("away", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_scenario_away"), "away >= 0")


def downgrade():
    with op.batch_alter_table("scenario") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_scenario_away"), type_="check")
        batch_op.drop_column("away")
