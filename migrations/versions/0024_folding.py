"""PostgreSQL folds words by a function: a letter becomes its twin, digits of every script become 0 to 9."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# As core/rules/text/folding.py was when this was written.
EARLY = {"´": "'", "΄": "'", "῾": "'", "᾿": "'"}
MARKS = r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
TWINS = (
    "ىي", "یي", "ېي", "ےي", "ێي", "ۍي", "کك", "ڪك", "ةه", "ہه", "ھه", "ەه", "ۃه", "ٱا",
    "ںن", "ۆو", "ۇو", "ۈو", "ۋو", "ٯق", "ڤف", "ıi", "əa", "ǝa", "łl", "đd", "ðd", "ɖd",
    "øo", "ħh", "ŧt", "ɓb", "ɗd", "ƙk", "ƴy", "ŋn", "ɲn", "ɛe", "ɔo", "ʋv", "ɣg", "ɩi",
    "ʊu", "ςσ", "қк", "ғг", "ңн", "өо", "үу", "ұу", "әа", "һх", "ҳх", "ҷч", "ҹч", "іи",
    "ҝк", "ҥн", "’'", "‘'", "‛'", "ʼ'", "ʻ'", "ʽ'", "ʿ'", "ʾ'", "ʹ'", "′'", "`'", "ꞌ'",
    "׳'", "“\"", "”\"", "„\"", "«\"", "»\"", "″\"", "״\"", "‐-", "‑-", "‒-", "–-", "—-", "―-",
    "−-", "־-", "⁃-", "،,", "٬,", "٫.", "؛;", "؟?", "٪%", "⁄/",
)
# The zero of each numbering; its other nine figures follow it.
ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
)
PAIRS = {"ß": "ss", "œ": "oe", "æ": "ae", "þ": "th", "ĳ": "ij"}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return  # SQLite gets the function from the application, for each connection
    figures = "".join(chr(zero + figure) for zero in ZEROS for figure in range(10))
    letters = "".join(twin[0] for twin in TWINS) + figures
    twins = "".join(twin[1] for twin in TWINS) + "0123456789" * len(ZEROS)
    early = f"translate(typed, {_quoted(''.join(EARLY))}, {_quoted(''.join(EARLY.values()))})"
    plain = f'regexp_replace(lower(normalize({early}, NFKD) COLLATE "und-x-icu"), \'{MARKS}\', \'\', \'g\')'
    text = f"translate({plain}, {_quoted(letters)}, {_quoted(twins)})"
    for letter, pair in PAIRS.items():
        text = f"replace({text}, {_quoted(letter)}, {_quoted(pair)})"
    op.execute(_escaped(
        f"CREATE FUNCTION fold(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fold$ SELECT {text} $fold$"
    ))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION fold(text)")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(statement: str) -> str:
    return statement.replace(":", "\\:")
