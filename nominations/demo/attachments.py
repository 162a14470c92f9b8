"""Which files each nomination carries: its photographs, drawings, letters and papers, with what is said of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from nominations.demo.content import Nomination, people, story
from nominations.demo.papers import Paper, pdf
from nominations.demo.pictures import Picture, jpeg

# Views that more than one nomination shows: an interior and a wall, always from the same few seeds.
SHARED_SEED = 900
OTHER_SCENES = ("hall", "courtyard", "panel", "street")
WITH_REPORT = ("azgala-bridge-caravanserai", "tindara-manuscrits", "aflaj-wadi-sidra")
WORDS = {
    "en": {
        "before": "before", "after": "after", "plan": "Plan, section and location", "owner": "Agreement of the owner",
        "permit": "Permit for works on protected heritage", "report": "Final technical report", "cv": "Curriculum vitae",
        "ref": "Letter of reference", "consent": "Consent of the nominee", "main": "General view", "detail": "Detail",
        "other": "Inside", "rights": "Owned by the nominator", "dated": "Dated 3 November 2025", "natcom": "Letter of the National Commission",
        "owner_text": "We, the owners of the property described in this nomination, agree that it be put forward and that pictures of it be shown.",
        "permit_text": "The works described are permitted under the conditions named by the heritage council: reversible materials, a daily record, and access for inspection at any hour.",
        "ref_text": "I have known this work for more than ten years and had no part in it. What is said in the nomination agrees with what I have seen.",
        "consent_text": "I agree to be nominated and have read the notice on personal data. What is said of me is true, if a little kind.",
        "natcom_text": "The Commission has examined the nomination with interest and endorses it.",
    },
    "fr": {
        "before": "avant", "after": "après", "plan": "Plan, coupe et situation", "owner": "Accord du propriétaire",
        "permit": "Autorisation de travaux sur un bien protégé", "report": "Rapport technique final", "cv": "Curriculum vitæ",
        "ref": "Lettre de recommandation", "consent": "Accord du candidat", "main": "Vue générale", "detail": "Détail",
        "other": "Intérieur", "rights": "Droits détenus par le proposant", "dated": "Établi le 3 novembre 2025", "natcom": "Lettre de la Commission nationale",
        "owner_text": "Nous, propriétaires du bien décrit dans cette candidature, consentons à ce qu'elle soit présentée et à ce que des images en soient montrées.",
        "permit_text": "Les travaux décrits sont autorisés aux conditions fixées par le conseil du patrimoine : matériaux réversibles, journal quotidien, accès à toute heure pour inspection.",
        "ref_text": "Je connais ce travail depuis plus de dix ans sans y avoir pris part. Ce que dit la candidature correspond à ce que j'ai vu.",
        "consent_text": "J'accepte d'être présenté et j'ai lu l'avis sur les données personnelles. Ce qui est dit de moi est exact, quoique bienveillant.",
        "natcom_text": "La Commission a examiné la candidature avec intérêt et lui apporte son soutien.",
    },
    "ar": {
        "before": "قبل", "after": "بعد", "plan": "مسقط ومقطع وموقع عام", "owner": "موافقة المالك",
        "permit": "ترخيص أعمال في تراث محمي", "report": "التقرير الفني النهائي", "cv": "السيرة الذاتية",
        "ref": "رسالة تزكية", "consent": "موافقة المرشَّح", "main": "منظر عام", "detail": "تفصيل",
        "other": "من الداخل", "rights": "الحقوق لصاحب الملف", "dated": "حُرِّرت في 3 نوفمبر 2025", "natcom": "رسالة اللجنة الوطنية",
        "owner_text": "نوافق نحن مالكي العقار الموصوف في هذا الملف على تقديمه وعلى عرض صوره.",
        "permit_text": "يؤذن بالأعمال الموصوفة بالشروط التي وضعها مجلس التراث: مواد قابلة للنزع، وسجل يومي، وإتاحة التفتيش في كل وقت.",
        "ref_text": "أعرف هذا العمل منذ أكثر من عشر سنين ولم أشارك فيه، وما ورد في الملف موافق لما رأيت.",
        "consent_text": "أوافق على ترشيحي، وقد قرأت بيان الخصوصية، وما قيل فيّ صحيح وإن غلب عليه حسن الظن.",
        "natcom_text": "اطلعت اللجنة على الملف باهتمام وهي تؤيده.",
    },
}
LONG_NAME = "التقرير الفني النهائي لأعمال ترميم القناة الكبرى والقنطرة المعلقة في فلج السدرة مع ملاحق القياسات والصور وسجل الماء.pdf"


@dataclass(frozen=True)
class Attachment:
    """One file of a nomination: its kind in the edition, its name, what it is made of, and what is said of a picture."""

    kind: str
    filename: str
    made: Picture | Paper
    caption: str = ""
    year: str = ""
    photographer: str = ""
    rights: str = ""

    def content(self) -> bytes:
        """The bytes of the file. Make pictures once with `pictures.jpegs` when many are wanted."""
        return jpeg(self.made) if isinstance(self.made, Picture) else pdf(self.made)


def attachments(nomination: Nomination) -> tuple[Attachment, ...]:
    """Every file of a nomination; an unfinished draft has two at most."""
    made = _of_project(nomination) if nomination.category == "project" else _of_person(nomination)
    files = tuple(made)
    unfinished = nomination.key not in story()["handed_in"] and nomination.key not in story()["late"]
    return files[: nomination.seed % 3] if unfinished else files


def _of_project(nomination: Nomination) -> Iterator[Attachment]:
    words, answers = WORDS[nomination.language], nomination.answers
    place, body = answers["place"], answers["lead_org"]["name"]
    other = OTHER_SCENES[nomination.seed // 10 % len(OTHER_SCENES)]
    shown = ((nomination.scene, nomination.seed, "main"), (nomination.detail, SHARED_SEED + 1, "detail"),
             (other, SHARED_SEED + nomination.seed % 2, "other"))
    years = {True: answers.get("start_date", "2021")[:4], False: answers.get("end_date", "2025")[:4] or "2025"}
    photographer = people()[nomination.owner].called
    for old, kind, when in ((True, "photo_before", "before"), (False, "photo_after", "after")):
        for number, (scene, seed, view) in enumerate(shown, start=1):
            yield Attachment(kind, f"{nomination.key}-{when}-{number}.jpg", Picture(scene, seed, old),
                             f"{words[view]}, {words[when]}: {place}", years[old], photographer, words["rights"])
    yield Attachment("photo_cover", f"{nomination.key}-cover.jpg", Picture(nomination.scene, nomination.seed),
                     answers["title"], years[False], photographer, words["rights"])
    yield Attachment("drawings", f"{words['plan']}.pdf", Paper("plan", nomination.language, body, place, words["plan"], (), seed=nomination.seed))
    if answers.get("owner_agrees") == "yes":
        yield Attachment("owner_letter", f"{words['owner']}.pdf", _letter(
            nomination, answers["owner"]["name"], place, "owner", (answers["title"], words["owner_text"]), answers["owner"]["name"]))
    if nomination.seed % 20 < 10 and "lead_person" in answers:
        yield Attachment("permits", f"{words['permit']}.pdf", _letter(
            nomination, answers["lead_org"]["name"], place, "permit", (answers["title"], words["permit_text"]), answers["lead_person"]["name"]))
    if nomination.key in WITH_REPORT:
        name = LONG_NAME if nomination.language == "ar" else f"{words['report']}.pdf"
        yield Attachment("report", name, _report(nomination))
    if answers.get("natcom") == "endorses":
        yield _natcom(nomination)


def _of_person(nomination: Nomination) -> Iterator[Attachment]:
    words, answers = WORDS[nomination.language], nomination.answers
    name, where = answers["name_native"], answers["position"]
    yield Attachment("portrait", f"{answers['name_latin']}.jpg", Picture("portrait", nomination.seed, False, 1600, 2000), name, "2025",
                     people()[nomination.owner].called, words["rights"])
    told = tuple(answers[question] for question in ("summary", "excellence", "transmission", "recent_work") if question in answers)
    works = tuple((row["years"], row["title"], row["place"]) for row in answers.get("key_works", ()))
    rows = (("", words["cv"], ""), *works) if works else ()
    yield Attachment("cv", f"CV {answers['name_latin']}.pdf", Paper(
        "cv", nomination.language, name, where, words["cv"], (("", (words["dated"], *told)),), rows=rows, seed=nomination.seed))
    for number, referee in enumerate(answers.get("referees", ()), start=1):
        yield Attachment("ref_letter", f"{words['ref']} {number}.pdf", _letter(
            nomination, referee["body"], words["dated"], "ref", (name, words["ref_text"], answers["summary"]), referee["name"]))
    if nomination.third:
        yield Attachment("consent", f"{words['consent']}.pdf", _letter(
            nomination, name, words["dated"], "consent", (words["consent_text"],), name))
    if answers.get("natcom") == "endorses":
        yield _natcom(nomination)


def _letter(nomination: Nomination, head: str, place: str, heading: str, said: tuple[str, ...], signed: str) -> Paper:
    words = WORDS[nomination.language]
    return Paper("letter", nomination.language, head, place, words[heading], (("", (*said, words["dated"])),), signed,
                 seed=nomination.seed)


def _natcom(nomination: Nomination) -> Attachment:
    words = WORDS[nomination.language]
    return Attachment("natcom_letter", f"{words['natcom']}.pdf", _letter(
        nomination, words["natcom"], words["dated"], "natcom", (nomination.title, words["natcom_text"]), "N. N."))


def _report(nomination: Nomination) -> Paper:
    """Twelve pages or more: a chapter for each long answer, a plate after most of them, the results as a table."""
    words, answers = WORDS[nomination.language], nomination.answers
    told = ("summary", "significance", "threats", "approach", "innovation", "community", "sustainability", "transfer", "difficulties")
    chapters = []
    for number, question in enumerate((question for question in told if question in answers), start=1):
        paragraphs = tuple(part for part in answers[question].split("\n\n") if part)
        chapters.append((f"{number}. {paragraphs[0].split('.')[0][:70]}", paragraphs))
    views = tuple((f"{words[view]}, {words[when]}", ()) for view in ("main", "detail") for when in ("before", "after"))
    pictures = tuple(Picture(scene, seed, old) for scene, seed in ((nomination.scene, nomination.seed), (
        nomination.detail, SHARED_SEED + 1)) for old in (True, False))
    rows = (("", words["before"], words["after"]), *((row["indicator"], row["before"], row["after"]) for row in answers["indicators"]))
    return Paper("report", nomination.language, answers["lead_org"]["name"], answers["place"], f"{words['report']}: {answers['title']}",
                 (*views, *chapters), answers["lead_person"]["name"], rows, pictures, nomination.seed)
