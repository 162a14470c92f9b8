"""Sample reports in three languages: realistic, plainly fictitious, for tests, the demonstration and designers."""

import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from PIL import Image

from nominations.core.language import gettext as _
from nominations.core.language import use_language
from nominations.documents.reports.frame import Criterion, Front
from nominations.documents.reports.register import PrintedColumn, TableReport
from nominations.nominations.reports.letters import LettersReport, LetterText
from nominations.nominations.reports.nomination import Answer, Attachment, NominationReport, Section, Shape
from nominations.nominations.reports.receipt import Receipt, ReceivedFile, ReceivedLetter
from nominations.ranking import analysis
from nominations.ranking.analysis.input import AnalysisInput
from nominations.ranking.analysis.pipeline import analyse_marks
from nominations.ranking.reports.score_sheets import Sheet, SheetReport, SheetReview, Volume
from nominations.ranking.reports.scoring import (
    Recusal,
    ReportNomination,
    ReportReview,
    Reviewer,
    ReviewState,
    ScoringReport,
    Sealed,
)
from nominations.records.reports.statistics import CountTable, StatisticsLine, StatisticsReport
from nominations.reviewing.reports.own_reviews import Certificate, OwnCard, OwnReviews
from nominations.reviewing.texts import CONFIDENCE
from nominations.rounds.rules.scoring import column_letter
from tests.support.report_samples import sample_texts

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
    "en": (
        "Conservation quality and skills",
        "Social and economic effect",
        "Innovation",
        "Management and sustainability",
        "Example and transfer",
    ),
    "fr": (
        "Qualité et savoir-faire",
        "Impact social et économique",
        "Innovation",
        "Gestion et durabilité",
        "Exemplarité et transfert",
    ),
    "ar": (
        "جودة الصون والمهارات",
        "الأثر الاجتماعي والاقتصادي",
        "الابتكار",
        "الإدارة والاستدامة",
        "القدوة ونقل المعرفة",
    ),
}
WEIGHTS = {"technical": 25, "impact": 25, "innovation": 20, "management": 20, "example": 10}
TITLES = (
    "The Lantern House of Qalat Nowhere",
    "خان الورّاقين في مدينة السراب",
    "Les terrasses de l'oued Imaginaire",
    "Xəyali qala divarları və İpək yolu karvansarası",
    "بيت النواعير السبع",
    "The Salt Market of Farwater",
    "Le minaret penché de Sable-Rouge",
    "Wind towers of the Unmapped Coast",
    "مكتبة الوراق في واحة بلا اسم",
    "A school of plaster and light",
    "La citerne aux mille voix",
    "The carpet bridge at Two Rivers",
    "مدرسة الزليج المتخيلة",
    "Granaries of the Far Plateau",
    "Ateliers de la médina d'Outre-Brume",
)
COUNTRIES = {
    "en": ("Morocco", "Jordan", "Tunisia", "Azerbaijan", "Senegal", "Uzbekistan"),
    "fr": ("Maroc", "Jordanie", "Tunisie", "Azerbaïdjan", "Sénégal", "Ouzbékistan"),
    "ar": ("المغرب", "الأردن", "تونس", "أذربيجان", "السنغال", "أوزبكستان"),
}
NAMES = (
    "Dr Amina Paper",
    "Prof. Rashid Inkwell",
    "Leyla Specimen",
    "د. يوسف النموذج",
    "Awa Exemple",
    "Karim Template",
    "Nodira Sampleova",
    "Hélène Fictive",
    "Omar Placeholder",
    "Zahra Dummy",
    "Idris Draft",
)
KIND = {
    "en": "joint work in the last five years",
    "fr": "travail commun ces cinq dernières années",
    "ar": "عمل مشترك في السنوات الخمس الأخيرة",
}
BY = {"en": "the reviewer", "fr": "l'évaluateur", "ar": "المحكِّم"}


def front(language: str) -> Front:
    """The facts of a title page."""
    return Front(
        award=AWARD[language],
        organisers=ORGANISERS[language],
        made_at=NOW,
        made_by=OFFICER[language],
        zone="Africa/Casablanca",
        zone_name=ZONE[language],
        rule_set="natavan-2025 · 3f9a 11c2 77b0",
        ledger_number=4182,
        ledger_head="9b1c" * 16,
        contact="heritage@example.org",
        code="7K4M-9QXT-2HVB-W3DN",
        checked_at="https://award.example.org/check/7K4M9QXT2HVBW3DN",
    )


def criteria(language: str) -> tuple[Criterion, ...]:
    """The five criteria of the category of projects."""
    return tuple(Criterion(key, label, WEIGHTS[key]) for key, label in zip(WEIGHTS, CRITERIA[language], strict=True))


def scoring_report(language: str, files: int = 15, reviewers: int = 8, **changes: object) -> ScoringReport:
    """A category after its first round: ties, recusals, files with few reviews and with none; always the same."""
    chance = random.Random(1830)
    people = tuple(Reviewer(f"r{number}", f"{NAMES[number % len(NAMES)]}") for number in range(reviewers))
    made = tuple(_file(number, people, language, chance) for number in range(files))
    recused = [(file, review) for file in made for review in file.reviews if review.state is ReviewState.RECUSED]
    recusals = tuple(
        Recusal(file.reference, review.reviewer, KIND[language], BY[language], NOW - timedelta(days=20 - number))
        for number, (file, review) in enumerate(recused)
    )
    given = {
        "front": front(language),
        "category": CATEGORY[language],
        "round": ROUND[language],
        "criteria": criteria(language),
        "reviewers": people,
        "files": made,
        "recusals": recusals,
    }
    return ScoringReport(**{**given, **changes})


def analysed_report(language: str, files: int = 12, reviewers: int = 6) -> ScoringReport:
    """The same with the analysis of its marks, from a frozen state."""
    report = scoring_report(language, files=files, reviewers=reviewers)
    keys = [criterion.key for criterion in report.criteria]
    asked = AnalysisInput(
        tuple(analysis.input.Criterion(criterion.key, criterion.weight) for criterion in report.criteria),
        tuple(file.reference for file in report.files),
        tuple(
            analysis.input.Review(file.reference, review.reviewer, tuple(review.marks[key] for key in keys))
            for file in report.files for review in file.reviews if review.state is ReviewState.SUBMITTED
        ),
        places=4,
    )
    sealed = Sealed(2, NOW, sample_texts.STRENGTH[language], "ab" * 32, 4180, "cd" * 32)
    return replace(report, results=analyse_marks(asked), thresholds=(70, 60), sealed=sealed)


def _file(number: int, people: tuple[Reviewer, ...], language: str, chance: random.Random) -> ReportNomination:
    chosen = chance.sample(people, min(4, len(people)))
    quality = chance.uniform(3.5, 9)
    reviews = [ReportReview(person.key, ReviewState.SUBMITTED, _marks(quality, chance)) for person in chosen]
    if number % 5 == 1:  # twins: the same marks as a fixed set, so that places are shared
        reviews = [
            ReportReview(person.key, ReviewState.SUBMITTED, dict(zip(WEIGHTS, (8, 7, 6, 8, 7), strict=True)))
            for person in chosen[:3]
        ]
    if reviews and number % 4 == 2:
        reviews[0] = ReportReview(reviews[0].reviewer, ReviewState.RECUSED, {})
    if number % 7 == 3:
        reviews = [
            ReportReview(review.reviewer, ReviewState.AWAITED, {}) if place else review
            for place, review in enumerate(reviews)
        ]
    if number == 12:
        reviews = [ReportReview(review.reviewer, ReviewState.AWAITED, {}) for review in reviews]
    title = TITLES[number % len(TITLES)] + (f" {number // len(TITLES) + 1}" if number >= len(TITLES) else "")
    countries = COUNTRIES[language]
    return ReportNomination(f"NHA-2025-P-{number + 1:04d}", title, countries[number % len(countries)], tuple(reviews))


def _marks(quality: float, chance: random.Random) -> dict[str, int]:
    return {key: max(0, min(10, round(chance.gauss(quality, 1.4)))) for key in WEIGHTS}


def sheet(language: str, number: int = 0, reviews: int = 3) -> Sheet:
    """The score sheet of one nomination, with comments in the language of the report."""
    chance = random.Random(number)
    return Sheet(
        reference=f"NHA-2025-P-{number + 1:04d}",
        title=TITLES[number % len(TITLES)],
        country=COUNTRIES[language][number % 6],
        category=CATEGORY[language],
        round=ROUND[language],
        criteria=criteria(language),
        reviews=tuple(_sheet_review(language, place, chance) for place in range(reviews)),
        awaited=number % 2,
        recused=1 if number % 3 == 1 else 0,
    )


def _sheet_review(language: str, number: int, chance: random.Random) -> SheetReview:
    marks = _marks(chance.uniform(5, 9), chance) | {"technical": 9}
    with use_language(language):
        confidence = str(CONFIDENCE[str(number % 3 + 1)])
    return SheetReview(
        reviewer=column_letter(number),
        marks=marks,
        reasons={key: sample_texts.REASON[language] for key, mark in marks.items() if mark <= 2 or mark >= 9},
        comment=sample_texts.COMMENT[language],
        strength=sample_texts.STRENGTH[language],
        weakness=sample_texts.WEAKNESS[language],
        recommendation=sample_texts.RECOMMENDATIONS[language][number % 3],
        confidential_note=sample_texts.NOTE[language],
        confidence=confidence if number else "",
        needs_visit=number == 1,
        submitted_at=NOW - timedelta(days=9 - number),
        version=1 + number % 2,
    )


def sheet_report(language: str, **changes: object) -> SheetReport:
    """One sheet as a document."""
    return SheetReport(**{"front": front(language), "sheet": sheet(language), **changes})


def volume(language: str, sheets: int = 5) -> Volume:
    """All sheets of a category."""
    return Volume(
        front(language), CATEGORY[language], ROUND[language], tuple(sheet(language, n) for n in range(sheets))
    )


def own_reviews(language: str, cards: int = 4) -> OwnReviews:
    """A reviewer's own cards; the last one is a draft with a missing mark."""
    return OwnReviews(front(language), NAMES[3], tuple(_own_card(language, n, cards) for n in range(cards)))


def _own_card(language: str, number: int, cards: int) -> OwnCard:
    of, is_draft = sheet(language, number, reviews=1), number == cards - 1
    (review,) = of.reviews
    marks = dict(review.marks) | ({"example": None} if is_draft else {})
    with use_language(language):
        texts = ((_("Note to the jury"), review.comment), (_("Strength"), review.strength),
                 (_("Weakness"), review.weakness))
    return OwnCard(
        of.reference, of.title, of.category, of.round, of.country, of.criteria, marks, review.reasons, texts,
        review.recommendation, None if is_draft else review.submitted_at,
    )


def certificate(language: str, **changes: object) -> Certificate:
    """Of somebody who reviewed eighteen files."""
    return Certificate(**{
        "front": front(language), "reviewer": NAMES[7], "files": 18, "began_on": date(2026, 1, 8),
        "ended_on": date(2026, 1, 23), "organisers": ORGANISERS[language], "made_on": NOW.date(), **changes,
    })


def letters(language: str) -> LettersReport:
    """Two letters that were typed, one in Arabic."""
    return LettersReport(front(language), "NHA-2025-P-0004", TITLES[4], (
        LetterText("Prof. Amal Specimen", "Historian", "Letter", NOW, sample_texts.COMMENT["en"]),
        LetterText("د. يوسف النموذج", "مؤرخ", "Letter", NOW, sample_texts.COMMENT["ar"]),
    ))


def receipt(language: str) -> Receipt:
    """What an applicant gets after submitting."""
    plan, picture = sample_texts.FILE_KINDS[language]
    files = (
        ("Conservation plan 2024 (final).pdf", plan, 8_412_300),
        ("خطة الصون النهائية.pdf", plan, 912_000),
        ("façade-après.jpg", picture, 6_104_221),
    )
    return Receipt(
        front=front(language),
        reference="NHA-2025-P-0042",
        title=TITLES[0],
        category=CATEGORY[language],
        owner=sample_texts.OWNER[language],
        submitted_at=datetime(2025, 11, 30, 22, 59, 58, tzinfo=UTC),
        version=2,
        content_hash=sha256(b"nomination").hexdigest(),
        files=tuple(
            ReceivedFile(name, kind, octets, sha256(name.encode()).hexdigest()) for name, kind, octets in files
        ),
        closes_at=datetime(2025, 11, 30, 22, 59, 59, tzinfo=UTC),
        next_steps=sample_texts.STEPS[language],
        letters=(
            ReceivedLetter("زينب قولييفا", plan, (sha256(b"text").hexdigest(), sha256(b"file").hexdigest())),
            ReceivedLetter("Paul Ödegård", plan, (sha256(b"file").hexdigest(),)),
        ),
    )


def nomination(language: str, **changes: object) -> NominationReport:
    """A whole nomination with every shape of answer, attachments and a picture."""
    summary, kinds, place, cost, people, letters = sample_texts.QUESTIONS[language]
    heads, rows = sample_texts.COSTS[language]
    sections = (
        Section(
            sample_texts.SECTIONS[language][0],
            (
                Answer(summary, Shape.TEXT, text=sample_texts.COMMENT[language]),
                Answer(kinds, Shape.LINES, lines=sample_texts.KINDS[language]),
                Answer(place, Shape.PAIRS, pairs=sample_texts.PLACE[language]),
                Answer(cost, Shape.TABLE, heads=heads, rows=rows),
            ),
        ),
        Section(
            sample_texts.SECTIONS[language][1],
            (
                Answer(people, Shape.TEXT, text="Xanım Şəfiqə və Ğazi Usta · سيدات الحي · Les apprenties de la médina"),
                Answer(letters, Shape.TEXT),
            ),
        ),
    )
    plan, picture = sample_texts.FILE_KINDS[language]
    given = {
        "front": front(language),
        "reference": "NHA-2025-P-0042",
        "title": TITLES[0],
        "category": CATEGORY[language],
        "owner": sample_texts.OWNER[language],
        "sections": sections,
        "attachments": (
            Attachment("Conservation plan 2024.pdf", plan, 8_412_300),
            Attachment("façade-après.jpg", picture, 6_104_221, TITLES[2], "© Idris Draft", small_picture()),
        ),
        "declarations": (sample_texts.DECLARATION[language],),
        "submitted_at": datetime(2025, 11, 29, 18, 2, 11, tzinfo=UTC),
        "version": 2,
        "content_hash": sha256(b"nomination").hexdigest(),
    }
    return NominationReport(**{**given, **changes})


def small_picture(width: int = 240, height: int = 160) -> bytes:
    """A JPEG of an evening sky, drawn here."""
    sky = Image.linear_gradient("L").resize((width, height))
    picture, content = Image.merge("RGB", (sky, sky.point(lambda v: v // 2), sky.point(lambda v: 90))), io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()


def statistics(language: str, lines: int = 6) -> StatisticsReport:
    """Counts by country, and by a question of one form."""
    labels = COUNTRIES[language][:lines]
    counted = tuple(StatisticsLine(label, (9 - number, number), 9) for number, label in enumerate(labels))
    asked = tuple(StatisticsLine(label, (), number) for number, label in enumerate(sample_texts.KINDS[language], 1))
    heads = (CATEGORY[language], sample_texts.OWNER[language])
    tables = (CountTable(sample_texts.REGISTER[language][3], heads, counted, sample_texts.STRENGTH[language]),
              CountTable(sample_texts.QUESTIONS[language][1], (), asked)) if lines else ()
    return StatisticsReport(front(language), 9 * lines, tables)


def register(language: str, rows: int = 12) -> TableReport:
    """An eligibility register."""
    title, *heads, yes, no, why = sample_texts.REGISTER[language]
    columns = tuple(PrintedColumn(label, typed=number == 1) for number, label in enumerate(heads))
    made = tuple(
        (
            f"NHA-2025-P-{number + 1:04d}",
            TITLES[number % len(TITLES)],
            COUNTRIES[language][number % 6],
            no if number % 4 == 3 else yes,
            why if number % 4 == 3 else None,
            date(2025, 12, 3 + number % 20),
            12 + number,
        )
        for number in range(rows)
    )
    return TableReport(front(language), title, CATEGORY[language], columns, made)
