"""The columns of the tables that come back, by the names that people give them in three languages."""

import unicodedata

_NAMES = {
    "mail": ("email", "e-mail", "email address", "address", "courriel", "adresse", "adresse electronique",
             "البريد الالكتروني", "البريد", "العنوان"),
    "name": ("full name", "nom", "nom complet", "الاسم", "الاسم الكامل"),
    "letters": ("language of emails", "langue des courriels", "لغه الرسائل"),
    "languages": ("langues", "اللغات"),
    "expertise": ("expertises", "competences", "الخبره", "الخبرات"),
    "nationalities": ("nationality", "nationalites", "nationalite", "الجنسيات", "الجنسيه"),
    "country": ("country of residence", "pays", "pays de residence", "البلد", "بلد الاقامه"),
    "institutions": ("institution", "etablissements", "المؤسسات", "المؤسسه"),
    "domains": ("domaines", "النطاقات"),
    "collaborators": ("collaborateurs", "المتعاونون"),
    "most_files": ("most nominations", "candidatures au plus", "اقصى عدد من الترشيحات"),
    "version": ("النسخه",),
    "reference": ("reference number", "ref", "المرجع", "رقم المرجع"),
    "reviewer": ("evaluateur", "المحكم"),
    "reason": ("motif", "justification", "السبب", "التعليل"),
}
_LETTERS = str.maketrans("ىة", "يه")


def _fold(head: str) -> str:
    plain = unicodedata.normalize("NFKD", head.casefold()).translate(_LETTERS)
    return " ".join("".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf")).split())


_COLUMNS = {_fold(name): column for column, names in _NAMES.items() for name in (column, *names)}


def read_head(head: str) -> str:
    """The column that a head names; another head in small letters."""
    return _COLUMNS.get(_fold(head), head.strip().casefold())
