"""add the ledger, opened with what the funds hold"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "c27d90ab35e1"
down_revision = "4f0d2ce871a6"
branch_labels = None
depends_on = None

KEPT = ("ledger_action", "ledger_entry")
REFUSAL = "the ledger is never changed"


def upgrade():
    actions = op.create_table(
        "ledger_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "kind in ('allocate', 'amend', 'transfer', 'encumber', 'release', 'spend')",
            name=op.f("ck_ledger_action_kind"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_ledger_action_by_id_user")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["plan_item.id"], name=op.f("fk_ledger_action_item_id_plan_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_action")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_action_key")),
    )
    op.create_index(op.f("ix_ledger_action_item_id"), "ledger_action", ["item_id"])
    entries = op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(16), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "account in ('source', 'available', 'encumbered', 'spent')",
            name=op.f("ck_ledger_entry_account"),
        ),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_ledger_entry_cents")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["ledger_action.id"],
            name=op.f("fk_ledger_entry_action_id_ledger_action"),
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["fund.id"], name=op.f("fk_ledger_entry_fund_id_fund")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "action_id",
            "fund_id",
            "account",
            name=op.f("uq_ledger_entry_action_id_fund_id_account"),
        ),
    )
    op.create_index(op.f("ix_ledger_entry_fund_id"), "ledger_entry", ["fund_id"])
    _open(op.get_bind(), actions, entries)
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade():
    op.drop_table("ledger_entry")
    op.drop_table("ledger_action")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_change_of_ledger()")


def _open(bind, actions, entries):
    """Enter what each fund holds, then what is set aside of it for each item that is settled."""
    held = _held(bind)
    for fund_id, allocated, encumbered, spent in bind.execute(
        sa.text("select id, allocated_cents, encumbered_cents, spent_cents from fund order by id")
    ).all():
        rest = encumbered - sum(parts.get(fund_id, 0) for parts in held.values())
        sums = {
            (fund_id, "source"): -allocated,
            (fund_id, "available"): allocated - rest - spent,
            (fund_id, "encumbered"): rest,
            (fund_id, "spent"): spent,
        }
        _enter(bind, actions, entries, f"opening/{fund_id}", "allocate", None, sums)
    for item_id, parts in held.items():
        sums = {}
        for fund_id, cents in parts.items():
            sums |= {(fund_id, "available"): -cents, (fund_id, "encumbered"): cents}
        _enter(bind, actions, entries, f"opening/item/{item_id}", "encumber", item_id, sums)


def _held(bind):
    """By item that is approved or registered, the cents that each fund is to pay of it."""
    held = {}
    for item_id, fund_id, cents in bind.execute(
        sa.text(
            "select item_payment.item_id, item_payment.fund_id, item_payment.cents"
            " from item_payment join plan_item on plan_item.id = item_payment.item_id"
            " where plan_item.state in ('approved', 'registered')"
            " order by item_payment.item_id, item_payment.fund_id"
        )
    ).all():
        held.setdefault(item_id, {})[fund_id] = cents
    return held


def _enter(bind, actions, entries, key, kind, item_id, sums):
    made = bind.execute(
        sa.insert(actions)
        .values(
            key=key, digest="", kind=kind, item_id=item_id,
            at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            note="What the fund held when its ledger began.",
        )
        .returning(actions.c.id)
    ).scalar_one()  # fmt: skip
    for (fund_id, account), cents in sums.items():
        if cents:
            values = {"action_id": made, "fund_id": fund_id, "account": account, "cents": cents}
            bind.execute(sa.insert(entries).values(values))


def _guards(dialect):
    """What makes the database refuse to change or delete a row of the ledger."""
    if dialect == "sqlite":
        for table in KEPT:
            for deed in ("update", "delete"):
                yield (
                    f"create trigger {table}_{deed} before {deed} on {table}"
                    f" begin select raise(abort, '{REFUSAL}'); end"
                )
        return
    yield (
        "create function refuse_change_of_ledger() returns trigger language plpgsql as"
        f" $$ begin raise exception '{REFUSAL}'; end $$"
    )
    for table in KEPT:
        yield (
            f"create trigger {table}_kept before update or delete on {table}"
            " for each row execute function refuse_change_of_ledger()"
        )
