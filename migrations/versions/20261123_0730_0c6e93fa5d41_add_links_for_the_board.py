"""add links by which the board reads a budget"""

import sqlalchemy as sa
from alembic import op

revision = "0c6e93fa5d41"
down_revision = "b84f6a2d0c93"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "board_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_board_link_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["fiscal_year_id"], ["fiscal_year.id"], ondelete="CASCADE",
            name=op.f("fk_board_link_fiscal_year_id_fiscal_year"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_board_link_made_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_board_link_digest")),
    )  # fmt: skip
    op.create_index(op.f("ix_board_link_unit_id"), "board_link", ["unit_id"])
    op.create_index(op.f("ix_board_link_fiscal_year_id"), "board_link", ["fiscal_year_id"])


def downgrade():
    op.drop_table("board_link")
