"""The ground floor: every table of the award, the ledger's first head, and the triggers that keep the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A record is never changed nor deleted; its content may be erased, never rewritten.
REFUSED = (("ledger_record", "UPDATE"), ("ledger_record", "DELETE"), ("ledger_content", "UPDATE"))


def upgrade() -> None:
    op.create_table('account',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('email', sa.String(length=320), nullable=False),
        sa.Column('email_key', sa.String(length=320), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('password_hash', sa.Text(), nullable=True),
        sa.Column('password_set_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_account'),
        sa.UniqueConstraint('email_key', name='uq_account_email_key')
    )
    op.create_table('edition',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_edition'),
        sa.UniqueConstraint('code', name='uq_edition_code')
    )
    op.create_table('ledger_head',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.CheckConstraint('id = 1', name='ck_ledger_head_one_row'),
        sa.PrimaryKeyConstraint('id', name='pk_ledger_head')
    )
    op.create_table('ledger_record',
        sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('actor', sa.String(length=40), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('act', sa.String(length=40), nullable=False),
        sa.Column('subject', sa.String(length=80), nullable=False),
        sa.Column('edition', sa.String(length=40), nullable=True),
        sa.Column('commitment', sa.String(length=64), nullable=False),
        sa.Column('previous', sa.String(length=64), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint('number', name='pk_ledger_record'),
        sa.UniqueConstraint('hash', name='uq_ledger_record_hash')
    )
    op.create_index('ix_ledger_record_act', 'ledger_record', ['act'], unique=False)
    op.create_index('ix_ledger_record_edition', 'ledger_record', ['edition'], unique=False)
    op.create_index('ix_ledger_record_subject', 'ledger_record', ['subject'], unique=False)
    op.create_table('sign_in_try',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('email_key', sa.String(length=320), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_sign_in_try')
    )
    op.create_index('ix_sign_in_try_address_at', 'sign_in_try', ['address', 'at'], unique=False)
    op.create_index('ix_sign_in_try_email_key_at', 'sign_in_try', ['email_key', 'at'], unique=False)
    op.create_table('stored_file',
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('sha256', name='pk_stored_file')
    )
    op.create_table('acceptance',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('text', sa.String(length=40), nullable=False),
        sa.Column('text_version', sa.String(length=40), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_acceptance_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_acceptance_edition_id'),
        sa.PrimaryKeyConstraint('id', name='pk_acceptance'),
        sa.UniqueConstraint('account_id', 'edition_id', 'text', 'text_version', name='uq_acceptance_account_id_edition_id_text_text_version')
    )
    op.create_table('closing_date',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('enforced_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('reason', sa.JSON(), nullable=False),
        sa.Column('announced_on', sa.Date(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=True),
        sa.Column('told', sa.JSON(), nullable=False),
        sa.CheckConstraint('enforced_at >= closes_at', name='ck_closing_date_never_earlier_than_announced'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_closing_date_edition_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_closing_date_made_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_closing_date'),
        sa.UniqueConstraint('edition_id', 'number', name='uq_closing_date_edition_id_number'),
        comment='closes_at and enforced_at are exclusive instants'
    )
    op.create_index('ix_closing_date_edition_id', 'closing_date', ['edition_id'], unique=False)
    op.create_table('grant',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('role', sa.Enum('visitor', 'applicant', 'reviewer', 'chair', 'officer', 'head', 'observer', 'auditor', name='ck_grant_role', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('granted_by_id', sa.Uuid(), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint("role NOT IN ('visitor', 'applicant')", name='ck_grant_is_granted'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_grant_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_grant_edition_id'),
        sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name='fk_grant_ended_by_id'),
        sa.ForeignKeyConstraint(['granted_by_id'], ['account.id'], name='fk_grant_granted_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_grant')
    )
    op.create_index('ix_grant_account_id', 'grant', ['account_id'], unique=False)
    op.create_index('ix_grant_edition_id', 'grant', ['edition_id'], unique=False)
    op.create_index('uq_grant_standing', 'grant', ['account_id', 'edition_id', 'role'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('job',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('task', sa.String(length=60), nullable=False),
        sa.Column('arguments', sa.JSON(), nullable=False),
        sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', name='ck_job_state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=True),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('trouble', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_job_made_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_job')
    )
    op.create_index('ix_job_state_made_at', 'job', ['state', 'made_at'], unique=False)
    op.create_table('ledger_content',
        sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['number'], ['ledger_record.number'], name='fk_ledger_content_number'),
        sa.PrimaryKeyConstraint('number', name='pk_ledger_content')
    )
    op.create_table('nomination',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('category', sa.String(length=40), nullable=False),
        sa.Column('reference', sa.String(length=40), nullable=False),
        sa.Column('owner_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Enum('draft', 'submitted', 'eligible', 'ineligible', 'duplicate', 'withdrawn', name='ck_nomination_state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('submission_id', sa.Uuid(), nullable=True),
        sa.Column('changed_since', sa.Boolean(), nullable=False),
        sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('sections_done', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("discarded_at IS NULL OR state = 'draft'", name='ck_nomination_only_drafts_are_discarded'),
        sa.CheckConstraint("state = 'draft' OR (submitted_at IS NOT NULL)", name='ck_nomination_sent_has_a_time'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_nomination_edition_id'),
        sa.ForeignKeyConstraint(['owner_id'], ['account.id'], name='fk_nomination_owner_id'),
        sa.PrimaryKeyConstraint('id', name='pk_nomination'),
        sa.UniqueConstraint('reference', name='uq_nomination_reference')
    )
    op.create_index('ix_nomination_edition_id_category_state', 'nomination', ['edition_id', 'category', 'state'], unique=False)
    op.create_index('ix_nomination_edition_id_changed_at', 'nomination', ['edition_id', 'changed_at'], unique=False)
    op.create_index('ix_nomination_owner_id', 'nomination', ['owner_id'], unique=False)
    op.create_table('nomination_number',
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('category', sa.String(length=40), nullable=False),
        sa.Column('last', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_nomination_number_edition_id'),
        sa.PrimaryKeyConstraint('edition_id', 'category', name='pk_nomination_number')
    )
    op.create_table('profile',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('nationalities', sa.JSON(), nullable=False),
        sa.Column('country', sa.String(length=2), nullable=False),
        sa.Column('institutions', sa.JSON(), nullable=False),
        sa.Column('languages', sa.JSON(), nullable=False),
        sa.Column('most_files', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_profile_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_profile_edition_id'),
        sa.PrimaryKeyConstraint('id', name='pk_profile'),
        sa.UniqueConstraint('account_id', 'edition_id', name='uq_profile_account_id_edition_id')
    )
    op.create_index('ix_profile_edition_id', 'profile', ['edition_id'], unique=False)
    op.create_table('round',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('category', sa.String(length=40), nullable=False),
        sa.Column('code', sa.Enum('first', 'final', name='ck_round_code', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('opened_by_id', sa.Uuid(), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('closed_by_id', sa.Uuid(), nullable=True),
        sa.Column('chair_sees_scores', sa.Boolean(), nullable=False),
        sa.CheckConstraint('closed_at IS NULL OR closed_at >= opened_at', name='ck_round_closes_after_it_opens'),
        sa.ForeignKeyConstraint(['closed_by_id'], ['account.id'], name='fk_round_closed_by_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_round_edition_id'),
        sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name='fk_round_opened_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_round'),
        sa.UniqueConstraint('edition_id', 'category', 'code', name='uq_round_edition_id_category_code')
    )
    op.create_table('session',
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('agent', sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_session_account_id'),
        sa.PrimaryKeyConstraint('token_hash', name='pk_session')
    )
    op.create_index('ix_session_account_id', 'session', ['account_id'], unique=False)
    op.create_table('sign_in_code',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('email_key', sa.String(length=320), nullable=False),
        sa.Column('email', sa.String(length=320), nullable=False),
        sa.Column('purpose', sa.String(length=20), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('link_hash', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('sign_in', 'change_address')", name='ck_sign_in_code_purpose'),
        sa.CheckConstraint('expires_at > created_at', name='ck_sign_in_code_lives'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_sign_in_code_account_id'),
        sa.PrimaryKeyConstraint('id', name='pk_sign_in_code'),
        sa.UniqueConstraint('link_hash', name='uq_sign_in_code_link_hash')
    )
    op.create_index('ix_sign_in_code_email_key', 'sign_in_code', ['email_key'], unique=False)
    op.create_table('access',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('what', sa.String(length=60), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_access_account_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_access_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_access')
    )
    op.create_index('ix_access_nomination_id', 'access', ['nomination_id'], unique=False)
    op.create_table('assignment',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('removed_by_id', sa.Uuid(), nullable=True),
        sa.Column('removed_reason', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_assignment_made_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_assignment_nomination_id'),
        sa.ForeignKeyConstraint(['removed_by_id'], ['account.id'], name='fk_assignment_removed_by_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_assignment_reviewer_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_assignment_round_id'),
        sa.PrimaryKeyConstraint('id', name='pk_assignment')
    )
    op.create_index('ix_assignment_nomination_id', 'assignment', ['nomination_id'], unique=False)
    op.create_index('ix_assignment_reviewer_id', 'assignment', ['reviewer_id'], unique=False)
    op.create_index('uq_assignment_standing', 'assignment', ['round_id', 'nomination_id', 'reviewer_id'], unique=True, sqlite_where=sa.text('removed_at IS NULL'), postgresql_where=sa.text('removed_at IS NULL'))
    op.create_table('attachment',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=60), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('media_type', sa.String(length=120), nullable=False),
        sa.Column('pages', sa.Integer(), nullable=True),
        sa.Column('width', sa.Integer(), nullable=True),
        sa.Column('height', sa.Integer(), nullable=True),
        sa.Column('caption', sa.Text(), nullable=False),
        sa.Column('year', sa.String(length=40), nullable=False),
        sa.Column('photographer', sa.Text(), nullable=False),
        sa.Column('rights', sa.Text(), nullable=False),
        sa.Column('alternative', sa.Text(), nullable=False),
        sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('uploaded_by_id', sa.Uuid(), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_attachment_nomination_id'),
        sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name='fk_attachment_sha256'),
        sa.ForeignKeyConstraint(['uploaded_by_id'], ['account.id'], name='fk_attachment_uploaded_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_attachment')
    )
    op.create_index('ix_attachment_nomination_id', 'attachment', ['nomination_id'], unique=False)
    op.create_table('category_move',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('from_category', sa.String(length=40), nullable=False),
        sa.Column('to_category', sa.String(length=40), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('proposed_by_id', sa.Uuid(), nullable=False),
        sa.Column('complete_by', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('accepted', sa.Boolean(), nullable=True),
        sa.CheckConstraint('(answered_at IS NULL) = (accepted IS NULL)', name='ck_category_move_answered'),
        sa.CheckConstraint('from_category <> to_category', name='ck_category_move_moves'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_category_move_nomination_id'),
        sa.ForeignKeyConstraint(['proposed_by_id'], ['account.id'], name='fk_category_move_proposed_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_category_move')
    )
    op.create_index('ix_category_move_nomination_id', 'category_move', ['nomination_id'], unique=False)
    op.create_table('document',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('subject', sa.String(length=80), nullable=False),
        sa.Column('choices', sa.JSON(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=True),
        sa.Column('round_id', sa.Uuid(), nullable=True),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('made_for_id', sa.Uuid(), nullable=False),
        sa.Column('made_as', sa.String(length=20), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('input_hash', sa.String(length=64), nullable=False),
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('media_type', sa.String(length=120), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_document_edition_id'),
        sa.ForeignKeyConstraint(['job_id'], ['job.id'], name='fk_document_job_id'),
        sa.ForeignKeyConstraint(['made_for_id'], ['account.id'], name='fk_document_made_for_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_document_nomination_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_document_round_id'),
        sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name='fk_document_sha256'),
        sa.PrimaryKeyConstraint('id', name='pk_document')
    )
    op.create_index('ix_document_subject_kind_language', 'document', ['subject', 'kind', 'language'], unique=False)
    op.create_table('eligibility_decision',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('outcome', sa.String(length=20), nullable=False),
        sa.Column('reason_code', sa.String(length=60), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('confirmed_by_id', sa.Uuid(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone_by_id', sa.Uuid(), nullable=True),
        sa.Column('undone_reason', sa.Text(), nullable=False),
        sa.CheckConstraint("outcome = 'eligible' OR reason <> ''", name='ck_eligibility_decision_a_no_has_a_reason'),
        sa.CheckConstraint("outcome IN ('eligible', 'ineligible', 'duplicate')", name='ck_eligibility_decision_outcome'),
        sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL)', name='ck_eligibility_decision_confirmed_by_somebody'),
        sa.CheckConstraint('confirmed_by_id IS NULL OR confirmed_by_id <> made_by_id', name='ck_eligibility_decision_two_people'),
        sa.ForeignKeyConstraint(['confirmed_by_id'], ['account.id'], name='fk_eligibility_decision_confirmed_by_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_eligibility_decision_made_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_eligibility_decision_nomination_id'),
        sa.ForeignKeyConstraint(['undone_by_id'], ['account.id'], name='fk_eligibility_decision_undone_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_eligibility_decision')
    )
    op.create_index('ix_eligibility_decision_nomination_id', 'eligibility_decision', ['nomination_id'], unique=False)
    op.create_index('uq_eligibility_decision_standing', 'eligibility_decision', ['nomination_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
    op.create_table('extension',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name='fk_extension_made_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_extension_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_extension')
    )
    op.create_index('ix_extension_nomination_id', 'extension', ['nomination_id'], unique=False)
    op.create_table('late_attempt',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('at >= closed_at', name='ck_late_attempt_is_late'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_late_attempt_account_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_late_attempt_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_late_attempt')
    )
    op.create_index('ix_late_attempt_nomination_id', 'late_attempt', ['nomination_id'], unique=False)
    op.create_table('letter',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=True),
        sa.Column('nomination_id', sa.Uuid(), nullable=True),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('template', sa.String(length=60), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('address', sa.String(length=320), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('html', sa.Text(), nullable=False),
        sa.Column('message_id', sa.String(length=200), nullable=False),
        sa.Column('secret', sa.Boolean(), nullable=False),
        sa.Column('state', sa.Enum('waiting', 'sent', 'failed', 'kept', name='ck_letter_state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('trouble', sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name='ck_letter_sent_has_a_time'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_letter_account_id'),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name='fk_letter_edition_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_letter_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_letter'),
        sa.UniqueConstraint('message_id', name='uq_letter_message_id')
    )
    op.create_index('ix_letter_edition_id', 'letter', ['edition_id'], unique=False)
    op.create_index('ix_letter_state_next_try_at', 'letter', ['state', 'next_try_at'], unique=False)
    op.create_table('message',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('author_id', sa.Uuid(), nullable=False),
        sa.Column('by_secretariat', sa.Boolean(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['account.id'], name='fk_message_author_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_message_nomination_id'),
        sa.PrimaryKeyConstraint('id', name='pk_message')
    )
    op.create_index('ix_message_nomination_id', 'message', ['nomination_id'], unique=False)
    op.create_table('nomination_country',
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('country', sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_nomination_country_nomination_id'),
        sa.PrimaryKeyConstraint('nomination_id', 'country', name='pk_nomination_country')
    )
    op.create_index('ix_nomination_country_country', 'nomination_country', ['country'], unique=False)
    op.create_table('recusal',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('reviewer_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Enum('family', 'money', 'work', 'authorship', 'nationality', 'other', name='ck_recusal_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        sa.Column('declared_by_reviewer', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name='fk_recusal_by_id'),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_recusal_nomination_id'),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name='fk_recusal_reviewer_id'),
        sa.PrimaryKeyConstraint('id', name='pk_recusal'),
        sa.UniqueConstraint('nomination_id', 'reviewer_id', name='uq_recusal_nomination_id_reviewer_id')
    )
    op.create_index('ix_recusal_nomination_id', 'recusal', ['nomination_id'], unique=False)
    op.create_index('ix_recusal_reviewer_id', 'recusal', ['reviewer_id'], unique=False)
    op.create_table('round_file',
        sa.Column('round_id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_round_file_nomination_id'),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name='fk_round_file_round_id'),
        sa.PrimaryKeyConstraint('round_id', 'nomination_id', name='pk_round_file')
    )
    op.create_index('ix_round_file_nomination_id', 'round_file', ['nomination_id'], unique=False)
    op.create_table('screening',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('checks', sa.JSON(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('saved_by_id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_screening_nomination_id'),
        sa.ForeignKeyConstraint(['saved_by_id'], ['account.id'], name='fk_screening_saved_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_screening'),
        sa.UniqueConstraint('nomination_id', name='uq_screening_nomination_id')
    )
    op.create_table('section_answers',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('section', sa.String(length=60), nullable=False),
        sa.Column('answers', sa.JSON(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('saved_by_id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_section_answers_nomination_id'),
        sa.ForeignKeyConstraint(['saved_by_id'], ['account.id'], name='fk_section_answers_saved_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_section_answers'),
        sa.UniqueConstraint('nomination_id', 'section', name='uq_section_answers_nomination_id_section')
    )
    op.create_table('section_version',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('section', sa.String(length=60), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('answers', sa.JSON(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('saved_by_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_section_version_nomination_id'),
        sa.ForeignKeyConstraint(['saved_by_id'], ['account.id'], name='fk_section_version_saved_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_section_version'),
        sa.UniqueConstraint('nomination_id', 'section', 'number', name='uq_section_version_nomination_id_section_number')
    )
    op.create_table('submission',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('nomination_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('category', sa.String(length=40), nullable=False),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('submitted_by_id', sa.Uuid(), nullable=False),
        sa.Column('typed_name', sa.Text(), nullable=False),
        sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answers', sa.JSON(), nullable=False),
        sa.Column('attachments', sa.JSON(), nullable=False),
        sa.Column('declarations', sa.JSON(), nullable=False),
        sa.Column('findings', sa.JSON(), nullable=False),
        sa.Column('content_code', sa.String(length=64), nullable=False),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('ledger_number', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name='fk_submission_nomination_id'),
        sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name='fk_submission_submitted_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_submission'),
        sa.UniqueConstraint('nomination_id', 'number', name='uq_submission_nomination_id_number')
    )
    op.create_table('assessment',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('assignment_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Enum('draft', 'submitted', name='ck_assessment_state', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('total', sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column('complete', sa.Boolean(), nullable=False),
        sa.Column('comment', sa.Text(), nullable=False),
        sa.Column('strength', sa.Text(), nullable=False),
        sa.Column('weakness', sa.Text(), nullable=False),
        sa.Column('confidential_note', sa.Text(), nullable=False),
        sa.Column('recommendation', sa.Enum('shortlist', 'reserve', 'no', name='ck_assessment_recommendation', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'draft' OR (submitted_at IS NOT NULL AND complete)", name='ck_assessment_submitted_is_complete'),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name='fk_assessment_assignment_id'),
        sa.PrimaryKeyConstraint('id', name='pk_assessment'),
        sa.UniqueConstraint('assignment_id', name='uq_assessment_assignment_id')
    )
    op.create_table('conflict',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('assignment_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('answer', sa.Enum('none', 'possible', 'real', name='ck_conflict_answer', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('kind', sa.Enum('family', 'money', 'work', 'authorship', 'nationality', 'other', name='ck_conflict_kind', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('text_version', sa.String(length=40), nullable=False),
        sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('state', sa.Enum('open', 'confirmed', 'cleared', name='ck_conflict_state', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by_id', sa.Uuid(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint("(answer = 'possible') = (state IS NOT NULL)", name='ck_conflict_possible_is_decided'),
        sa.CheckConstraint("answer = 'none' OR words <> '' OR kind IS NOT NULL", name='ck_conflict_an_interest_has_words_or_a_kind'),
        sa.CheckConstraint("state IS NULL OR state = 'open' OR (decided_by_id IS NOT NULL AND reason <> '')", name='ck_conflict_a_decision_has_a_reason'),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name='fk_conflict_assignment_id'),
        sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name='fk_conflict_decided_by_id'),
        sa.PrimaryKeyConstraint('id', name='pk_conflict'),
        sa.UniqueConstraint('assignment_id', 'number', name='uq_conflict_assignment_id_number')
    )
    op.create_table('assessment_version',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('assessment_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.Column('submitted', sa.Boolean(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name='fk_assessment_version_assessment_id'),
        sa.PrimaryKeyConstraint('id', name='pk_assessment_version'),
        sa.UniqueConstraint('assessment_id', 'number', name='uq_assessment_version_assessment_id_number')
    )
    op.create_table('mark',
        sa.Column('assessment_id', sa.Uuid(), nullable=False),
        sa.Column('criterion', sa.String(length=60), nullable=False),
        sa.Column('score', sa.SmallInteger(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint('score BETWEEN 0 AND 10', name='ck_mark_on_the_scale'),
        sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name='fk_mark_assessment_id'),
        sa.PrimaryKeyConstraint('assessment_id', 'criterion', name='pk_mark')
    )
    op.execute("INSERT INTO ledger_head (id, number, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')")
    _keep_the_ledger()


def _keep_the_ledger() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, act in REFUSED:
            op.execute(
                f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION keep_the_ledger() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$"
    )
    for table, act in REFUSED:
        op.execute(
            f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_the_ledger()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for table, act in REFUSED:
            op.execute(f"DROP TRIGGER {table}_{act.lower()} ON {table}")
        op.execute("DROP FUNCTION keep_the_ledger()")
    op.drop_table("mark")
    op.drop_table("assessment_version")
    op.drop_table("conflict")
    op.drop_table("assessment")
    op.drop_table("submission")
    op.drop_table("section_version")
    op.drop_table("section_answers")
    op.drop_table("screening")
    op.drop_table("round_file")
    op.drop_table("recusal")
    op.drop_table("nomination_country")
    op.drop_table("message")
    op.drop_table("letter")
    op.drop_table("late_attempt")
    op.drop_table("extension")
    op.drop_table("eligibility_decision")
    op.drop_table("document")
    op.drop_table("category_move")
    op.drop_table("attachment")
    op.drop_table("assignment")
    op.drop_table("access")
    op.drop_table("sign_in_code")
    op.drop_table("session")
    op.drop_table("round")
    op.drop_table("profile")
    op.drop_table("nomination_number")
    op.drop_table("nomination")
    op.drop_table("ledger_content")
    op.drop_table("job")
    op.drop_table("grant")
    op.drop_table("closing_date")
    op.drop_table("acceptance")
    op.drop_table("stored_file")
    op.drop_table("sign_in_try")
    op.drop_table("ledger_record")
    op.drop_table("ledger_head")
    op.drop_table("edition")
    op.drop_table("account")
