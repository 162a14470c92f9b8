"""The story of a panel: eight are invited and say yes, two conflicts are found, a plan is made, changed, published,
and mended when somebody steps aside.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import HERE, LANGUAGES, check_page, enter, leave, press, seen_on_a_phone, visit
from tests.journeys.test_secretariat import DESK, HEAD, REASON

# Name, country, whom they work with: the third and the fourth know somebody who applies, spelt in another script.
READERS = (
    ("Aynur Sanduq", "AZ", ""), ("Bilal Warraq", "MA", ""), ("Chafia Lawh", "DZ", "Fatoumata Kountaré"),
    ("Daud Kitab", "ID", "Фатумата Кунтаре"), ("Eldar Tikme", "KZ", ""), ("Faiza Qamari", "EG", ""),
    ("Gulnar Shebeke", "UZ", ""), ("Hamid Zulayj", "JO", ""),
)
# A file that one of these reviewers is proposed for, and somebody who is free to read it instead.
FREE_BESIDE = """(names) => {
  const heads = [...document.querySelectorAll("#board thead th")].map((each) => each.querySelector("bdi")?.textContent);
  for (const row of document.querySelectorAll("#board tbody tr")) {
    const cells = [...row.children];
    const free = cells.findIndex((each) => each.textContent.includes("○"));
    const own = names.map((name) => cells[heads.indexOf(name)]).find((each) => each?.textContent.includes("◇"));
    if (own && free > 0) return [own.querySelector("a").href, heads[free]];
  }
  throw new Error(`nobody can stand in for any of ${names}`);
}"""
HEADS = "mail;name;languages;expertise;nationalities;country;collaborators;most_files"


def mail(name: str) -> str:
    return f"{name.partition(' ')[0].casefold()}@readers.example"


def table() -> bytes:
    """Seven of the eight: the first is invited by hand."""
    rows = [
        f'{mail(name)};{name};"ar: fluent; en: native; fr: fluent";"{{theme}}: 3";{land};{land};{knows};90'
        for name, land, knows in READERS[1:]
    ]
    return "\n".join([HEADS, *rows, "nobody;Nobody;;;;;;"]).encode("utf-8-sig")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_panel_is_invited_routed_and_mended(journey, language):
    page = journey("review")
    enter(page, HEAD, "head", language)
    invite(page, language)
    for name, *_ in READERS:
        accept(page, name, language)

    enter(page, HEAD, "head", language)
    decide_what_was_found(page, language)
    assignments, readers = propose(page, language)
    change_by_hand(page, readers[:-1], language)
    publish(page, language, "published-plan")

    reference = step_aside(page, readers[-1], language)
    enter(page, HEAD, "head", language)
    mend(page, assignments, reference, language)
    publish(page, language, "published-repair")
    visit(page, f"{DESK}/progress")
    expect(page.locator("#days tbody tr").first).to_be_visible()
    check_page(page, language, "progress")
    seen_on_a_phone(page, language, "progress")


def invite(page: Page, language: str) -> None:
    """One by hand with nothing known of them, seven by a table that tells of a line which cannot be taken."""
    visit(page, f"{DESK}/people")
    check_page(page, language, "people")
    seen_on_a_phone(page, language, "people")
    page.locator("#invite_email").fill(mail(READERS[0][0]))
    page.locator("#invite_name").fill(READERS[0][0])
    press(page, "/people/invitations")

    visit(page, f"{DESK}/people/table")
    theme = page.locator("#themes tbody th").first.inner_text()
    check_page(page, language, "people-table")
    seen_on_a_phone(page, language, "people-table")
    page.locator("input[type=file]").set_input_files(
        {"name": "readers.csv", "mimeType": "text/csv", "buffer": table().replace(b"{theme}", theme.encode())})
    press(page, "/people/table")
    expect(page.locator("#rows tbody tr")).to_have_count(8)
    expect(page.locator("#rows input[name=line]:checked")).to_have_count(7)
    check_page(page, language, "people-changes")
    seen_on_a_phone(page, language, "people-changes")
    leave(page, page.locator("main form button.button-primary, main form button.button").last)
    expect(page.locator(".notice-success").first).to_be_visible()
    check_page(page, language, "people-applied")


def accept(page: Page, name: str, language: str) -> None:
    """The invited person follows the link of their letter and says yes."""
    page.context.clear_cookies()
    visit(page, f"/demonstration/letters?lang={language}")
    row = page.locator("#letters tbody tr").filter(has_text=mail(name))
    visit(page, row.first.locator("th a").get_attribute("href"))
    link = page.locator("a[href*='/reviewing/']").first.get_attribute("href")
    visit(page, re.sub(r"lang=\w\w", f"lang={language}", link))
    if name == READERS[0][0]:
        check_page(page, language, "invitation")
        seen_on_a_phone(page, language, "invitation")
    page.locator("input[name=answer][value=accept]").check()
    leave(page, page.locator("main form button[type=submit]").first)


def decide_what_was_found(page: Page, language: str) -> None:
    """Both spellings of one name are found; one is a conflict, the other is somebody of the same name."""
    visit(page, f"{DESK}/conflicts")
    check_page(page, language, "conflicts")
    seen_on_a_phone(page, language, "conflicts")
    for name, decision in ((READERS[2][0], "confirm"), (READERS[3][0], "clear")):
        visit(page, f"{DESK}/conflicts")
        page.locator("select[name=of]").select_option(label=name)
        leave(page, page.locator("form.filter button").first)
        row = page.locator("#pairs tbody tr").filter(has_text=name).first
        expect(row).to_be_visible()
        for box in page.locator("#pairs tbody tr").filter(has_text=name).locator("input[name=finding]").all():
            box.check()
        page.locator(f"input[name=decision][value={decision}]").check()
        page.locator("#reason").fill(REASON[language])
        press(page, "/conflicts/found")
        expect(page.locator(".notice-success").first).to_be_visible()
    check_page(page, language, "conflicts-decided")


def propose(page: Page, language: str) -> tuple[str, list[str]]:
    """A fourth reader for every file, by the optimiser; taken over. Where the round's assignments are, and which of
    the new readers got a file.
    """
    visit(page, f"{DESK}/assignments")
    check_page(page, language, "board")
    plans = page.locator("a[href$='/plans']").first.get_attribute("href")
    visit(page, plans)
    check_page(page, language, "plans")
    form = page.locator("form:has(input[name=seed])")
    form.locator("[name=reviews]").fill("4")
    form.locator("[name=countries]").uncheck()
    form.locator("[name=regions]").uncheck()
    leave(page, form.get_by_role("button"))
    expect(page.locator("form[action$='/take-over'] button")).to_be_visible(timeout=60_000)
    check_page(page, language, "proposal")
    seen_on_a_phone(page, language, "proposal")
    added = page.locator("#added").inner_text()
    readers = [name for name, *_ in READERS if name in added]
    assert len(readers) > 1, added
    take_over(page, language)
    check_page(page, language, "board-proposed")
    seen_on_a_phone(page, language, "board-proposed")
    return plans.removesuffix("/plans"), readers


def take_over(page: Page, language: str) -> None:
    """Take a plan over; where a pair in it is doubtful, with a reason."""
    if page.locator("textarea[name=reason]").count():
        page.locator("textarea[name=reason]").fill(REASON[language])
    press(page, "/take-over")


def change_by_hand(page: Page, readers: list[str], language: str) -> None:
    """Another reader in the place of one that was proposed; the page tells what that costs."""
    address, other = page.evaluate(FREE_BESIDE, readers)
    visit(page, address)
    check_page(page, language, "change-by-hand")
    page.locator("#by").select_option(label=other)
    page.locator("#reason").fill(REASON[language])
    leave(page, page.locator("button[name=act][value=replace]"))
    expect(page.locator(".notice-success")).to_be_visible()


def publish(page: Page, language: str, name: str) -> None:
    visit(page, f"{DESK}/assignments")
    visit(page, page.locator("a[href$='/publication']").first.get_attribute("href"))
    check_page(page, language, f"{name}-check")
    press(page, "/publication")
    check_page(page, language, name)


def step_aside(page: Page, reader: str, language: str) -> str:
    """One of the new readers has an interest in the first file they got: its reference."""
    enter(page, reader, "reviewer", language)
    visit(page, f"{HERE}/review/undertaking")
    leave(page, page.locator("main form[action$='/undertaking'] button").first)
    visit(page, f"{HERE}/review/")
    first = page.locator("#files tbody th").first
    reference = re.search(r"NHA-2025-[PI]-\d{4}", first.inner_text())[0]
    leave(page, first.get_by_role("link"))
    page.locator("input[name=answer][value=real]").check()
    kind = page.locator("input[name=kind], select[name=kind]").first
    if kind.evaluate("each => each.tagName") == "SELECT":
        kind.select_option(index=1)
    else:
        kind.check()
    page.locator("textarea[name=words]").fill(REASON[language])
    press(page, "/declaration")
    visit(page, f"{HERE}/review/")
    expect(page.locator("main")).not_to_contain_text(reference)
    return reference


def mend(page: Page, assignments: str, reference: str, language: str) -> None:
    """The fewest changes fill the place; the moves are read before they are made."""
    visit(page, f"{assignments}/plans")
    form = page.locator("form:has(input[name=kind][value=repair])")
    form.locator("[name=countries]").uncheck()
    form.locator("[name=regions]").uncheck()
    expect(form.locator("#repair-reviews")).to_have_value("4")
    leave(page, form.get_by_role("button"))
    expect(page.locator("form[action$='/take-over'] button")).to_be_visible(timeout=60_000)
    expect(page.locator("#added")).to_contain_text(reference)
    expect(page.locator("#dropped")).to_have_count(0)
    check_page(page, language, "repair")
    seen_on_a_phone(page, language, "repair")
    take_over(page, language)
