"""The desk: advice and criteria left out, files set aside, finishing, practice, preferences, shadows, offline sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('advice',
        sa.Column('assessment_id', sa.Uuid(), nullable=False),
        sa.Column('confidence', sa.SmallInteger(), nullable=True),
        sa.Column('needs_visit', sa.Boolean(), nullable=False),
        sa.Column('for_applicant', sa.Text(), nullable=False),
        sa.CheckConstraint('confidence BETWEEN 1 AND 3', name='ck_advice_three_steps'),
        sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name='fk_advice_assessment_id'),
        sa.PrimaryKeyConstraint('assessment_id', name='pk_advice')
    )
    op.create_table('not_applicable',
        sa.Column('assessment_id', sa.Uuid(), nullable=False),
        sa.Column('criterion', sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name='fk_not_applicable_assessment_id'),
        sa.PrimaryKeyConstraint('assessment_id', 'criterion', name='pk_not_applicable')
    )
    op.create_table('set_aside',
        sa.Column('assignment_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name='fk_set_aside_assignment_id'),
        sa.PrimaryKeyConstraint('assignment_id', name='pk_set_aside')
    )
    op.create_table('finished',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_finished_reviewer_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_finished_round_id'),
        sa.PrimaryKeyConstraint('round_id', 'reviewer_id', name='pk_finished')
    )
    op.create_index('ix_finished_reviewer_id', 'finished', ['reviewer_id'], unique=False)
    op.create_table('open_totals',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_open_totals_by_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_open_totals_round_id'),
        sa.PrimaryKeyConstraint('round_id', name='pk_open_totals')
    )
    op.create_table('shadow',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_shadow_by_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_shadow_reviewer_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_shadow_round_id'),
        sa.PrimaryKeyConstraint('round_id', 'reviewer_id', name='pk_shadow')
    )
    op.create_index('ix_shadow_reviewer_id', 'shadow', ['reviewer_id'], unique=False)
    op.create_table('practice',
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('sample', sa.String(length=60), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_practice_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_practice_edition_id'),
        sa.PrimaryKeyConstraint('account_id', 'edition_id', 'sample', name='pk_practice')
    )
    op.create_table('preference',
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('letter_keys', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_preference_account_id'),
        sa.PrimaryKeyConstraint('account_id', name='pk_preference')
    )
    op.create_table('sheet_import',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('rows', sa.JSON(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_sheet_import_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_sheet_import_edition_id'),
        sa.PrimaryKeyConstraint('id', name='pk_sheet_import')
    )
    op.create_index('ix_sheet_import_account_id', 'sheet_import', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_table("sheet_import")
    op.drop_table("preference")
    op.drop_table("practice")
    op.drop_table("shadow")
    op.drop_table("open_totals")
    op.drop_table("finished")
    op.drop_table("set_aside")
    op.drop_table("not_applicable")
    op.drop_table("advice")
