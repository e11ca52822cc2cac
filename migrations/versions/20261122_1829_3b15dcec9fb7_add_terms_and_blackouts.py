"""add terms and blackouts"""

import sqlalchemy as sa
from alembic import op

revision = "3b15dcec9fb7"
down_revision = "b81d40c7e6f2"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "blackout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_blackout_ends_on")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_blackout_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blackout")),
    )
    op.create_index(op.f("ix_blackout_unit_id"), "blackout", ["unit_id"])
    op.create_table(
        "school_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_school_term_ends_on")),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_school_term_hours")),
        sa.ForeignKeyConstraint(
            ["fiscal_year_id"],
            ["fiscal_year.id"],
            name=op.f("fk_school_term_fiscal_year_id_fiscal_year"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_term")),
    )
    op.create_index(op.f("ix_school_term_fiscal_year_id"), "school_term", ["fiscal_year_id"])


def downgrade():
    op.drop_table("school_term")
    op.drop_table("blackout")
