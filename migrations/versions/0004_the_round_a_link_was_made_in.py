"""In which round each link was made, so that no clock tells whether there was a facilitator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("round_number", sa.Integer(), nullable=False, server_default="1")
        )
    # Of those there are, only the clock tells.
    op.execute(
        """
        UPDATE credential SET round_number = coalesce((
            SELECT max("round".number) FROM "round"
            JOIN seat ON seat.dialogue_id = "round".dialogue_id
            WHERE seat.id = credential.seat_id AND "round".opened_at <= credential.created_at
        ), 1)
        """
    )


def downgrade() -> None:
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_column("round_number")
