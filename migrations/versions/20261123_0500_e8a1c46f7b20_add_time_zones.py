"""add the time zones of units"""

import sqlalchemy as sa
from alembic import op

revision = "e8a1c46f7b20"
down_revision = "c25e8f94b1d3"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("unit", sa.Column("time_zone", sa.String(length=40), nullable=True))
    stated = sa.text("time_zone is not null")
    op.create_index(
        "ix_unit_time_zone", "unit", ["time_zone"], sqlite_where=stated, postgresql_where=stated
    )


def downgrade():
    op.drop_index("ix_unit_time_zone", "unit")
    op.drop_column("unit", "time_zone")
