"""add who proposed an offering"""

import sqlalchemy as sa
from alembic import op

revision = "4c9e27f1d0ab"
down_revision = "e16d0b84c2f7"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("offering") as offering:
        offering.add_column(sa.Column("proposed_by_id", sa.Integer(), nullable=True))
        offering.create_foreign_key(
            op.f("fk_offering_proposed_by_id_user"),
            "user",
            ["proposed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade():
    with op.batch_alter_table("offering") as offering:
        offering.drop_constraint(op.f("fk_offering_proposed_by_id_user"), type_="foreignkey")
        offering.drop_column("proposed_by_id")
