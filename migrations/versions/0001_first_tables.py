"""The first tables: dialogues, rounds, seats, links, sheets, answers, published sets."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialogue",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("municipality", sa.String(length=100), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True),
        sa.Column("release_policy", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "language IS NULL OR language IN ('nb', 'nn', 'en')", name="language_is_known"
        ),
        sa.CheckConstraint(
            "release_policy IN ('automatic', 'facilitator', 'both')", name="release_policy_is_known"
        ),
        sa.CheckConstraint("length(municipality) BETWEEN 1 AND 100", name="municipality_is_named"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "published_set",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=63), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("version >= 1", name="versions_count_from_one"),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_table(
        "round",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("dialogue_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question_set_id", sqlmodel.sql.sqltypes.AutoString(length=63), nullable=False),
        sa.Column("question_set_version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("delete_on", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.CheckConstraint("number >= 1", name="rounds_count_from_one"),
        sa.CheckConstraint("question_set_version >= 1", name="round_pins_a_version"),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dialogue_id", "number"),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_delete_on"), ["delete_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_dialogue_id"), ["dialogue_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("dialogue_id", sa.String(length=32), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=63), nullable=False),
        sa.Column("facilitator_invited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dialogue_id", "role"),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_dialogue_id"), ["dialogue_id"], unique=False)

    op.create_table(
        "answer_sheet",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("own_key_box", sa.LargeBinary(), nullable=True),
        sa.Column("shared_key_box", sa.LargeBinary(), nullable=True),
        sa.Column("handed_in_at", sa.BigInteger(), nullable=True),
        sa.Column("facilitator_may_read", sa.Boolean(), nullable=False),
        sa.Column("release_asked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (shared_key_box IS NULL)", name="shared_when_handed_in"
        ),
        sa.CheckConstraint(
            "own_key_box IS NOT NULL OR shared_key_box IS NOT NULL", name="somebody_holds_the_key"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "seat_id"),
    )
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_sheet_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_sheet_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "credential",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("token_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("code_fingerprint", sa.LargeBinary(), nullable=True),
        sa.Column("dialogue_key_box", sa.LargeBinary(), nullable=True),
        sa.Column("token_box", sa.LargeBinary(), nullable=True),
        sa.Column("code_box", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=True),
        sa.CheckConstraint("ended IS NULL OR ended IN ('claimed', 'revoked')", name="end_is_known"),
        sa.CheckConstraint("kind IN ('invitation', 'own')", name="kind_is_known"),
        sa.CheckConstraint(
            "(ended IS NULL) = (dialogue_key_box IS NOT NULL)", name="only_the_living_hold_a_key"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_fingerprint"),
        sa.UniqueConstraint("token_fingerprint"),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_seat_id"), ["seat_id"], unique=False)
        batch_op.create_index(
            "one_living_credential",
            ["seat_id"],
            unique=True,
            sqlite_where=sa.text("ended IS NULL"),
            postgresql_where=sa.text("ended IS NULL"),
        )

    op.create_table(
        "answer",
        sa.Column("sheet_id", sa.String(length=32), nullable=False),
        sa.Column("statement", sqlmodel.sql.sqltypes.AutoString(length=63), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("value_box", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("field IN ('status', 'ambition', 'talk')", name="field_is_known"),
        sa.CheckConstraint("length(value_box) = 37", name="values_are_of_one_size"),
        sa.ForeignKeyConstraint(["sheet_id"], ["answer_sheet.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sheet_id", "statement", "field"),
    )


def downgrade() -> None:
    op.drop_table("answer")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index("one_living_credential")
        batch_op.drop_index(batch_op.f("ix_credential_seat_id"))

    op.drop_table("credential")
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_sheet_seat_id"))
        batch_op.drop_index(batch_op.f("ix_answer_sheet_round_id"))

    op.drop_table("answer_sheet")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_dialogue_id"))

    op.drop_table("seat")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_dialogue_id"))
        batch_op.drop_index(batch_op.f("ix_round_delete_on"))

    op.drop_table("round")
    op.drop_table("published_set")
    op.drop_table("dialogue")
