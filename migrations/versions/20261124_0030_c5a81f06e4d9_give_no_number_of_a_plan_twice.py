"""give no number of a plan twice

SQLite gives the number of a deleted plan to the next one, unless its table says otherwise: a page
of the deleted one would act on the newer. PostgreSQL never does. Whatever makes this table anew
later has to say so again.
"""

from alembic import op

revision = "c5a81f06e4d9"
down_revision = "6e0b94d7c1a8"
branch_labels = None
depends_on = None


def upgrade():
    _make_anew(sqlite_autoincrement=True)


def downgrade():
    _make_anew(sqlite_autoincrement=False)


def _make_anew(*, sqlite_autoincrement):
    if op.get_context().dialect.name != "sqlite":
        return
    says = {"sqlite_autoincrement": sqlite_autoincrement}
    with op.batch_alter_table("scenario", recreate="always", table_kwargs=says):
        pass
