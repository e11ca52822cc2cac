"""keep what a plan is asked, and the answers"""

import sqlalchemy as sa
from alembic import op

revision = "81154b47f1fa"
down_revision = "7d15e0c8b4a9"
branch_labels = None
depends_on = None

KINDS = (
    "kind in ('free', 'curve', 'enough', 'more', 'cut', 'rule', 'entry', 'departure',"
    " 'draw', 'doubts')"
)


def upgrade():
    op.create_table(
        "study",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_study_kind")),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenario.id"],
            name=op.f("fk_study_scenario_id_scenario"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scenario_id", "number", name=op.f("pk_study")),
    )


def downgrade():
    op.drop_table("study")
