"""add corrections among the steps of a request"""

from alembic import op

revision = "3b7a90c1d5e2"
down_revision = "9e41d7b03c58"
branch_labels = None
depends_on = None

CHECK = "ck_request_step_action"
BEFORE = (
    "action in ('amend', 'request', 'return', 'approve', 'decline', 'cancel',"
    " 'register', 'complete', 'purchase')"
)
AFTER = (
    "action in ('amend', 'request', 'return', 'approve', 'decline', 'cancel',"
    " 'register', 'complete', 'correct', 'purchase')"
)


def upgrade():
    _check(AFTER)


def downgrade():
    op.execute("DELETE FROM request_step WHERE action = 'correct'")
    _check(BEFORE)


def _check(allowed):
    with op.batch_alter_table("request_step") as step:
        step.drop_constraint(op.f(CHECK), type_="check")
        step.create_check_constraint(op.f(CHECK), allowed)
