"""add notices, and how each reader wants them mailed"""

import sqlalchemy as sa
from alembic import op

revision = "f3b7d2085e16"
down_revision = "e8a1c46f7b20"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("mail_at", sa.DateTime(), nullable=True),
        sa.Column("taken_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    unread, to_mail = sa.text("read_at is null"), sa.text("mail_at is not null")
    op.create_index(op.f("ix_notice_path"), "notice", ["path"])
    op.create_index("ix_notice_newest", "notice", ["user_id", "id"])
    op.create_index(
        "ix_notice_unread", "notice", ["user_id"], sqlite_where=unread, postgresql_where=unread
    )
    op.create_index(
        "ix_notice_to_mail", "notice", ["mail_at"], sqlite_where=to_mail, postgresql_where=to_mail
    )
    op.create_table(
        "notice_setting",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mails", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "mails in ('each', 'daily', 'none')", name=op.f("ck_notice_setting_mails")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notice_setting_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_setting")),
    )  # fmt: skip


def downgrade():
    op.drop_table("notice_setting")
    op.drop_table("notice")
