"""Why an assignment was made although something spoke against it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('assignment_exception',
        sa.Column('assignment_id', sa.Uuid(), nullable=False),
        sa.Column('against', sa.JSON(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name='fk_assignment_exception_assignment_id'),
        sa.PrimaryKeyConstraint('assignment_id', name='pk_assignment_exception')
    )


def downgrade() -> None:
    op.drop_table("assignment_exception")
