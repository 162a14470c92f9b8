"""The offline sheet: out, changed without a connection, back row by row; nothing is saved before it is applied."""

import io
import zipfile
from dataclasses import asdict
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy import select, update

from nominations.core.tables import Assessment, AssessmentVersion, Mark, Round, SheetImport
from nominations.reviewing.queries.offline import load_lines
from nominations.reviewing.rules.cards import TypedCard
from nominations.reviewing.services import offline
from nominations.reviewing.steps import score_cards
from tests.screening.test_races import at_once
from tests.support import hostile_texts, make, reviewing


@pytest.fixture
def files(world):
    """Three files on the desk of `assigned`, by reference."""
    return [world.nomination("eligible"), *reviewing.more_files(world, 2)]


def download(browse, language="en"):
    page = browse("assigned", "reviewer.desk")
    answer = page.client.get(f"/pearl-2025/review/sheet/file?lang={language}")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def fill_row(book, row=3, page=1, **values):
    sheet = book.worksheets[page]
    names = {cell.value: cell.column for cell in sheet[1]}
    for name, value in values.items():
        sheet.cell(row, names[name.replace("__", "-")]).value = value
    return book


def upload(browse, book, person="assigned"):
    content = book
    if not isinstance(book, bytes):
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    return browse(person, "reviewer.sheet").press("See what would change", files={"sheet": ("sheet.xlsx", content)})


def states(page):
    return page.texts("tbody .state")


def cards(world):
    with world.session() as session:
        return session.scalars(select(Assessment)).all()


FULL = {
    "score__quality": 7, "score__impact": 8, "score__example": 6, "comment": reviewing.COMMENT, "strength": "Care.",
    "weakness": "Upkeep.", "recommendation": "Shortlist", "confidence": "Very sure", "needs_visit": "Yes",
}


def test_the_workbook_has_instructions_and_a_locked_row_for_each_file(browse, world, files):
    book = download(browse)

    assert [sheet.title for sheet in book.worksheets] == ["How it works", "Projects"]
    sheet = book.worksheets[1]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == [file.reference for file in files]
    names = [cell.value for cell in sheet[1]]
    assert sheet.protection.sheet
    assert sheet.cell(3, names.index("title") + 1).protection.locked
    assert not sheet.cell(3, names.index("score-quality") + 1).protection.locked
    hidden = sheet.column_dimensions[openpyxl.utils.get_column_letter(names.index("edition") + 1)]
    assert (hidden.hidden, hidden.max - hidden.min + 1, names[-1]) == (True, 6, "seal")
    assert not sheet.sheet_view.rightToLeft


def test_the_workbook_speaks_arabic_and_runs_from_right_to_left(browse, world, files):
    book = download(browse, "ar")

    assert book.worksheets[1].sheet_view.rightToLeft
    heads = [cell.value for cell in book.worksheets[1][2]]
    assert "Quality (ع)" in heads[3]


def test_a_sheet_that_nobody_changed_changes_nothing(browse, world, files):
    browse("assigned", "reviewer.file", nomination_id=files[0].id).press("Submit the review", reviewing.FULL)

    page = upload(browse, download(browse))

    assert states(page) == ["Unchanged"] * 3
    assert "There is nothing to apply." in page.text("main")


TEN_BY_TEN = [list(hostile_texts.KEPT)[start:start + 10] for start in range(0, len(hostile_texts.KEPT), 10)]


@pytest.mark.parametrize("names", TEN_BY_TEN, ids=range(len(TEN_BY_TEN)))
def test_words_come_back_as_they_went_out(browse, world, names):
    """Each text on a row of its own, where a row that came back otherwise would say so."""
    files = [world.nomination("eligible"), *reviewing.more_files(world, len(names) - 1)]
    for file, name in zip(files, names, strict=True):
        card = {"comment": hostile_texts.KEPT[name], "reason-quality": hostile_texts.KEPT[name]}
        browse("assigned", "reviewer.file", nomination_id=file.id).press("Save", card)

    page = upload(browse, download(browse))

    assert dict(zip(names, states(page), strict=True)) == dict.fromkeys(names, "Unchanged")
    assert len(cards(world)) == len(names)


def test_new_scores_are_shown_first_and_saved_when_they_are_applied(browse, world, files):
    page = upload(browse, fill_row(download(browse), **FULL))

    assert states(page) == ["New", "Unchanged", "Unchanged"]
    assert cards(world) == []
    page = page.press("Apply the ticked rows")
    assert page.status == 200
    card = cards(world)[0]
    assert (card.state, str(card.total), card.comment) == ("draft", "71.000000", reviewing.COMMENT)


def test_complete_cards_are_submitted_where_their_reviewer_says_so(browse, world, files):
    page = upload(browse, fill_row(fill_row(download(browse), **FULL), row=4, score__quality=3))

    page.press("Apply the ticked rows", {"submit": "yes"})

    assert sorted(card.state for card in cards(world)) == ["draft", "submitted"]


def test_a_submitted_card_stays_submitted_when_a_typo_is_mended_offline(browse, world, files):
    upload(browse, fill_row(download(browse), **FULL)).press("Apply the ticked rows", {"submit": "yes"})
    mended = reviewing.COMMENT.replace(" ", "  ", 1)

    page = upload(browse, fill_row(download(browse), comment=mended))
    assert "Your review stays submitted." in page.text("tbody")
    page.press("Apply the ticked rows")

    assert [(card.state, card.comment) for card in cards(world)] == [("submitted", mended)]


def test_a_row_that_would_make_a_submitted_card_a_draft_is_not_ticked_and_says_so(browse, world, files):
    upload(browse, fill_row(download(browse), **FULL)).press("Apply the ticked rows", {"submit": "yes"})

    page = upload(browse, fill_row(download(browse), score__quality=None))
    assert "Your submitted review would become a draft" in page.text("tbody")
    page.press("Apply the ticked rows", {"submit": "yes"})
    assert [card.state for card in cards(world)] == ["submitted"]
    reviewing.send(page, page.url, {"row": "3"})
    assert [card.state for card in cards(world)] == ["submitted"]

    reviewing.send(page, page.url, {"over": "3"})
    assert [card.state for card in cards(world)] == ["draft"]


def test_what_is_not_ticked_is_not_saved(browse, world, files):
    page = upload(browse, fill_row(fill_row(download(browse), **FULL), row=4, score__quality=3))

    reviewing.send(page, page.url, {"row": "4"})

    with world.session() as session:
        assert session.scalars(select(Mark.score)).all() == [3]


def test_each_applied_card_is_a_version_of_its_own(browse, world, files):
    browse("assigned", "reviewer.file", nomination_id=files[0].id).press("Save", {"score-quality": "2"})
    page = upload(browse, fill_row(download(browse), score__quality=9))

    assert states(page)[0] == "Changed"
    assert "2" in page.text("tbody dd")
    page.press("Apply the ticked rows")

    with world.session() as session:
        kept = session.scalars(select(AssessmentVersion).order_by(AssessmentVersion.number)).all()
    assert [version.content["marks"]["quality"]["score"] for version in kept] == [2, 9]


def test_a_card_changed_online_after_the_download_is_a_clash_that_is_not_ticked(browse, world, files):
    book = fill_row(download(browse), score__quality=9)
    browse("assigned", "reviewer.file", nomination_id=files[0].id).press("Save", {"score-quality": "2"})

    page = upload(browse, book)

    assert states(page)[0] == "Changed online"
    assert not page.has("tbody input[value='3'][checked]")
    page.press("Apply the ticked rows")
    with world.session() as session:
        assert session.scalars(select(Mark.score)).all() == [2]


def test_a_row_that_only_went_out_before_an_online_change_says_nothing(browse, world, files):
    book = download(browse)
    browse("assigned", "reviewer.file", nomination_id=files[0].id).press("Save", {"score-quality": "2"})

    assert states(upload(browse, book))[0] == "Unchanged"


@pytest.mark.parametrize(("values", "sentence"), [
    ({"score__quality": 11}, "“11” is not a score"), ({"score__quality": -1}, "A score is a whole number"),
    ({"score__quality": 7.5}, "A score is a whole number"), ({"score__quality": "seven"}, "A score is a whole number"),
    ({"score__quality": True}, "A score is a whole number"), ({"score__quality": "=3+4"}, "not a formula"),
    ({"comment": '=HYPERLINK("http://x")'}, "not a formula"), ({"title": "=1+1"}, "not a formula"),
    ({"recommendation": "Perhaps"}, "one of the values"), ({"confidence": 9}, "one of the values"),
    ({"seal": "0" * 64}, "The locked columns"), ({"version": 7}, "The locked columns"),
    ({"base": "0" * 64}, "The locked columns"), ({"reference": "PRL-2025-P-9999"}, "The locked columns"),
    ({"assignment": "00000000-0000-0000-0000-000000000000"}, "The locked columns"), ({"seal": None}, "The locked"),
    ({"edition": "reef-2031"}, "another edition"), ({"edition": None}, "another edition"),
    ({"reviewer": "00000000-0000-0000-0000-000000000000"}, "belongs to another reviewer"),
    ({"comment": "x" * 20_001}, "Use at most 20,000 characters"),
])
def test_each_row_says_what_is_wrong_with_it_and_the_others_go_on(browse, world, files, values, sentence):
    page = upload(browse, fill_row(fill_row(download(browse), **values), row=4, score__quality=3))

    assert states(page)[:2] == ["Refused", "New"]
    assert sentence in page.texts("tbody tr td:nth-child(4)")[0]
    applied = page.press("Apply the ticked rows")
    assert "1 row could not be applied." in applied.text("main")
    with world.session() as session:
        assert session.scalars(select(Mark.score)).all() == [3]


def test_doubled_rows_are_refused_both_and_missing_ones_are_named(browse, world, files):
    book = download(browse)
    sheet = book.worksheets[1]
    for cell in sheet[3]:
        sheet.cell(5, cell.column).value = cell.value

    page = upload(browse, book)

    assert sorted(states(page)) == ["Refused", "Refused", "Unchanged"]
    assert files[2].reference in page.text("main")


def test_rows_of_another_reviewer_are_refused_without_a_word_of_their_files(browse, world, files):
    other = reviewing.route_file(world, "unassigned", files[0])
    assert other
    page = browse("unassigned", "reviewer.desk")
    book = openpyxl.load_workbook(io.BytesIO(page.client.get("/pearl-2025/review/sheet/file").data))

    page = upload(browse, fill_row(book, score__quality=9))

    assert states(page) == ["Refused"]
    assert "belongs to another reviewer" in page.text("tbody")
    assert files[0].title not in page.text("tbody")


def test_a_file_stepped_aside_from_after_the_upload_is_neither_shown_nor_saved(browse, world, files):
    page = upload(browse, fill_row(download(browse), **FULL))
    with world.session(writes=True) as session:
        make.recusal(session, session.merge(files[0]), session.merge(world.person("assigned")))
        session.commit()

    page = page.press("Apply the ticked rows")

    assert cards(world) == []
    assert files[0].reference not in page.text("tbody")
    assert "You cannot review this nomination now." in page.text("tbody")


def test_a_round_closed_one_microsecond_before_the_sheet_is_applied_keeps_it_out(browse, world, files, clock):
    page = upload(browse, fill_row(download(browse), **FULL))
    with world.session(writes=True) as session:
        session.execute(update(Round).values(closed_at=make.START, closed_by_id=world.person("head").id))
        session.commit()
    clock.turn_to(make.START + make.A_MOMENT)

    page.press("Apply the ticked rows")

    assert cards(world) == []


def test_an_upload_is_found_by_nobody_else(browse, world, files):
    page = upload(browse, fill_row(download(browse), **FULL))

    assert browse("unassigned", "public.home").client.get(page.url).status_code == 404


def _zip(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "not an XLSX workbook"), (b"hello", "not an XLSX workbook"),
    (b"PK\x03\x04" + b"\0" * 99, "not an XLSX workbook"),
    (_zip(a="b"), "not an XLSX workbook"), (b"%PDF-1.7 x", "not an XLSX workbook"),
    (_zip(**{"xl/workbook.xml": b"0" * 80_000_000}), "far more than a score sheet"),
    (b"PK\x03\x04" + b"x" * 5_300_000, "5 MB"),
])
def test_what_is_no_sheet_is_refused_in_a_sentence(browse, world, content, sentence):
    page = upload(browse, content)

    assert page.status == 422
    assert sentence in page.text("#sheet-error")


def test_a_workbook_of_something_else_is_refused(browse, world):
    book = openpyxl.Workbook()
    book.active.append(["Budget", 2025])

    assert "contains no rows" in upload(browse, book).text("#sheet-error")


def test_nothing_chosen_is_told(browse, world):
    page = browse("assigned", "reviewer.sheet").press("See what would change")

    assert (page.status, page.text("#sheet-error")) == (422, "Choose your completed score sheet.")


def test_a_page_that_lies_about_its_size_is_read_by_its_rows(browse, world):
    out = io.BytesIO()
    download(browse).save(out)
    lied = io.BytesIO()
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(lied, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet2.xml"):
                start = content.index(b"<dimension ref=")
                end = content.index(b"/>", start)
                content = content[:start] + b'<dimension ref="A1:XFD1048576"' + content[end:]
            target.writestr(name, content)

    assert states(upload(browse, lied.getvalue())) == ["Unchanged"]


def test_a_clash_is_saved_where_its_reviewer_ticks_it(browse, world, files):
    book = fill_row(download(browse), score__quality=9)
    browse("assigned", "reviewer.file", nomination_id=files[0].id).press("Save", {"score-quality": "2"})
    page = upload(browse, book)

    reviewing.send(page, page.url, {"row": "3"})
    with world.session() as session:
        assert session.scalars(select(Mark.score)).all() == [2]
    reviewing.send(page, page.url, {"over": "3"})

    with world.session() as session:
        assert session.scalars(select(Mark.score)).all() == [9]


@pytest.mark.both_databases
def test_two_sheets_applied_at_once_end_in_one_of_both(world, files):
    """Both were read while the card was empty; the second meets what the first saved, and says so."""
    imports = [_upload_sheet(world, quality=score) for score in ("3", "9")]

    results = at_once(*(
        lambda one=one: offline.apply_sheet(
            world.work("assigned"), world.edition_id, one, offline.ChosenRows([3]), submit=False
        )
        for one in imports
    ))

    assert results == ["done", "done"]
    with world.session() as session:
        versions = session.scalars(select(AssessmentVersion)).all()
        assert [mark.score for mark in session.scalars(select(Mark)) if mark.score] in ([3], [9])
    assert len(versions) == 1


@pytest.mark.both_databases
def test_the_same_sheet_applied_twice_at_once_saves_once(world, files):
    made = _upload_sheet(world, quality="9")

    def apply():
        offline.apply_sheet(world.work("assigned"), world.edition_id, made, offline.ChosenRows([3]), submit=False)

    results = at_once(apply, apply)

    assert results == ["done", "done"]
    with world.session() as session:
        assert len(session.scalars(select(AssessmentVersion)).all()) == 1


def _upload_sheet(world, **scores):
    """An uploaded sheet of one row that scores a file that has no card yet."""
    reader = world.work("assigned")
    line = load_lines(reader, world.edition_id)[0]
    reader.session.close()
    card = asdict(TypedCard(scores=scores))
    row = {"number": 3, "assignment": str(line.file.assignment_id), "version": 0, "base": "", "card": card,
           "fault": None, "where": ""}
    with world.session(writes=True) as session:
        made = SheetImport(id=uuid4(), account_id=world.person("assigned").id, edition_id=world.edition_id, rows=[row],
                           read_at=make.START)
        session.add(made)
        session.commit()
        return made.id


def test_a_failure_in_the_middle_of_applying_saves_nothing_of_it(browse, world, files, monkeypatch):
    page = upload(browse, fill_row(fill_row(download(browse), **FULL), row=4, score__quality=3))
    put, calls = score_cards.store_card, []

    def break_at_the_second(*given):
        calls.append(given)
        if len(calls) == 2:
            raise OSError("The disk is full.")
        return put(*given)

    monkeypatch.setattr(score_cards, "store_card", break_at_the_second)
    page.press("Apply the ticked rows")

    assert len(calls) == 2
    assert cards(world) == []


def test_a_deleted_row_is_named_and_leaves_its_card_alone(browse, world, files):
    browse("assigned", "reviewer.file", nomination_id=files[0].id).press("Save", {"score-quality": "2"})
    book = download(browse)
    book.worksheets[1].delete_rows(3)

    page = upload(browse, book)

    assert states(page) == ["Unchanged"] * 2
    assert files[0].reference in page.text("main")
    with world.session() as session:
        assert session.scalars(select(Mark.score)).all() == [2]


def test_the_sheet_of_another_edition_is_refused_row_by_row(browse, world, files):
    book = download(browse)
    sheet = book.worksheets[1]
    place = [cell.value for cell in sheet[1]].index("edition") + 1
    for row in range(3, 6):
        sheet.cell(row, place).value = "reef-2031"

    page = upload(browse, fill_row(book, score__quality=9))

    assert states(page) == ["Refused"] * 3
    assert "There is nothing to apply." in page.text("main")


def test_the_sheet_takes_the_same_number_of_statements_for_one_file_and_for_many(app, browse, world):
    counts = []
    for more in (0, 5):
        reviewing.more_files(world, more)
        with reviewing.statements(app.extensions["engine"]) as seen:
            download(browse)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_uploads_are_kept_as_they_were_read(browse, world, files):
    upload(browse, fill_row(download(browse), **FULL))

    with world.session() as session:
        kept = session.scalars(select(SheetImport)).one()
    assert (len(kept.rows), kept.applied_at) == (3, None)
