"""Whether anybody chose who opens the comparison, or it follows from there being a facilitator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place, both ways: a table made anew would take with it all that hangs from it.
    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("opens_as_usual", sa.Boolean(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("dialogue", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("opens_as_usual")
