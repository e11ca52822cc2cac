"""say how far a build is, and let it be stopped"""

import sqlalchemy as sa
from alembic import op

revision = "b81d40c7e6f2"
down_revision = "3c9fe1a2b774"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("scenario") as batch_op:
        batch_op.add_column(sa.Column("best_value", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("best_bound", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("scenario") as batch_op:
        batch_op.alter_column("stop_asked", server_default=None)


def downgrade():
    with op.batch_alter_table("scenario") as batch_op:
        batch_op.drop_column("stop_asked")
        batch_op.drop_column("best_bound")
        batch_op.drop_column("best_value")
