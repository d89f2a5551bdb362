"""Agreements, the chosen agenda, dates, and rounds that ask about part of a set."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("body_box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_round_id"), ["round_id"], unique=False)

    op.create_table(
        "agreement_confirmation",
        sa.Column("agreement_id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agreement_id", "seat_id"),
    )
    op.create_table(
        "agreement_review",
        sa.Column("sheet_id", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=32), nullable=False),
        sa.Column("review_box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sheet_id"], ["answer_sheet.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sheet_id", "agreement_id"),
    )
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ticked_late_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "agreements_delete_on",
                sqlmodel.sql.sqltypes.AutoString(length=10),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("statements_box", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("agenda_box", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("dates_box", sa.LargeBinary(), nullable=True))

    # Rounds from before have no agreements; should they get some, they go with the answers.
    op.execute("UPDATE round SET agreements_delete_on = delete_on")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.alter_column(
            "agreements_delete_on",
            existing_type=sqlmodel.sql.sqltypes.AutoString(length=10),
            nullable=False,
        )
        batch_op.create_index(
            batch_op.f("ix_round_agreements_delete_on"), ["agreements_delete_on"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_agreements_delete_on"))
        batch_op.drop_column("dates_box")
        batch_op.drop_column("agenda_box")
        batch_op.drop_column("statements_box")
        batch_op.drop_column("agreements_delete_on")

    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.drop_column("ticked_late_at")

    op.drop_table("agreement_review")
    op.drop_table("agreement_confirmation")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_round_id"))

    op.drop_table("agreement")
