"""add indexes for lists of requests, of a fund's entries, and of a mentor's places"""

from alembic import op

revision = "c25e8f94b1d3"
down_revision = "81b6d3e5fa27"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_plan_item_waiting", "plan_item", ["state", "changed_at", "id"])
    op.create_index("ix_ledger_entry_figure", "ledger_entry", ["fund_id", "account", "action_id"])
    op.drop_index(op.f("ix_ledger_entry_fund_id"), "ledger_entry")
    op.create_index(op.f("ix_offering_mentor_id"), "offering", ["mentor_id"])


def downgrade():
    op.drop_index(op.f("ix_offering_mentor_id"), "offering")
    op.create_index(op.f("ix_ledger_entry_fund_id"), "ledger_entry", ["fund_id"])
    op.drop_index("ix_ledger_entry_figure", "ledger_entry")
    op.drop_index("ix_plan_item_waiting", "plan_item")
