"""keep what shows a level and why an indicator is not applicable in columns of their own"""

import sqlalchemy as sa
from alembic import op

revision = "7d15e0c8b4a9"
down_revision = "e2b7c95d3f18"
branch_labels = None
depends_on = None


def upgrade():
    _add("shown_by", "reason")
    op.execute("update rating set shown_by = evidence where level is not null")
    op.execute("update rating set reason = evidence where level is null")
    _drop("evidence")


def downgrade():
    """The line that goes with the level stays; what a draft kept beside it does not."""
    _add("evidence")
    op.execute("update rating set evidence = case when level is null then reason else shown_by end")
    _drop("shown_by", "reason")


def _add(*names):
    with op.batch_alter_table("rating", schema=None) as batch_op:
        for name in names:
            batch_op.add_column(
                sa.Column(name, sa.String(length=200), nullable=False, server_default="")
            )
    # The rows there are have it now; new ones get it from the model.
    with op.batch_alter_table("rating", schema=None) as batch_op:
        for name in names:
            batch_op.alter_column(name, existing_type=sa.String(length=200), server_default=None)


def _drop(*names):
    with op.batch_alter_table("rating", schema=None) as batch_op:
        for name in names:
            batch_op.drop_column(name)
