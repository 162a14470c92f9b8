"""From the rows of a round to what its reports say: ranking, score sheets, sets of marks.

Only a review that counts shows its marks; one that was recused, removed or not handed in is named and stays sealed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from nominations.conflicts.texts import CONFLICT_KINDS
from nominations.core.language import gettext as _
from nominations.core.language import use_language
from nominations.core.rules import codec
from nominations.core.rules.review_rules import ReviewStatus
from nominations.core.rules.vocabulary import Action, ConflictKind
from nominations.core.tables import Document
from nominations.core.work import Work
from nominations.documents.reports.frame import Criterion
from nominations.documents.reports.title_page import front
from nominations.editions.countries import country_word
from nominations.ranking.analysis.results import from_text
from nominations.ranking.queries import analyses, ranking_snapshots, review_comments, scores, scoring_snapshot
from nominations.ranking.queries.ranking import names_or_letters
from nominations.ranking.queries.scores import Review, Scored
from nominations.ranking.reports import score_sheets, score_table, scoring
from nominations.ranking.reports.scoring import ScoringReport, Sealed
from nominations.ranking.rules.scoring_snapshot import Aside
from nominations.reviewing.texts import CONFIDENCE, RECOMMENDATIONS
from nominations.rounds.rules.scoring import Marks
from nominations.rounds.texts import ROUNDS

# From a question as canonical JSON to its answer.
Analyse = Callable[[str], str]


def scoring_report(
    work: Work, round_id: UUID, language: str, named: bool, document_id: UUID | None = None,
    frozen_id: UUID | None = None, analyse: Analyse | None = None,
) -> ScoringReport:
    """The scoring report of a round as it stands, or of one of its frozen states.

    Names are printed only for whom may read them. `analyse` answers where no analysis of these marks was kept: the
    same marks give the same answer to the byte.
    """
    live = scoring_snapshot.live(work, round_id, to=Action.REPORT)
    of, tally, sealed = live.of, live.tally, None
    if frozen_id is not None:
        kept = ranking_snapshots.one(work, round_id, frozen_id)
        tally, found, sealed = kept.tally, kept.found, kept.seal
    else:
        question = analyses.load_input(tally, of.category, of.edition)
        found = analyses.current_analysis(work, round_id, question).found
        if found is None and analyse is not None and question.reviews:
            found = from_text(analyse(codec.dumps(question)))
    rules = of.edition.scoring
    with use_language(language):
        asides = [(each.kind, _recusal(each)) for each in tally.asides]
        return ScoringReport(
            front=front(work, of.edition, language, review_comments.rule_set(work, of), document_id),
            category=of.category.label.in_(language), round=str(ROUNDS[of.round.code]),
            criteria=criteria(of, language),
            reviewers=tuple(scoring.Reviewer(id_, live.names.get(id_, "")) for id_ in tally.reviewers),
            files=tuple(
                scoring.File(each.reference, each.title, _countries(of, each.countries),
                             tuple(scoring.Review(said.reviewer, said.state, tally.marks(said))
                                   for said in each.reviews))
                for each in tally.files
            ),
            recusals=tuple(each for kind, each in asides if kind),
            removed=tuple(each for kind, each in asides if not kind),
            named=named and scores.may_name(work), interim=tally.interim, official=tally.official,
            thresholds=(rules.winner_threshold, rules.mention_threshold), found=found,
            sealed=Sealed(sealed.number, sealed.at, sealed.words, sealed.sha256, sealed.ledger_number,
                          sealed.ledger_hash) if sealed else None,
        )


def scoring_document(
    work: Work, round_id: UUID, language: str, named: bool, document_id: UUID | None = None,
    frozen_id: UUID | None = None, analyse: Analyse | None = None,
) -> tuple[str, str]:
    """The report as HTML, and the name of the file it becomes: for the worker and for the command line."""
    report = scoring_report(work, round_id, language, named, document_id, frozen_id, analyse)
    return scoring.as_html(report, language), _file_name(work, round_id, "scoring", language)


def score_sheet(
    work: Work, round_id: UUID, nomination_id: UUID, language: str, named: bool, document_id: UUID | None = None
) -> score_sheets.SheetReport:
    """The score sheet of one nomination of the round."""
    of = scores.load(work, round_id, to=Action.REPORT)
    file = scores.file_of(work, of, nomination_id)
    found = list(scores.reviews(work, of, nomination_id))
    shown = _labels(work, round_id, named)
    sheet = _sheet(of, file, found, review_comments.review_texts(work, of, nomination_id), shown, language)
    return score_sheets.SheetReport(
        front(work, of.edition, language, review_comments.rule_set(work, of), document_id), sheet,
        review_comments.may_read_notes(work),
    )


def sheet_document(
    work: Work, round_id: UUID, nomination_id: UUID, language: str, named: bool, document_id: UUID | None = None
) -> tuple[str, str]:
    """The score sheet as HTML, and the name of its file."""
    report = score_sheet(work, round_id, nomination_id, language, named, document_id)
    return score_sheets.as_html(report, language), f"{report.sheet.reference}-scores-{language}.pdf"


def volume(
    work: Work, round_id: UUID, language: str, named: bool, document_id: UUID | None = None
) -> score_sheets.Volume:
    """The score sheets of every nomination that stands in the round, by reference."""
    of = scores.load(work, round_id, to=Action.REPORT)
    by_file: dict[UUID, list[Review]] = defaultdict(list)
    for review in scores.reviews(work, of):
        by_file[review.nomination_id].append(review)
    written, shown = review_comments.review_texts(work, of), _labels(work, round_id, named)
    files = [each for each in scores.files(work, round_id) if each.stands]
    made = tuple(_sheet(of, each, by_file[each.id], written, shown, language) for each in files)
    with use_language(language):
        word = str(ROUNDS[of.round.code])
    return score_sheets.Volume(
        front(work, of.edition, language, review_comments.rule_set(work, of), document_id),
        of.category.label.in_(language), word, made, review_comments.may_read_notes(work),
    )


def volume_name(work: Work, round_id: UUID, language: str) -> str:
    """The name of the volume's file."""
    return _file_name(work, round_id, "score-sheets", language)


def mark_sets(work: Work, round_id: UUID, language: str) -> tuple[tuple[Criterion, ...], Iterator[score_table.MarkSet]]:
    """The raw marks for CSV and XLSX: the criteria, and one row per review in blocks."""
    of = scores.load(work, round_id, to=Action.REPORT)
    shown = _labels(work, round_id, named=True)
    with use_language(language):
        words = states()
        round_word = str(ROUNDS[of.round.code])
        advice = {key: str(word) for key, word in RECOMMENDATIONS.items()}
    keys = [criterion.key for criterion in of.category.criteria]
    category = of.category.label.in_(language)

    def rows() -> Iterator[score_table.MarkSet]:
        for each in scores.reviews(work, of):
            seen = each.counted
            yield score_table.MarkSet(
                each.reference, each.title, category, round_word, shown[each.reviewer_id],
                _marks(of, each) if seen else {},
                dict(zip(keys, each.reasons, strict=True)) if seen else {},
                advice.get(each.recommendation, "") if seen and each.recommendation else "", words[each.status], seen,
                each.submitted_at if seen else None,
            )

    return criteria(of, language), rows()


def criteria(of: Scored, language: str) -> tuple[Criterion, ...]:
    """The category's criteria, in the order of the edition."""
    return tuple(Criterion(each.key, each.label.in_(language), each.weight) for each in of.category.criteria)


def _labels(work: Work, round_id: UUID, named: bool) -> Mapping[UUID, str]:
    return names_or_letters(scores.reviewers(work, round_id), named and scores.may_name(work))


def _sheet(
    of: Scored, file: scores.File, found: list[Review], written: Mapping[UUID, review_comments.ReviewText],
    shown: Mapping[UUID, str], language: str,
) -> score_sheets.Sheet:
    became = Counter(each.status for each in found)
    with use_language(language):
        return score_sheets.Sheet(
            reference=file.reference, title=file.title, country=_countries(of, file.countries),
            category=of.category.label.in_(language), round=str(ROUNDS[of.round.code]),
            criteria=criteria(of, language),
            reviews=tuple(
                _sheet_review(of, each, written[each.assessment_id], shown)
                for each in found if each.counted and each.assessment_id
            ),
            awaited=became[ReviewStatus.AWAITED], recused=became[ReviewStatus.RECUSED],
            undecided=became[ReviewStatus.UNDECIDED],
        )


def _sheet_review(
    of: Scored, each: Review, said: review_comments.ReviewText, shown: Mapping[UUID, str]
) -> score_sheets.SheetReview:
    keys = [criterion.key for criterion in of.category.criteria]
    return score_sheets.SheetReview(
        reviewer=shown[each.reviewer_id], marks=_marks(of, each), reasons=dict(zip(keys, each.reasons, strict=True)),
        comment=said.comment, strength=said.strength, weakness=said.weakness,
        recommendation=str(RECOMMENDATIONS[each.recommendation]) if each.recommendation else "–",
        confidential_note=said.confidential_note, for_applicant=said.for_applicant,
        confidence=str(CONFIDENCE[str(said.confidence)]) if said.confidence else "",
        needs_visit=bool(said.needs_visit), submitted_at=each.submitted_at, version=said.version,
    )


def _marks(of: Scored, each: Review) -> Marks:
    return dict(zip((criterion.key for criterion in of.category.criteria), each.marks, strict=True))


def _countries(of: Scored, codes: tuple[str, ...]) -> str:
    return " · ".join(country_word(code, of.edition) for code in codes)


def _recusal(each: Aside) -> scoring.Recusal:
    kind = CONFLICT_KINDS[ConflictKind(each.kind)] if each.kind else _("Assignment removed")
    by = _("the reviewer") if each.by_reviewer else _("the secretariat")
    return scoring.Recusal(each.reference, each.reviewer, str(kind), by, datetime.fromisoformat(each.at))


def states() -> dict[ReviewStatus, str]:
    """What became of an assignment that was published, in the language of the moment."""
    return {
        ReviewStatus.REMOVED: _("Removed"), ReviewStatus.RECUSED: _("Recused"),
        ReviewStatus.UNDECIDED: _("Waiting for the secretariat"), ReviewStatus.FILE_LEFT: _("Nomination withdrawn"),
        ReviewStatus.COUNTED: _("Submitted"), ReviewStatus.AWAITED: _("Not submitted"),
    }


def frozen_in(document: Document) -> UUID | None:
    """The frozen state that a document was asked of."""
    chosen = document.choices.get("frozen")
    return UUID(chosen) if chosen else None


def _file_name(work: Work, round_id: UUID, kind: str, language: str) -> str:
    of = scores.load(work, round_id, to=Action.REPORT)
    return f"{of.edition.code}-{kind}-{of.category.key}-{of.round.code}-{language}.pdf"
