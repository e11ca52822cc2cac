"""add the minimum cover of units"""

import sqlalchemy as sa
from alembic import op

revision = "91b7c4e02d5a"
down_revision = "5e83d2b9a0c4"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("unit") as unit:
        unit.add_column(sa.Column("cover", sa.Integer(), nullable=True))
        unit.create_check_constraint(op.f("ck_unit_cover"), "cover > 0")


def downgrade():
    with op.batch_alter_table("unit") as unit:
        unit.drop_constraint(op.f("ck_unit_cover"), type_="check")
        unit.drop_column("cover")
