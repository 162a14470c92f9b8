"""The whole way of an applicant on a phone: from the self-check to a receipt that anybody can verify.

The network is cut twice, once while text is saved and once while a file goes up, and the server is restarted once.
Nobody has a mouse: what is not touched with a finger is reached by the keyboard. `make pictures` plays it in English
too, and keeps what it sees for the documentation.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from nominations.demo.content import DECLARATIONS, nominations
from tests.journeys import hands
from tests.journeys.steps import HERE, check_page, paper
from tests.journeys.test_uploads import until_some_has_gone
from tests.support import make_files
from tests.support.browser import DESK, PHONE, PICTURES, Server, picture, start
from tests.support.slow_line import Line

ADDRESS = "on.the.phone@example.org"
TOUCH = {"has_touch": True, "is_mobile": True}
LANGUAGES = ("ar", "en") if PICTURES else ("ar",)
# What the documentation shows of the story, and how wide.
PICTURED = {
    "ar": {"self-check-result": (PHONE,), "section-without-connection": (PHONE,), "upload-waits": (PHONE,),
           "receipt": (PHONE, DESK)},
    "en": {"task-list": (DESK,), "section-without-connection": (PHONE,), "upload-waits": (DESK,), "receipt": (PHONE,),
           "document": (PHONE,)},
}
# What of a long page the picture is of.
MEANT = {"receipt": ".proof"}


@dataclass(frozen=True)
class Words:
    """Whose answers are given, under which name, and what the pages say meanwhile."""

    likeness: str
    name: str
    latin: str
    may_apply: str
    saved: str
    cut: str
    waits: str


WORDS = {
    "ar": Words(
        "salima-al-tarhuniya", "سلمى الساحلية", "Salma al-Sahiliya", "يمكنك تقديم ترشيح", "حُفظ في",
        "لم يُحفظ: لا يوجد اتصال. توجد نسخة على هذا الجهاز.", "لا يوجد اتصال. يتابع الرفع عند عودة الاتصال.",
    ),
    "en": Words(
        "mariama-kanneh", "Mariama Sahilko", "Mariama Sahilko", "You can apply", "Saved",
        "Not saved: no connection. A copy is on this device.",
        "No connection. The upload continues when the connection is back.",
    ),
}


class Applicant:
    """Somebody with a phone, the page on it, and what they want to say, section by section."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language, self.words = page, language, WORDS[language]
        nomination = nominations()[self.words.likeness]
        sections = ("nomination", "nominee", "achievement", "record")
        self.answers = {key: dict(nomination.section(key)) for key in sections}
        self.answers["nomination"]["nominator"] |= {"name": self.words.name, "email": ADDRESS}
        self.answers["nominee"] |= {"name_latin": self.words.latin, "name_native": self.words.name}
        for key in ("nationality", "work_countries"):  # a box for each country; two stand ready
            self.answers["nominee"][key] = dict(enumerate(self.answers["nominee"][key][:2]))

    def sees(self, name: str) -> None:
        """The page stands what each page must stand."""
        check_page(self.page, self.language, f"phone-{name}")
        if PICTURES:
            for width in PICTURED[self.language].get(name, ()):
                self.page.set_viewport_size({"width": width, "height": {PHONE: 844, DESK: 860}[width]})
                if name in MEANT:
                    self.finds(MEANT[name]).evaluate("part => part.scrollIntoView({block: 'center'})")
                picture(self.page, f"{name}-{self.language}-{width}")
            self.page.set_viewport_size({"width": PHONE, "height": 844})

    def arrives(self, name: str) -> None:
        """The same on a new page; then on to its content."""
        self.page.wait_for_load_state("networkidle")
        self.sees(name)
        self.begins()

    def begins(self) -> None:
        """To the content of a page whose modules have come."""
        self.page.wait_for_load_state("networkidle")
        hands.into_the_page(self.page)

    def finds(self, where: str) -> Locator:
        return self.page.locator(f"main {where}")

    def writes(self, section: str, *keys: str) -> None:
        answers = self.answers[section]
        hands.fill_in(self.page, {key: answers[key] for key in keys or answers})

    def follows(self, where: str) -> None:
        hands.follow(self.page, self.finds(where))

    def touches(self, where: str) -> None:
        hands.touch(self.page, self.finds(where).first)

    def is_told(self, line: str | re.Pattern[str], **patience: float) -> None:
        expect(self.finds("[data-save-line]")).to_have_text(line, **patience)

    @property
    def saved(self) -> re.Pattern[str]:
        return re.compile(rf"^{self.words.saved} \d\d:\d\d$")


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_self_check_to_a_receipt_that_anybody_can_verify(
    serve, open_window, line_to, restart, tmp_path, language
):
    server = serve("call")
    line = line_to(server.url)
    applicant = Applicant(open_window(line.url, PHONE, **TOUCH), language)

    the_self_check(applicant)
    an_account(applicant)
    two_sections_while_the_line_breaks(applicant)
    two_more_while_the_server_restarts(applicant, server, restart)
    files_while_the_line_breaks(applicant, line, tmp_path)
    code, receipt = handed_in(applicant, tmp_path)

    anybody = Applicant(open_window(server.url, PHONE, **TOUCH), language)
    checked_by(anybody, code, receipt)
    expect(anybody.page.locator("main")).not_to_contain_text(applicant.words.latin)


def the_self_check(she: Applicant) -> None:
    she.page.goto(f"{HERE}/?lang={she.language}")
    she.sees("call")
    she.touches("a[href$='/before-you-start']")
    she.sees("before-you-start")
    she.touches("a[href$='/questions/individual']")
    she.sees("questions")
    she.page.go_back()
    hands.into_the_page(she.page)
    she.follows("a[href$='/eligibility/individual']")
    she.arrives("self-check")
    she.follows("a.button-primary")
    answers: dict[str, Any] = {"tangible": "yes", **she.answers["nominee"], **she.answers["nomination"]}
    asked = ("tangible", "nationality", "birth_year", "years_active", "work_countries", "nomination_kind")
    for number, key in enumerate(asked, 1):
        if number > 2:  # one of each sort was looked at, and test_proof looks at all
            she.begins()
        else:
            she.arrives(f"self-check-{number}")
        hands.fill_in(she.page, {key: answers[key]})
        she.follows("form[data-once] button.button-primary")
    expect(she.page.locator("h1")).to_have_text(she.words.may_apply)
    she.arrives("self-check-result")
    she.follows("a.button-primary")


def an_account(she: Applicant) -> None:
    """The way to a nomination leads over the page to sign in, and goes on after it."""
    page = she.page
    she.arrives("sign-in")
    hands.write(page, page.locator("#email"), ADDRESS)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    she.arrives("code")
    mails = page.context.new_page()
    mails.goto("/demonstration/letters")
    hands.touch(mails, mails.get_by_role("row").filter(has_text=ADDRESS).get_by_role("link"))
    code = re.search(r"\b(\d{6})\b", mails.locator("article.letter").inner_text())[1]
    mails.close()
    hands.write(page, page.locator("#code"), code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    she.arrives("start")
    expect(page.locator("[name=category][value=individual]")).to_be_checked()
    she.follows("button.button-primary")


def two_sections_while_the_line_breaks(she: Applicant) -> None:
    """Her words stay on the phone, and go when the line is back."""
    page = she.page
    she.sees("task-list")
    she.touches("a[href*='/sections/nomination']")
    she.arrives("section")
    she.writes("nomination")
    she.is_told(she.saved)
    she.sees("section-saved-by-itself")
    she.follows("button[name=_continue]")

    she.arrives("nominee")
    she.writes("nominee", "name_latin", "name_native")
    page.context.set_offline(True)
    she.writes("nominee", "position")
    she.is_told(she.words.cut)
    she.sees("section-without-connection")
    page.context.set_offline(False)
    she.is_told(she.saved)
    page.reload()
    she.arrives("nominee-again")
    expect(page.locator("[name=position]")).to_have_value(she.answers["nominee"]["position"])
    she.writes("nominee")
    she.follows("button[name=_continue]")


def two_more_while_the_server_restarts(she: Applicant, server: Server, restart: Callable[[Server], None]) -> None:
    """She goes on writing while it is down; when it is up again, her words arrive."""
    she.arrives("achievement")
    server.stop()
    she.writes("achievement", "summary")
    she.is_told(she.words.cut)
    restart(server)
    she.is_told(she.saved, timeout=40_000)
    page = she.page
    page.reload()
    she.arrives("achievement-again")
    expect(page.locator("[name=summary]")).to_have_value(she.answers["achievement"]["summary"])
    she.writes("achievement")
    hands.choose(page, "_done", "yes")
    she.follows("button[name=_continue]")
    she.arrives("record")
    she.writes("record")
    she.follows("button[name=_continue]")


def files_while_the_line_breaks(she: Applicant, line: Line, folder: Path) -> None:
    """A large picture goes on where it stopped; a curriculum and two letters follow it."""
    she.page.wait_for_load_state("networkidle")
    she.sees("attachments")
    line.slow(200_000)
    path = folder / "صورتي على الساحل.png"
    attach(she, "portrait", path, make_files.picture("PNG", (1300, 1100)))
    until_some_has_gone(she.page)
    she.sees("upload-on-its-way")
    line.cut()
    expect(she.finds("#kind-portrait .files-coming .small")).to_have_text(she.words.waits)
    she.sees("upload-waits")
    parts: list[Request] = []
    she.page.on("request", lambda request: parts.append(request) if request.method == "PATCH" else None)
    line.slow(0)
    line.mend()
    expect(she.finds("#kind-portrait li.file[id^=file-]")).to_have_count(1, timeout=30_000)
    assert 0 < int(parts[0].headers["upload-offset"]) < path.stat().st_size
    expect(she.finds("#kind-portrait [data-lacks]")).to_have_text("")
    expect(she.finds("#kind-portrait form[data-parts]")).to_be_hidden()
    expect(she.finds("#kind-portrait")).to_be_focused()
    for number, kind in enumerate(("cv", "ref_letter", "ref_letter")):
        attach(she, kind, folder / f"{kind} {number}.pdf", make_files.pdf(pages=1 + number))
        expect(she.finds(f"#kind-{kind} li.file[id^=file-]")).to_have_count(max(number, 1))
    she.sees("attachments-there")


def attach(she: Applicant, kind: str, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    hands.bring(she.page, she.finds(f"#files-{kind}"), path)
    hands.reach(she.page, she.finds(f"form[action$='/attachments/{kind}'] button[type=submit]"))
    she.page.keyboard.press("Enter")


def handed_in(she: Applicant, folder: Path) -> tuple[str, Path]:
    """She reads it once more, declares and signs; the code on the receipt, and the receipt as a file."""
    she.touches("a[href$='/check']")
    she.arrives("check")
    expect(she.finds("#stops")).to_have_count(0)
    for key in DECLARATIONS:
        hands.tick(she.page, she.finds(f"[name='declaration.{key}']"))
    hands.write(she.page, she.finds("[name=typed_name]"), she.words.name)
    she.follows("form[action$='/submit'] button.button-primary")
    expect(she.page).to_have_url(re.compile("/receipt"))
    she.sees("receipt")
    expect(she.finds("dl.summary")).to_contain_text(she.words.latin)
    code, receipt = she.finds(".proof-code code").inner_text(), folder / "receipt.pdf"
    she.touches("form[action$='/papers/receipt'] button")
    receipt.write_bytes(paper(she.page, she.language, "phone-receipt-paper"))
    return code, receipt


def checked_by(anybody: Applicant, code: str, receipt: Path) -> None:
    """Somebody without an account, with the paper in hand."""
    page = anybody.page
    page.goto(f"{HERE}/?lang={anybody.language}")
    hands.touch(page, page.locator("footer a[href*='/check']"))
    anybody.arrives("ask-code")
    hands.write(page, page.locator("#code"), code.lower().replace("-", " "))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    anybody.arrives("document")
    expect(page.locator(".notice-success")).to_be_visible()
    hands.bring(page, page.locator("#fingerprint-file"), receipt)
    expect(page.locator("#sha256")).not_to_have_value("")
    anybody.follows("[data-fingerprint] button[type=submit]")
    expect(page.locator("#compare .notice-success")).to_be_visible()
    anybody.sees("document-itself")


@pytest.fixture
def restart(tmp_path) -> Iterator[Callable[[Server], None]]:
    """Start a stopped server again, on the same port and over the same data."""
    again: list[Server] = []
    yield lambda old: again.append(start(old.data, tmp_path / "again.log", int(old.url.rpartition(":")[2])))
    for server in again:
        server.stop()
