"""Sample reports in three languages: realistic, and plainly fictitious. Tests, the demonstration and designers use them."""

import random
from datetime import UTC, datetime, timedelta

from nominations.reports.frame import Criterion, Front
from nominations.reports.scoring import File, Recusal, Review, Reviewer, ReviewState, ScoringReport

NOW = datetime(2026, 1, 26, 9, 30, tzinfo=UTC)

AWARD = {
    "en": "The Natavan Award for Tangible Cultural Heritage in the Islamic World, first edition 2025 (sample)",
    "fr": "Prix Natavan du patrimoine culturel matériel du monde islamique, première édition 2025 (exemple)",
    "ar": "جائزة ناتافان للتراث الثقافي المادي في العالم الإسلامي، الدورة الأولى 2025 (مثال)",
}
ORGANISERS = {
    "en": ("ICESCO", "Heydar Aliyev Foundation"),
    "fr": ("ICESCO", "Fondation Heydar Aliyev"),
    "ar": ("الإيسيسكو", "مؤسسة حيدر علييف"),
}
CATEGORY = {"en": "Projects", "fr": "Projets", "ar": "المشاريع"}
ROUND = {"en": "First round", "fr": "Premier tour", "ar": "الجولة الأولى"}
ZONE = {"en": "Rabat time", "fr": "heure de Rabat", "ar": "بتوقيت الرباط"}
OFFICER = {"en": "Samira Exemplar, secretariat", "fr": "Samira Exemplar, secrétariat", "ar": "سميرة المثال، الأمانة"}
CRITERIA = {
    "en": ("Conservation quality and skills", "Social and economic effect", "Innovation", "Management and sustainability",
           "Example and transfer"),
    "fr": ("Qualité et savoir-faire", "Impact social et économique", "Innovation", "Gestion et durabilité",
           "Exemplarité et transfert"),
    "ar": ("جودة الصون والمهارات", "الأثر الاجتماعي والاقتصادي", "الابتكار", "الإدارة والاستدامة",
           "القدوة ونقل المعرفة"),
}
WEIGHTS = {"technical": 25, "impact": 25, "innovation": 20, "management": 20, "example": 10}
TITLES = (
    "The Lantern House of Qalat Nowhere", "خان الورّاقين في مدينة السراب", "Les terrasses de l'oued Imaginaire",
    "Xəyali qala divarları və İpək yolu karvansarası", "بيت النواعير السبع", "The Salt Market of Farwater",
    "Le minaret penché de Sable-Rouge", "Wind towers of the Unmapped Coast", "مكتبة الوراق في واحة بلا اسم",
    "A school of plaster and light", "La citerne aux mille voix", "The carpet bridge at Two Rivers",
    "مدرسة الزليج المتخيلة", "Granaries of the Far Plateau", "Ateliers de la médina d'Outre-Brume",
)
COUNTRIES = {
    "en": ("Morocco", "Jordan", "Tunisia", "Azerbaijan", "Senegal", "Uzbekistan"),
    "fr": ("Maroc", "Jordanie", "Tunisie", "Azerbaïdjan", "Sénégal", "Ouzbékistan"),
    "ar": ("المغرب", "الأردن", "تونس", "أذربيجان", "السنغال", "أوزبكستان"),
}
NAMES = ("Dr Amina Paper", "Prof. Rashid Inkwell", "Leyla Specimen", "د. يوسف النموذج", "Awa Exemple", "Karim Template",
         "Nodira Sampleova", "Hélène Fictive", "Omar Placeholder", "Zahra Dummy", "Idris Draft")
KIND = {"en": "joint work in the last five years", "fr": "travail commun ces cinq dernières années",
        "ar": "عمل مشترك في السنوات الخمس الأخيرة"}
BY = {"en": "the reviewer", "fr": "l'évaluateur", "ar": "المحكِّم"}


def front(language: str) -> Front:
    """The facts of a title page."""
    return Front(
        award=AWARD[language], organisers=ORGANISERS[language], made_at=NOW, made_by=OFFICER[language],
        zone="Africa/Casablanca", zone_name=ZONE[language], rule_set="natavan-2025 · 3f9a 11c2 77b0",
        ledger_number=4182, ledger_head="9b1c" * 16, contact="heritage@example.org",
    )


def criteria(language: str) -> tuple[Criterion, ...]:
    """The five criteria of the category of projects."""
    return tuple(Criterion(key, label, WEIGHTS[key]) for key, label in zip(WEIGHTS, CRITERIA[language], strict=True))


def scoring_report(language: str, files: int = 15, reviewers: int = 8, **changes: object) -> ScoringReport:
    """A category after its first round: ties, recusals, files with few reviews and with none. The same at every call."""
    chance = random.Random(1830)
    people = tuple(Reviewer(f"r{number}", f"{NAMES[number % len(NAMES)]}") for number in range(reviewers))
    made = tuple(_file(number, people, language, chance) for number in range(files))
    recused = [(file, review) for file in made for review in file.reviews if review.state is ReviewState.RECUSED]
    recusals = tuple(
        Recusal(file.reference, review.reviewer, KIND[language], BY[language], NOW - timedelta(days=20 - number))
        for number, (file, review) in enumerate(recused)
    )
    given = {"front": front(language), "category": CATEGORY[language], "round": ROUND[language],
             "criteria": criteria(language), "reviewers": people, "files": made, "recusals": recusals}
    return ScoringReport(**{**given, **changes})


def _file(number: int, people: tuple[Reviewer, ...], language: str, chance: random.Random) -> File:
    chosen = chance.sample(people, min(4, len(people)))
    quality = chance.uniform(3.5, 9)
    reviews = [Review(person.key, ReviewState.SUBMITTED, _marks(quality, chance)) for person in chosen]
    if number % 5 == 1:  # twins: the same marks as a fixed set, so that places are shared
        reviews = [Review(person.key, ReviewState.SUBMITTED, dict(zip(WEIGHTS, (8, 7, 6, 8, 7), strict=True)))
                   for person in chosen[:3]]
    if reviews and number % 4 == 2:
        reviews[0] = Review(reviews[0].reviewer, ReviewState.RECUSED, {})
    if number % 7 == 3:
        reviews = [Review(each.reviewer, ReviewState.AWAITED, {}) if place else each for place, each in enumerate(reviews)]
    if number == 12:
        reviews = [Review(each.reviewer, ReviewState.AWAITED, {}) for each in reviews]
    title = TITLES[number % len(TITLES)] + (f" {number // len(TITLES) + 1}" if number >= len(TITLES) else "")
    countries = COUNTRIES[language]
    return File(f"NHA-2025-P-{number + 1:04d}", title, countries[number % len(countries)], tuple(reviews))


def _marks(quality: float, chance: random.Random) -> dict[str, int]:
    return {key: max(0, min(10, round(chance.gauss(quality, 1.4)))) for key in WEIGHTS}
