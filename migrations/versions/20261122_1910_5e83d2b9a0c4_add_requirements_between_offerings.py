"""add what offerings require of each other"""

import sqlalchemy as sa
from alembic import op

revision = "5e83d2b9a0c4"
down_revision = "c0a91f4d7b26"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "requirement",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("required_id", sa.Integer(), nullable=False),
        sa.Column("unless_indicator_id", sa.Integer(), nullable=True),
        sa.Column("unless_level", sa.Integer(), nullable=True),
        sa.CheckConstraint("required_id <> offering_id", name=op.f("ck_requirement_required_id")),
        sa.CheckConstraint(
            "unless_level between 1 and 4", name=op.f("ck_requirement_unless_level")
        ),
        sa.CheckConstraint(
            "(unless_indicator_id is null) = (unless_level is null)",
            name=op.f("ck_requirement_unless_indicator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["offering.id"],
            name=op.f("fk_requirement_offering_id_offering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["required_id"], ["offering.id"], name=op.f("fk_requirement_required_id_offering")
        ),
        sa.ForeignKeyConstraint(
            ["unless_indicator_id"],
            ["indicator.id"],
            name=op.f("fk_requirement_unless_indicator_id_indicator"),
        ),
        sa.PrimaryKeyConstraint("offering_id", "required_id", name=op.f("pk_requirement")),
    )
    op.create_index(op.f("ix_requirement_required_id"), "requirement", ["required_id"])


def downgrade():
    op.drop_table("requirement")
