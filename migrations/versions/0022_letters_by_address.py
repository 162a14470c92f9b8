"""Letters found by their address: whoever waits for a code is told that it could not be sent."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_letter_address_template', 'letter', ['address', 'template'], unique=False)


def downgrade() -> None:
    op.drop_index("ix_letter_address_template", "letter")
