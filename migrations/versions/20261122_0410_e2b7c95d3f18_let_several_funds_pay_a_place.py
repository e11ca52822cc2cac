"""let several funds pay a place: a row for each payment instead of one fund"""

import sqlalchemy as sa
from alembic import op

revision = "e2b7c95d3f18"
down_revision = "9c41d7e0a2b6"
branch_labels = None
depends_on = None

PLACE = ("scenario_id", "person_id", "offering_id")


def upgrade():
    op.create_table(
        "item_payment",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_item_payment_cents")),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["fund.id"], name=op.f("fk_item_payment_fund_id_fund")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_item_payment_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "fund_id", name=op.f("pk_item_payment")),
    )
    op.create_index(op.f("ix_item_payment_fund_id"), "item_payment", ["fund_id"])
    op.create_table(
        "line_payment",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*PLACE, "fund_id")),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_line_payment_cents")),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["fund.id"], name=op.f("fk_line_payment_fund_id_fund")
        ),
        sa.ForeignKeyConstraint(
            PLACE,
            [f"scenario_line.{name}" for name in PLACE],
            name="fk_line_payment_line",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*PLACE, "fund_id", name=op.f("pk_line_payment")),
    )
    op.create_index(op.f("ix_line_payment_fund_id"), "line_payment", ["fund_id"])
    _move("insert into item_payment select id, fund_id, price_cents from plan_item")
    _move(
        "insert into line_payment"
        " select scenario_id, person_id, offering_id, fund_id, price_cents from scenario_line"
    )
    with op.batch_alter_table("plan_item") as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_item_fund_id"))
        batch_op.drop_constraint(batch_op.f("fk_plan_item_fund_id_fund"), type_="foreignkey")
        batch_op.drop_column("fund_id")
    with op.batch_alter_table("scenario_line") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_scenario_line_fund_id_fund"), type_="foreignkey")
        batch_op.drop_column("fund_id")


def _move(statement):
    op.execute(f"{statement} where fund_id is not null and price_cents > 0")


def downgrade():
    """The fund that pays most of a place is named for all of it, as it was before."""
    for table in ("plan_item", "scenario_line"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("fund_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_fund_id_fund"), "fund", ["fund_id"], ["id"]
            )
    with op.batch_alter_table("plan_item") as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_fund_id"), ["fund_id"])
    op.execute(
        """
        update plan_item set fund_id = (
            select paid.fund_id from item_payment as paid where paid.item_id = plan_item.id
            order by paid.cents desc, paid.fund_id limit 1
        )
        """
    )
    op.execute(
        """
        update scenario_line set fund_id = (
            select paid.fund_id from line_payment as paid
            where paid.scenario_id = scenario_line.scenario_id
            and paid.person_id = scenario_line.person_id
            and paid.offering_id = scenario_line.offering_id
            order by paid.cents desc, paid.fund_id limit 1
        )
        """
    )
    op.drop_table("line_payment")
    op.drop_table("item_payment")
