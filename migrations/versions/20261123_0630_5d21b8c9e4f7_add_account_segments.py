"""add how the account codes of a district are made up"""

import sqlalchemy as sa
from alembic import op

revision = "5d21b8c9e4f7"
down_revision = "a97c0e5d3b18"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "account_segment",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("values", sa.String(length=20), nullable=False),
        sa.CheckConstraint("length > 0", name=op.f("ck_account_segment_length")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_account_segment_unit_id_unit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("unit_id", "position", name=op.f("pk_account_segment")),
    )  # fmt: skip


def downgrade():
    op.drop_table("account_segment")
