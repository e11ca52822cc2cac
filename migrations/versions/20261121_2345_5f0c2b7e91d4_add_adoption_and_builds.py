"""add adoption to learning plans, and version, time and report to builds of scenarios"""

import sqlalchemy as sa
from alembic import op

revision = "5f0c2b7e91d4"
down_revision = "463cb7cfe45e"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("learning_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scenario_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_learning_plan_scenario_id"), ["scenario_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_plan_scenario_id_scenario"),
            "scenario",
            ["scenario_id"],
            ["id"],
        )

    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("report", sa.Text(), nullable=True))
    # The rows there are have their version; new ones get it from the model.
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
        batch_op.create_index(
            "uq_scenario_workbench",
            ["unit_id", "fiscal_year_id", "created_by_id"],
            unique=True,
            sqlite_where=sa.text("not saved"),
            postgresql_where=sa.text("not saved"),
        )


def downgrade():
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.drop_index("uq_scenario_workbench")
        batch_op.drop_column("report")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("version")

    with op.batch_alter_table("learning_plan", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_learning_plan_scenario_id_scenario"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_learning_plan_scenario_id"))
        batch_op.drop_column("scenario_id")
