"""The files of each nomination: its photographs, drawings, letters and papers, with their descriptions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context

from nominations.demo.content import Nomination, long_name, people, story, words_on_papers
from nominations.demo.papers import Paper, render_pdf
from nominations.demo.pictures.photographs import Picture, jpeg

# Views that more than one nomination shows: an interior and a wall, always from the same few seeds.
SHARED_SEED = 900
OTHER_SCENES = ("hall", "courtyard", "panel", "street")
WITH_REPORT = ("azgala-bridge-caravanserai", "tindara-manuscrits", "aflaj-wadi-sidra")


@dataclass(frozen=True)
class Attachment:
    """One file of a nomination: its kind in the edition, its name, what it is rendered from, its description."""

    kind: str
    filename: str
    made: Picture | Paper
    caption: str = ""
    year: str = ""
    photographer: str = ""
    rights: str = ""

    def content(self) -> bytes:
        """The bytes of the file; `render_contents` makes many faster."""
        return _render(self.made)


def render_contents(files: Iterable[Attachment], processes: int = 2) -> Iterator[tuple[Picture | Paper, bytes]]:
    """The distinct pictures and papers of the files with their bytes, in order, rendered by a few processes."""
    sources = list(dict.fromkeys(file.made for file in files))
    if processes < 2 or len(sources) < 2:
        yield from ((thing, _render(thing)) for thing in sources)
        return
    with get_context("spawn").Pool(processes) as pool:
        yield from zip(sources, pool.imap(_render, sources, chunksize=2), strict=True)


def _render(thing: Picture | Paper) -> bytes:
    return jpeg(thing) if isinstance(thing, Picture) else render_pdf(thing)


def list_attachments(nomination: Nomination) -> tuple[Attachment, ...]:
    """Every file of a nomination; an unfinished draft has two at most."""
    listed = _of_project(nomination) if nomination.category == "project" else _of_person(nomination)
    files = tuple(listed)
    unfinished = nomination.key not in story()["handed_in"] and nomination.key not in story()["late"]
    return files[: nomination.seed % 3] if unfinished else files


def _of_project(nomination: Nomination) -> Iterator[Attachment]:
    words, answers = words_on_papers(nomination.language), nomination.answers
    place, body = answers["place"], answers["lead_org"]["name"]
    other = OTHER_SCENES[nomination.seed // 10 % len(OTHER_SCENES)]
    shown = (
        (nomination.scene, nomination.seed, "main"),
        (nomination.detail, SHARED_SEED + 1, "detail"),
        (other, SHARED_SEED + nomination.seed % 2, "other"),
    )
    years = {True: answers.get("start_date", "2021")[:4], False: answers.get("end_date", "2025")[:4] or "2025"}
    photographer = people()[nomination.owner].called
    for old, kind, when in ((True, "photo_before", "before"), (False, "photo_after", "after")):
        for number, (scene, seed, view) in enumerate(shown, start=1):
            yield Attachment(
                kind,
                f"{nomination.key}-{when}-{number}.jpg",
                Picture(scene, seed, old),
                f"{words[view]}, {words[when]}: {place}",
                years[old],
                photographer,
                words["rights"],
            )
    yield Attachment(
        "photo_cover",
        f"{nomination.key}-cover.jpg",
        Picture(nomination.scene, nomination.seed),
        answers["title"],
        years[False],
        photographer,
        words["rights"],
    )
    yield Attachment(
        "drawings",
        f"{words['plan']}.pdf",
        Paper("plan", nomination.language, body, place, words["plan"], (), seed=nomination.seed),
    )
    if answers.get("owner_agrees") == "yes":
        yield Attachment(
            "owner_letter",
            f"{words['owner']}.pdf",
            _letter(
                nomination,
                answers["owner"]["name"],
                place,
                "owner",
                (answers["title"], words["owner_text"]),
                answers["owner"]["name"],
            ),
        )
    if nomination.seed % 20 < 10 and "lead_person" in answers:
        yield Attachment(
            "permits",
            f"{words['permit']}.pdf",
            _letter(
                nomination,
                answers["lead_org"]["name"],
                place,
                "permit",
                (answers["title"], words["permit_text"]),
                answers["lead_person"]["name"],
            ),
        )
    if nomination.key in WITH_REPORT:
        name = long_name() if nomination.language == "ar" else f"{words['report']}.pdf"
        yield Attachment("report", name, _report(nomination))
    if answers.get("natcom") == "endorses":
        yield _natcom(nomination)


def _of_person(nomination: Nomination) -> Iterator[Attachment]:
    words, answers = words_on_papers(nomination.language), nomination.answers
    name, where = answers["name_native"], answers["position"]
    portrait = "portrait of a woman" if answers.get("gender") == "woman" else "portrait"
    yield Attachment(
        "portrait",
        f"{answers['name_latin']}.jpg",
        Picture(portrait, nomination.seed, False, 1600, 2000),
        name,
        "2025",
        people()[nomination.owner].called,
        words["rights"],
    )
    paragraphs = tuple(
        answers[question]
        for question in ("summary", "excellence", "transmission", "recent_work")
        if question in answers
    )
    works = tuple((row["years"], row["title"], row["place"]) for row in answers.get("key_works", ()))
    rows = (("", words["cv"], ""), *works) if works else ()
    yield Attachment(
        "cv",
        f"CV {answers['name_latin']}.pdf",
        Paper(
            "cv",
            nomination.language,
            name,
            where,
            words["cv"],
            (("", (words["dated"], *paragraphs)),),
            rows=rows,
            seed=nomination.seed,
        ),
    )
    for number, referee in enumerate(answers.get("referees", ()), start=1):
        if any(
            letter["nomination"] == nomination.key and letter.get("instead_of") == number
            for letter in story()["letter"]
        ):
            continue
        yield Attachment(
            "ref_letter",
            f"{words['ref']} {number}.pdf",
            _letter(
                nomination,
                referee["body"],
                words["dated"],
                "ref",
                (name, words["ref_text"], answers["summary"]),
                referee["name"],
            ),
        )
    if nomination.third and not _agreed_by_link(nomination):
        yield Attachment(
            "consent",
            f"{words['consent']}.pdf",
            _letter(nomination, name, words["dated"], "consent", (words["consent_text"],), name),
        )
    if answers.get("natcom") == "endorses":
        yield _natcom(nomination)


def _agreed_by_link(nomination: Nomination) -> bool:
    return any(
        consent["nomination"] == nomination.key and consent.get("answer") == "agreed" for consent in story()["consent"]
    )


def _letter(
    nomination: Nomination, head: str, place: str, heading: str, paragraphs: tuple[str, ...], signed: str
) -> Paper:
    words = words_on_papers(nomination.language)
    return Paper(
        "letter",
        nomination.language,
        head,
        place,
        words[heading],
        (("", (*paragraphs, words["dated"])),),
        signed,
        seed=nomination.seed,
    )


def _natcom(nomination: Nomination) -> Attachment:
    words = words_on_papers(nomination.language)
    return Attachment(
        "natcom_letter",
        f"{words['natcom']}.pdf",
        _letter(
            nomination, words["natcom"], words["dated"], "natcom", (nomination.title, words["natcom_text"]), "N. N."
        ),
    )


def _report(nomination: Nomination) -> Paper:
    """Twelve pages or more: a chapter for each long answer, a plate after most of them, the results as a table."""
    words, answers = words_on_papers(nomination.language), nomination.answers
    questions = (
        "summary",
        "significance",
        "threats",
        "approach",
        "innovation",
        "community",
        "sustainability",
        "transfer",
        "difficulties",
    )
    chapters = []
    for number, question in enumerate((question for question in questions if question in answers), start=1):
        paragraphs = tuple(part for part in answers[question].split("\n\n") if part)
        chapters.append((f"{number}. {paragraphs[0].split('.')[0][:70]}", paragraphs))
    views = tuple((f"{words[view]}, {words[when]}", ()) for view in ("main", "detail") for when in ("before", "after"))
    pictures = tuple(
        Picture(scene, seed, old, 1200, 800)
        for scene, seed in ((nomination.scene, nomination.seed), (nomination.detail, SHARED_SEED + 1))
        for old in (True, False)
    )
    rows = (
        ("", words["before"], words["after"]),
        *((row["indicator"], row["before"], row["after"]) for row in answers["indicators"]),
    )
    return Paper(
        "report",
        nomination.language,
        answers["lead_org"]["name"],
        answers["place"],
        f"{words['report']}: {answers['title']}",
        (*views, *chapters),
        answers["lead_person"]["name"],
        rows,
        pictures,
        nomination.seed,
    )
