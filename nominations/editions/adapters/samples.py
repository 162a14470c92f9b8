"""An edition's sample files for practice, each with the scores and reasons of a reference card."""

from pathlib import Path

from nominations.editions.adapters import forms
from nominations.editions.adapters.toml_nodes import Table, load
from nominations.editions.rules.edition import TOP, Category, Passage, ReferenceMark, Sample

FILE = "samples.toml"


def samples(folder: Path, main: Table, categories: tuple[Category, ...]) -> tuple[Sample, ...]:
    """The samples of the folder; an edition without the file has none."""
    if not (folder / FILE).exists():
        return ()
    table = load(folder, FILE, main.languages, main.mistakes)
    if table is None:
        return ()
    tables = table.tables("sample", needed=True)
    found = [_sample(each, categories) for each in tables]
    forms.unique(tables, [each.key for each in found], "sample")
    table.close()
    return tuple(found)


def _sample(table: Table, categories: tuple[Category, ...]) -> Sample:
    key, category = forms.key_of(table), table.text("category")
    passages = tuple(_passage(each) for each in table.tables("passage", needed=True))
    marks = tuple(_mark(each) for each in table.tables("reference", needed=True))
    known = next((each for each in categories if each.key == category), None)
    if known is None:
        table.wrong(f"There is no category “{category}”.", "category")
    elif sorted(each.criterion for each in marks) != sorted(each.key for each in known.criteria):
        table.wrong("The reference gives each criterion of the category one score.", "reference")
    made = Sample(key, category, table.words("title"), passages, marks)
    table.close()
    return made


def _passage(table: Table) -> Passage:
    made = Passage(forms.key_of(table), table.words("title"), table.words("body"))
    table.close()
    return made


def _mark(table: Table) -> ReferenceMark:
    made = ReferenceMark(table.text("criterion"), table.number("score"), table.words("why"))
    if not 0 <= made.score <= TOP:
        table.wrong(f"A score lies from 0 to {TOP}.", "score")
    table.close()
    return made
