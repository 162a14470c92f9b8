"""What the reports of a round need: ranking, score sheets, sets of marks.

Only reviews that count show their marks; those recused, removed or not submitted are listed without marks.
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
from nominations.documents.reports.title_page import make_front
from nominations.editions.countries import country_word
from nominations.ranking.analysis.results import results_from_text
from nominations.ranking.queries import analyses, ranking_snapshots, review_comments, scores, scoring_snapshot
from nominations.ranking.queries.ranking import names_or_letters
from nominations.ranking.queries.scores import RoundReview, ScoredRound
from nominations.ranking.reports import score_sheets, score_table, scoring
from nominations.ranking.reports.scoring import ScoringReport, Sealed
from nominations.ranking.rules.scoring_snapshot import TallyExclusion
from nominations.reviewing.texts import CONFIDENCE, RECOMMENDATIONS
from nominations.rounds.rules.scoring import Marks
from nominations.rounds.texts import ROUNDS

# From the input of an analysis as canonical JSON to its results.
AnalysisFunction = Callable[[str], str]


def load_scoring_report(
    work: Work, round_id: UUID, language: str, named: bool, document_id: UUID | None = None,
    frozen_id: UUID | None = None, analyse: AnalysisFunction | None = None,
) -> ScoringReport:
    """The scoring report of a round's current marks, or of one of its frozen states.

    Names are printed only if the actor may read them. `analyse` is called where no analysis of these marks is stored;
    the same marks give the same results to the byte.
    """
    live = scoring_snapshot.load_live_round(work, round_id, to=Action.REPORT)
    scored, tally, sealed = live.scored, live.tally, None
    if frozen_id is not None:
        frozen = ranking_snapshots.load_frozen_state(work, round_id, frozen_id)
        tally, results, sealed = frozen.tally, frozen.results, frozen.seal
    else:
        question = analyses.build_input(tally, scored.category, scored.edition)
        results = analyses.load_current_analysis(work, round_id, question).results
        if results is None and analyse is not None and question.reviews:
            results = results_from_text(analyse(codec.dumps(question)))
    rules = scored.edition.scoring
    with use_language(language):
        recusals = [(exclusion.kind, _recusal(exclusion)) for exclusion in tally.asides]
        return ScoringReport(
            front=make_front(work, scored.edition, language, review_comments.load_rule_set(work, scored), document_id),
            category=scored.category.label.in_(language), round=str(ROUNDS[scored.round.code]),
            criteria=list_criteria(scored, language),
            reviewers=tuple(scoring.Reviewer(id_, live.names.get(id_, "")) for id_ in tally.reviewers),
            files=tuple(
                scoring.ReportNomination(
                    nomination.reference, nomination.title, _countries(scored, nomination.countries),
                    tuple(scoring.ReportReview(review.reviewer, review.state, tally.marks(review))
                          for review in nomination.reviews),
                )
                for nomination in tally.files
            ),
            recusals=tuple(recusal for kind, recusal in recusals if kind),
            removed=tuple(recusal for kind, recusal in recusals if not kind),
            named=named and scores.may_name(work), interim=tally.interim, official=tally.official,
            thresholds=(rules.winner_threshold, rules.mention_threshold), results=results,
            sealed=Sealed(sealed.number, sealed.at, sealed.words, sealed.sha256, sealed.ledger_number,
                          sealed.ledger_hash) if sealed else None,
        )


def render_scoring_report(
    work: Work, round_id: UUID, language: str, named: bool, document_id: UUID | None = None,
    frozen_id: UUID | None = None, analyse: AnalysisFunction | None = None,
) -> tuple[str, str]:
    """The report as HTML, and the name of the file it becomes: for the worker and for the command line."""
    report = load_scoring_report(work, round_id, language, named, document_id, frozen_id, analyse)
    return scoring.render_report(report, language), _file_name(work, round_id, "scoring", language)


def load_score_sheet(
    work: Work, round_id: UUID, nomination_id: UUID, language: str, named: bool, document_id: UUID | None = None
) -> score_sheets.SheetReport:
    """The score sheet of one nomination of the round."""
    scored = scores.load(work, round_id, to=Action.REPORT)
    nomination = scores.load_nomination(work, scored, nomination_id)
    reviews = list(scores.list_reviews(work, scored, nomination_id))
    shown = _labels(work, round_id, named)
    sheet = _sheet(
        scored, nomination, reviews, review_comments.load_review_texts(work, scored, nomination_id), shown, language
    )
    return score_sheets.SheetReport(
        make_front(work, scored.edition, language, review_comments.load_rule_set(work, scored), document_id), sheet,
        review_comments.may_read_notes(work),
    )


def render_score_sheet(
    work: Work, round_id: UUID, nomination_id: UUID, language: str, named: bool, document_id: UUID | None = None
) -> tuple[str, str]:
    """The score sheet as HTML, and the name of its file."""
    report = load_score_sheet(work, round_id, nomination_id, language, named, document_id)
    return score_sheets.render_sheet(report, language), f"{report.sheet.reference}-scores-{language}.pdf"


def load_volume(
    work: Work, round_id: UUID, language: str, named: bool, document_id: UUID | None = None
) -> score_sheets.Volume:
    """The score sheets of every eligible nomination of the round, by reference."""
    scored = scores.load(work, round_id, to=Action.REPORT)
    by_file: dict[UUID, list[RoundReview]] = defaultdict(list)
    for review in scores.list_reviews(work, scored):
        by_file[review.nomination_id].append(review)
    written, shown = review_comments.load_review_texts(work, scored), _labels(work, round_id, named)
    nominations = [nomination for nomination in scores.list_nominations(work, round_id) if nomination.is_eligible]
    sheets = tuple(
        _sheet(scored, nomination, by_file[nomination.id], written, shown, language) for nomination in nominations
    )
    with use_language(language):
        word = str(ROUNDS[scored.round.code])
    return score_sheets.Volume(
        make_front(work, scored.edition, language, review_comments.load_rule_set(work, scored), document_id),
        scored.category.label.in_(language), word, sheets, review_comments.may_read_notes(work),
    )


def volume_name(work: Work, round_id: UUID, language: str) -> str:
    """The name of the volume's file."""
    return _file_name(work, round_id, "score-sheets", language)


def load_current_mark_sets(
    work: Work, round_id: UUID, language: str
) -> tuple[tuple[Criterion, ...], Iterator[score_table.MarkSet]]:
    """The raw marks for CSV and XLSX: the criteria, and one row per review in blocks."""
    scored = scores.load(work, round_id, to=Action.REPORT)
    shown = _labels(work, round_id, named=True)
    with use_language(language):
        words = status_words()
        round_word = str(ROUNDS[scored.round.code])
        advice = {key: str(word) for key, word in RECOMMENDATIONS.items()}
    keys = [criterion.key for criterion in scored.category.criteria]
    category = scored.category.label.in_(language)

    def mark_sets() -> Iterator[score_table.MarkSet]:
        for review in scores.list_reviews(work, scored):
            counted = review.counted
            yield score_table.MarkSet(
                review.reference, review.title, category, round_word, shown[review.reviewer_id],
                _marks(scored, review) if counted else {},
                dict(zip(keys, review.reasons, strict=True)) if counted else {},
                advice.get(review.recommendation, "") if counted and review.recommendation else "",
                words[review.status], counted,
                review.submitted_at if counted else None,
            )

    return list_criteria(scored, language), mark_sets()


def list_criteria(scored: ScoredRound, language: str) -> tuple[Criterion, ...]:
    """The category's criteria, in the order of the edition."""
    return tuple(
        Criterion(criterion.key, criterion.label.in_(language), criterion.weight)
        for criterion in scored.category.criteria
    )


def _labels(work: Work, round_id: UUID, named: bool) -> Mapping[UUID, str]:
    return names_or_letters(scores.load_reviewer_names(work, round_id), named and scores.may_name(work))


def _sheet(
    scored: ScoredRound, nomination: scores.RoundNomination, reviews: list[RoundReview],
    written: Mapping[UUID, review_comments.ReviewText],
    shown: Mapping[UUID, str], language: str,
) -> score_sheets.Sheet:
    became = Counter(review.status for review in reviews)
    with use_language(language):
        return score_sheets.Sheet(
            reference=nomination.reference, title=nomination.title, country=_countries(scored, nomination.countries),
            category=scored.category.label.in_(language), round=str(ROUNDS[scored.round.code]),
            criteria=list_criteria(scored, language),
            reviews=tuple(
                _sheet_review(scored, review, written[review.assessment_id], shown)
                for review in reviews if review.counted and review.assessment_id
            ),
            awaited=became[ReviewStatus.AWAITED], recused=became[ReviewStatus.RECUSED],
            undecided=became[ReviewStatus.UNDECIDED],
        )


def _sheet_review(
    scored: ScoredRound, review: RoundReview, text: review_comments.ReviewText, shown: Mapping[UUID, str]
) -> score_sheets.SheetReview:
    keys = [criterion.key for criterion in scored.category.criteria]
    return score_sheets.SheetReview(
        reviewer=shown[review.reviewer_id], marks=_marks(scored, review),
        reasons=dict(zip(keys, review.reasons, strict=True)),
        comment=text.comment, strength=text.strength, weakness=text.weakness,
        recommendation=str(RECOMMENDATIONS[review.recommendation]) if review.recommendation else "–",
        confidential_note=text.confidential_note, for_applicant=text.for_applicant,
        confidence=str(CONFIDENCE[str(text.confidence)]) if text.confidence else "",
        needs_visit=bool(text.needs_visit), submitted_at=review.submitted_at, version=text.version,
    )


def _marks(scored: ScoredRound, review: RoundReview) -> Marks:
    return dict(zip((criterion.key for criterion in scored.category.criteria), review.marks, strict=True))


def _countries(scored: ScoredRound, codes: tuple[str, ...]) -> str:
    return " · ".join(country_word(code, scored.edition) for code in codes)


def _recusal(exclusion: TallyExclusion) -> scoring.Recusal:
    kind = CONFLICT_KINDS[ConflictKind(exclusion.kind)] if exclusion.kind else _("Assignment removed")
    by = _("the reviewer") if exclusion.by_reviewer else _("the secretariat")
    return scoring.Recusal(exclusion.reference, exclusion.reviewer, str(kind), by, datetime.fromisoformat(exclusion.at))


def status_words() -> dict[ReviewStatus, str]:
    """The words for the status of a published assignment, in the current language."""
    return {
        ReviewStatus.REMOVED: _("Removed"), ReviewStatus.RECUSED: _("Recused"),
        ReviewStatus.UNDECIDED: _("Waiting for the secretariat"), ReviewStatus.FILE_LEFT: _("Nomination withdrawn"),
        ReviewStatus.COUNTED: _("Submitted"), ReviewStatus.AWAITED: _("Not submitted"),
    }


def chosen_state(document: Document) -> UUID | None:
    """The frozen state that a document is made of; None for the current marks."""
    chosen = document.choices.get("frozen")
    return UUID(chosen) if chosen else None


def _file_name(work: Work, round_id: UUID, kind: str, language: str) -> str:
    scored = scores.load(work, round_id, to=Action.REPORT)
    return f"{scored.edition.code}-{kind}-{scored.category.key}-{scored.round.code}-{language}.pdf"
