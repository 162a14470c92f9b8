"""A reviewer's profile tells mail domains, expertise by theme and the people worked with."""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OLD = "id, account_id, edition_id, nationalities, country, institutions, languages, most_files"
NEW = ("domains", "expertise", "collaborators")


def upgrade() -> None:
    json = "" if op.get_bind().dialect.name == "sqlite" else "::json"
    with _made_anew():
        _profile(*(sa.Column(name, sa.JSON(), nullable=False) for name in NEW))
        op.execute(
            f"INSERT INTO profile ({OLD}, {', '.join(NEW)}) "
            f"SELECT {OLD}, '[]'{json}, '{{}}'{json}, '[]'{json} FROM profile_before"
        )


def downgrade() -> None:
    with _made_anew():
        _profile()
        op.execute(f"INSERT INTO profile ({OLD}) SELECT {OLD} FROM profile_before")


@contextmanager
def _made_anew():
    """The table written anew, so that its own words stay those of the models; nothing refers to it."""
    op.execute("CREATE TABLE profile_before AS SELECT * FROM profile")
    op.drop_table("profile")
    yield
    op.drop_table("profile_before")


def _profile(*more: sa.Column) -> None:
    op.create_table(
        "profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("nationalities", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("institutions", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("most_files", sa.Integer(), nullable=True),
        *more,
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_profile_account_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_profile_edition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_profile"),
        sa.UniqueConstraint("account_id", "edition_id", name="uq_profile_account_id_edition_id"),
    )
    op.create_index("ix_profile_edition_id", "profile", ["edition_id"], unique=False)
