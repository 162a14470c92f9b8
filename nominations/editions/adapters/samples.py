"""Reads an edition's sample nominations for practice, each with a reference card of scores and reasons."""

from pathlib import Path

from nominations.editions.adapters import forms
from nominations.editions.adapters.toml_nodes import Table, load_table
from nominations.editions.rules.edition import TOP, Category, Passage, ReferenceMark, Sample

FILE = "samples.toml"


def read_samples(folder: Path, main: Table, categories: tuple[Category, ...]) -> tuple[Sample, ...]:
    """The samples of the folder; none where the file does not exist."""
    if not (folder / FILE).exists():
        return ()
    table = load_table(folder, FILE, main.languages, main.mistakes)
    if table is None:
        return ()
    tables = table.tables("sample", needed=True)
    known_samples = [_sample(sample_table, categories) for sample_table in tables]
    forms.check_unique(tables, [sample.key for sample in known_samples], "sample")
    table.close()
    return tuple(known_samples)


def _sample(table: Table, categories: tuple[Category, ...]) -> Sample:
    key, category = forms.read_key(table), table.text("category")
    passages = tuple(_passage(passage) for passage in table.tables("passage", needed=True))
    marks = tuple(_mark(mark) for mark in table.tables("reference", needed=True))
    sample_category = next((candidate for candidate in categories if candidate.key == category), None)
    if sample_category is None:
        table.wrong(f"There is no category “{category}”.", "category")
    elif sorted(mark.criterion for mark in marks) != sorted(criterion.key for criterion in sample_category.criteria):
        table.wrong("The reference gives each criterion of the category one score.", "reference")
    sample = Sample(key, category, table.words("title"), passages, marks)
    table.close()
    return sample


def _passage(table: Table) -> Passage:
    passage = Passage(forms.read_key(table), table.words("title"), table.words("body"))
    table.close()
    return passage


def _mark(table: Table) -> ReferenceMark:
    mark = ReferenceMark(table.text("criterion"), table.number("score"), table.words("why"))
    if not 0 <= mark.score <= TOP:
        table.wrong(f"A score lies from 0 to {TOP}.", "score")
    table.close()
    return mark
