"""Renders the gallery and the error pages by the real Jinja environment, with invented texts in three languages."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from nominations.core import language
from nominations.core.rules.text.words import LocalizedText
from nominations.web.frame import AccountMenu, Demonstration, Frame, LanguageLink, Link, Notice, RoleChoice

HERE = Path(__file__).parent
PAGES = ("gallery.html.jinja", "gallery_desk.html.jinja", "gallery_table.html.jinja")
ERRORS = ("400", "403", "404", "405", "409", "late", "408", "413", "429", "500", "503", "507")
NOW = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
CLOSE = datetime(2025, 11, 30, 23, 0, tzinfo=UTC)

EN = {
    "title": "The caravanserai at Ağdərə, stone by stone",
    "lead": "Tell us what was done, by whom, and what stands there today. Two or three sentences are enough here.",
    "text": "The roof had fallen in by 1974.\nTwo masons stayed.\n\nBetween 2016 and 2021 the arches were rebuilt "
    "in the old lime, with forty apprentices from the valley.",
    "city": "Rabat", "progress": "3 of 8 sections complete", "saved": "Saved 14:02",
    "wrong": "Enter an address such as name@example.org.",
    "steps": ["Received", "Eligibility check", "Review by the jury"],
    "sections": ["1. The project", "2. Its people", "Nominations"],
    "words": ["Title of the project", "Who carried it out", "What was done", "Funding"],
    "states": ["Completed", "In progress", "Not started", "Waiting for a reply", "There is a problem", "Ready"],
    "acts": ["Save and continue", "Save and return to the list", "Withdraw nomination", "Discard"],
}
FR = EN | {
    "title": "Le caravansérail d’Ağdərə, pierre à pierre",
    "lead": "Dites ce qui a été fait, par qui, et ce qui s’y trouve aujourd’hui. Deux ou trois phrases suffisent ici.",
    "words": ["Titre du projet", "Qui l’a réalisé", "Ce qui a été fait", "Financement"],
}
AR = EN | {
    "title": "خان القوافل في آغدره، حجراً حجراً",
    "lead": "اذكر ما أُنجز ومن أنجزه وما يقوم هناك اليوم؛ تكفي هنا جملتان أو ثلاث.",
    "text": "انهار السقف سنة 1974.\nوبقي بنّاءان.\n\n"
    "بين 2016 و2021 أُعيد بناء الأقواس بالجير القديم مع أربعين متدرباً من الوادي.",
    "city": "الرباط", "progress": "اكتملت 3 أقسام من 8", "saved": "حُفظ في 14:02",
    "wrong": "اكتب عنواناً مثل name@example.org.",
    "steps": ["وصل الملف", "فحص الأهلية", "تقييم لجنة التحكيم"],
    "sections": ["1. المشروع", "2. القائمون عليه", "الترشيحات"],
    "words": ["عنوان المشروع", "من نفّذه", "ما الذي أُنجز", "التمويل"],
    "states": ["مكتمل", "قيد الإنجاز", "لم يبدأ", "بانتظار طرف آخر", "توجد مشكلة", "جاهز"],
    "acts": ["حفظ ومتابعة", "حفظ والعودة إلى القائمة", "سحب الترشيح", "حذف"],
}
SAMPLES = {"en": EN, "fr": FR, "ar": AR}
AWARDS = {
    "en": "The Harbour Heritage Award", "fr": "Prix du patrimoine portuaire", "ar": "جائزة الميناء للتراث",
}
BANDS = [
    SimpleNamespace(low=low, high=high, text=LocalizedText({"en": text})) for low, high, text in (
        (0, 2, "Little or nothing is shown; claims stand without evidence."),
        (3, 5, "Some of it is shown, with gaps that matter."),
        (6, 8, "Clearly shown, with evidence from more than one side."),
        (9, 10, "Exemplary: others would travel to learn from it."),
    )
]


def frame(spoken: str) -> Frame:
    """The frame of a signed-in reviewer in a demonstration, every part of it filled."""
    sample = SAMPLES[spoken]
    return Frame(
        language=spoken, direction=language.direction(spoken),
        languages=tuple(LanguageLink(code, name, f"?lang={code}") for code, name in language.NAMES.items()),
        nonce="nonce", referrer_policy="same-origin", award_name=AWARDS[spoken], edition=None,
        zone="Africa/Casablanca", second_zone=None, contact="award@example.org", now=NOW, actor=None,
        session_ends=None, home_url="/", sign_in_url="/here",
        navigation=tuple(Link(word, "/here", i == 1) for i, word in enumerate(sample["sections"])),
        account_menu=AccountMenu(
            name="Ləman Əliyeva", role="reviewer",
            roles=(RoleChoice("reviewer", "reviewer", True), RoleChoice("applicant", "applicant", False)),
            switch_url="/here", links=(Link("Account", "/here"),), sign_out_url="/here",
        ),
        footer_links=tuple(Link(word, "/here") for word in sample["words"]),
        notices=(Notice("success", AWARDS[spoken]),),
        demonstration=Demonstration(NOW, "Africa/Casablanca", "call", (Link("Letters", "/here"),)),
    )


def render(template: str, spoken: str, **more: object) -> str:
    """One page of the gallery as HTML, in the language `spoken`."""
    jinja = language.make_jinja(HERE)
    jinja.globals.update(
        static=lambda name: f"/static/{name}", csrf_token=lambda: "token",
        url_for=lambda *_, **__: "/here", can=lambda *_, **__: True,
    )
    context = {
        "sample": SAMPLES[spoken], "frame": frame(spoken), "now": NOW, "close": CLOSE, "bands": BANDS,
        "picture": "/static/ornament/icon.svg",
        "errors": [(name, SAMPLES[spoken]["wrong"]) for name in ("email", "state") if template == PAGES[0]],
        "received_at": CLOSE.replace(minute=3), "closes_at": CLOSE, "last_submission": None, "nomination_url": "/here",
        "reason": None, "number": "7f3a91",
    }
    with language.use_language(spoken):
        return jinja.get_template(template).render(context | more)
