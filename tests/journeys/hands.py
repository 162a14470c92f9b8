"""Steps of a person without a mouse: every control is reached by Tab in the order of the page, or tapped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

# So many stops may lie between two things somebody wants on one page.
PATIENCE = 400

_IS_HERE = "element => element === document.activeElement"
_CAN_BE_SEEN = """element => {
  const box = element.getBoundingClientRect();
  const shown = element.labels?.[0]?.getBoundingClientRect() ?? box;
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
    || shown.bottom > 0 && shown.top < innerHeight;
}"""


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus, and check that the focus is visible."""
    expect(wanted).to_have_count(1)
    element = wanted.element_handle()
    for _ in range(PATIENCE):
        if element.evaluate(_IS_HERE):
            assert element.evaluate(_CAN_BE_SEEN), f"The focus on {wanted} is outside the window of {page.url}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted} on {page.url}")


def into_the_page(page: Page) -> None:
    """Skip the header: the first element with focus on every page is the link to its content."""
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def follow(page: Page, wanted: Locator) -> None:
    """Reach a link or a button, press Enter, and wait for the next page."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def touch(page: Page, wanted: Locator) -> None:
    """Tap a link or a button, and wait for the next page."""
    with page.expect_navigation():
        wanted.tap()


def write(page: Page, box: Locator, text: str) -> None:
    """What stands there is replaced by what comes from the keyboard of the phone, which sends whole words."""
    reach(page, box)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def choose(page: Page, name: str, value: str) -> None:
    """Take one of several radio buttons: Tab to the group, arrows inside it."""
    group = page.locator(f"[name='{name}']")
    wanted = page.locator(f"[name='{name}'][value='{value}']")
    for _ in range(PATIENCE):
        if page.evaluate("name => document.activeElement.name === name", name):
            break
        page.keyboard.press("Tab")
    for _ in range(group.count() + 1):
        page.keyboard.press("Space")
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The keyboard does not take {value} of {name} on {page.url}")


def pick(page: Page, box: Locator, value: str) -> None:
    """Take one entry of a closed list by its arrows."""
    reach(page, box)
    here, there = box.evaluate(
        "(box, value) => [box.selectedIndex, [...box.options].findIndex(each => each.value === value)]", value
    )
    assert there >= 0, f"{value} is not offered by {box}"
    for _ in range(abs(there - here)):
        page.keyboard.press("ArrowDown" if there > here else "ArrowUp")
    expect(box).to_have_value(value)


def tick(page: Page, box: Locator) -> None:
    """Tick a box, if it is not."""
    reach(page, box)
    if not box.is_checked():
        page.keyboard.press("Space")
    expect(box).to_be_checked()


def bring(page: Page, box: Locator, path: Path) -> None:
    """Choose a file: the space bar on the field opens the device's own list, on a busy machine at the second press."""
    for left in (2, 1, 0):
        reach(page, box)
        try:
            with page.expect_file_chooser(timeout=8_000) as chooser:
                page.keyboard.press("Space")
            break
        except TimeoutError:
            if not left:
                raise
    chooser.value.set_files(path)


def fill_in(page: Page, answers: Mapping[str, Any]) -> None:
    """Fill the form of a section from its top to its end; `answers` as a nomination keeps them."""
    for name, answer in flat(answers).items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("field => field.type")
        if kind == "radio":
            choose(page, name, answer)
        elif kind == "checkbox":
            for choice in answer:
                tick(page, page.locator(f"[name='{name}'][value='{choice}']"))
        elif kind == "select-one":
            pick(page, field, answer)
        else:
            write(page, field, answer)


def flat(answers: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The names of the fields, as a page draws them, with what belongs there."""
    fields: dict[str, Any] = {}
    for key, answer in answers.items():
        name = f"{before}{key}"
        if isinstance(answer, Mapping):
            fields |= flat(answer, f"{name}.")
        elif isinstance(answer, list) and answer and isinstance(answer[0], Mapping):
            for row, parts in enumerate(answer):
                fields |= flat(parts, f"{name}.{row}.")
        else:
            fields[name] = answer
    return fields
