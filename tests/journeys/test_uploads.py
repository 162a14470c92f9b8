"""Files over a bad line, in a real browser: cut, reloaded, the server killed; one refused leaves the others."""

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from nominations.core.tables import Attachment
from tests.support import browser, make_files
from tests.support.browser import PHONE, look_at

LARGE = make_files.picture("PNG", (1400, 1150))
SLOW = 400_000  # bytes a second


@pytest.fixture
def owner(request):
    """Somebody with a nomination of their own, on the server that all share, unless the test has asked for another."""
    if "served" in request.fixturenames:
        return request.getfixturevalue("served").person("owner")
    name = request.node.name.replace("_", " ")  # one long word would be wider than a phone
    return request.getfixturevalue("served_to_all").newcomer(name)


@pytest.fixture
def window(owner, open_window):
    """The owner's page of attachments; some requests of the story fail by intention."""
    def opened(width=PHONE, **options):
        page = open_window(owner.served.url, width, **options)
        page.context.add_cookies([{
            "name": "session", "value": owner.headers["Cookie"].partition("=")[2], "url": owner.served.url,
        }])
        page.goto(f"/pearl-2025/nominations/{owner.nomination}/attachments")
        if options.get("java_script_enabled", True):
            expect(page.locator("#kind-photo .files-coming")).to_be_attached()
        return page

    return opened


def slowly(page: Page, rate: int = SLOW) -> Callable[..., None]:
    """A slow line from now on; what comes back cuts it (True) and mends it (False), or mends it at another rate."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")

    def cut(offline: bool, rate: int = rate) -> None:
        line.send("Network.emulateNetworkConditions", {
            "offline": offline, "latency": 20, "downloadThroughput": -1, "uploadThroughput": rate,
        })

    cut(False)
    return cut


def choose(page: Page, *paths, kind="photo") -> None:
    page.locator(f"#files-{kind}").set_input_files([str(path) for path in paths])
    page.locator(f"form[action$='/attachments/{kind}'] button[type=submit]").click()


def until_some_has_gone(page: Page) -> None:
    for _ in range(100):
        if page.evaluate("document.querySelector('.files-coming progress')?.value ?? 0") > 15:
            return
        page.wait_for_timeout(100)
    raise AssertionError("Nothing goes.")


def list_attachments(owner) -> list[Attachment]:
    with owner.served.database() as session:
        of = select(Attachment).where(Attachment.nomination_id == owner.nomination)
        return session.scalars(of.order_by(Attachment.uploaded_at)).all()


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "صورة القلعة.png"
    path.write_bytes(LARGE)
    return path


def insist_on_it(page, owner):
    expect(page.locator("#kind-photo li.file[id^=file-]")).to_have_count(1, timeout=60_000)
    [row] = list_attachments(owner)
    assert (row.name, row.sha256) == ("صورة القلعة.png", hashlib.sha256(LARGE).hexdigest())
    expect(page.locator("#kind-photo .files-coming li")).to_have_count(0)


def test_a_file_goes_on_by_itself_when_the_line_comes_back(window, owner, large, faults):
    page = window()
    cut = slowly(page)
    choose(page, large)
    until_some_has_gone(page)
    look_at(page, "upload-on-its-way")

    cut(True)
    expect(page.locator(".files-coming .small")).to_have_text(
        "No connection. The upload continues when the connection is back."
    )
    cut(False)

    insist_on_it(page, owner)
    look_at(page, "upload-ready")


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(window, owner, large):
    page = window()
    slowly(page)
    choose(page, large)
    until_some_has_gone(page)
    page.reload()
    expect(page.locator("#kind-photo [data-upload-url]")).to_contain_text(re.compile(r"have arrived"))
    look_at(page, "upload-after-reload")
    seen = []
    page.on("request", lambda request: seen.append(request) if request.method == "PATCH" else None)

    choose(page, large)

    insist_on_it(page, owner)
    assert int(seen[0].headers["upload-offset"]) > 0


def test_a_server_killed_in_between_loses_nothing(served, window, owner, large, faults):
    faults.expect(r"^5\d\d for")
    page = window()
    slowly(page)
    choose(page, large)
    until_some_has_gone(page)

    served.kill()
    expect(page.locator(".files-coming .small")).to_have_text(
        "No connection. The upload continues when the connection is back."
    )
    served.start_again()

    insist_on_it(page, owner)


def test_one_refused_file_leaves_the_others_and_can_be_dismissed(window, owner, tmp_path, faults):
    faults.expect(r"^422 for POST")
    names = {"one.png": make_files.picture("PNG", (200, 150)), "no.exe": b"MZ", "bad.png": b"\x89PNG\r\n\x1a\nno",
             "two.png": make_files.picture("PNG", (220, 150))}
    for name, content in names.items():
        (tmp_path / name).write_bytes(content)
    page = window()

    choose(page, *(tmp_path / name for name in names))

    expect(page.locator("#kind-photo li.file[id^=file-]")).to_have_count(2)
    expect(page.locator("#kind-photo")).to_contain_text("“no.exe” was not accepted.")
    expect(page.locator("#kind-photo li[data-upload-url]")).to_contain_text("“bad.png” was not accepted.")
    assert [row.name for row in list_attachments(owner)] == ["one.png", "two.png"]
    look_at(page, "uploads-some-refused")
    page.locator("#kind-photo li[data-upload-url] button").click()
    expect(page.locator("#kind-photo li[data-upload-url]")).to_have_count(0)


def test_an_upload_is_stopped_by_its_button(window, owner, large):
    page = window()
    slowly(page)
    choose(page, large)
    until_some_has_gone(page)

    page.locator(".files-coming button").click()

    expect(page.locator(".files-coming li")).to_have_count(0)
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#kind-photo [data-upload-url]")).to_have_count(0)
    assert list_attachments(owner) == []


def test_a_dropped_file_is_taken_like_a_chosen_one(window):
    page = window(1280)
    page.evaluate("""async (content) => {
      const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], "dropped.png", { type: "image/png" }));
      document.querySelector("#kind-photo [data-drop]").dispatchEvent(
        new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }""", base64.b64encode(make_files.picture("PNG", (200, 150))).decode())
    page.locator("form[action$='/attachments/photo'] button[type=submit]").click()

    expect(page.locator("#kind-photo li.file[id^=file-]")).to_contain_text("dropped.png")


def test_what_was_being_checked_becomes_ready_on_the_page(clamd, monkeypatch, request, tmp_path):
    """And what is just being written beside it stays, with the cursor in it."""
    clamd.may_answer.clear()
    address = {"NOMINATIONS_SCANNER_URL": f"tcp://127.0.0.1:{clamd.port}"}
    monkeypatch.setattr(browser, "environment", lambda known=browser.environment: known() | address)
    (tmp_path / "fort.png").write_bytes(make_files.picture("PNG", (220, 150)))
    request.getfixturevalue("served")
    page = request.getfixturevalue("window")()
    choose(page, tmp_path / "fort.png")
    row = page.locator("#kind-photo li.file[id^=file-]")
    expect(row.locator(".state")).to_have_text("Checking")
    expect(row.get_by_role("link")).to_have_count(0)
    look_at(page, "upload-being-checked")
    row.get_by_label("Year").fill("1905")

    clamd.may_answer.set()

    expect(row.locator(".state")).to_have_text("Ready", timeout=30_000)
    expect(row.get_by_label("Year")).to_be_focused()
    expect(row.get_by_label("Year")).to_have_value("1905")
    expect(row.locator("img")).to_be_visible()
    expect(page.locator("#checked")).to_have_text("fort.png: Ready")
    look_at(page, "upload-was-checked")


def test_without_script_the_form_does_the_same(window, owner, tmp_path):
    (tmp_path / "plain.png").write_bytes(make_files.picture("PNG", (200, 150)))
    page = window(java_script_enabled=False)

    with page.expect_navigation():
        choose(page, tmp_path / "plain.png")

    expect(page.locator("#kind-photo li.file[id^=file-]")).to_contain_text("plain.png")
    expect(page.locator("#kind-photo li.file[id^=file-]")).to_contain_text("Ready")
    assert [row.name for row in list_attachments(owner)] == ["plain.png"]
