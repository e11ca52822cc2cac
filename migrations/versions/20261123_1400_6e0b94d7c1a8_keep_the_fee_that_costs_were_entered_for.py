"""keep of costs that somebody entered for which fee of the catalog they did

Of those entered before nobody knows that fee. Who took over hours alone entered no cost: a step
that changed a cost begins with the sums. So does one that took over a price: it counts as entered,
and what the catalog asks now is said again once somebody changes the cost.
"""

import sqlalchemy as sa
from alembic import op

revision = "6e0b94d7c1a8"
down_revision = "3b7a90c1d5e2"
branch_labels = None
depends_on = None

CHECK = "ck_plan_item_catalog_fee_cents"


def upgrade():
    with op.batch_alter_table("plan_item") as item:
        item.add_column(
            sa.Column("costs_entered", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        item.add_column(sa.Column("catalog_fee_cents", sa.BigInteger(), nullable=True))
        item.create_check_constraint(op.f(CHECK), "catalog_fee_cents >= 0")
    with op.batch_alter_table("plan_item") as item:
        item.alter_column("costs_entered", server_default=None)
    op.execute(
        "update plan_item set costs_entered = true where id in (select item_id from request_step"
        " where action = 'amend' and comment like 'From $%')"
    )


def downgrade():
    with op.batch_alter_table("plan_item") as item:
        item.drop_constraint(op.f(CHECK), type_="check")
        item.drop_column("catalog_fee_cents")
        item.drop_column("costs_entered")
