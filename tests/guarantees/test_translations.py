"""Every text is said in every language, whole: each plural form, each placeholder, each mark."""

import gettext
import re

import pytest
from babel import Locale
from babel.messages import Message
from babel.messages.plurals import get_plural

from tests.tools.catalogue import TRANSLATED, collect_texts, file_of, is_complete, translations

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
TAG = re.compile(r"</?(\w+)[^<>]*>")


@pytest.fixture(scope="module")
def texts():
    return [message for message in collect_texts() if message.id]


def forms(text):
    return list(text) if isinstance(text, (tuple, list)) else [text]


def key(message: Message) -> tuple:
    return (message.context, forms(message.id)[0])


def placeholders(message: Message) -> set[str]:
    return {name for form in forms(message.id) for name in PLACEHOLDER.findall(form)}


def mismatches(message: Message) -> list[str]:
    """A form for one or two may leave out the number, as "one file" does; nothing else may be lost or new."""
    expected, faults = placeholders(message), []
    original, said_in = forms(message.id)[0], forms(message.string)
    for form in said_in:
        names = set(PLACEHOLDER.findall(form))
        may_be_lost = 1 if message.pluralizable and form is not said_in[-1] else 0
        if names - expected or len(expected - names) > may_be_lost:
            faults.append(f"{form!r} has {sorted(names)}, not {sorted(expected)}")
        if PLACEHOLDER.sub("", form).count("%") != PLACEHOLDER.sub("", original).count("%"):
            faults.append(f"{form!r} has other per cent signs than {original!r}")
        if sorted(TAG.findall(form)) != sorted(TAG.findall(original)):
            faults.append(f"{form!r} has other markup than {original!r}")
    return faults


def test_placeholders_of_our_texts_have_names(texts):
    unnamed = [message.id for message in texts for form in forms(message.id) if re.search(r"(?<!%)%[sdrf]", form)]

    assert unnamed == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_nothing_else(texts, language):
    catalogue = translations(language)
    written = {key(message): message for message in catalogue if message.id}
    needed = {key(message) for message in texts}

    assert sorted(str(one) for one in needed - written.keys()) == []
    assert sorted(str(one) for one in written.keys() - needed) == []
    assert [key(message) for message in written.values() if not is_complete(message)] == []
    assert [key(message) for message in written.values() if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_form_is_there(language):
    count = get_plural(language).num_plurals

    assert [
        key(message) for message in translations(language)
        if message.id and message.pluralizable and len(forms(message.string)) != count
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_stand_in_the_order_in_which_translators_write_them(language):
    """Zero, one, two, few, many, other: Babel itself gives Arabic another rule, with "many" last."""
    words = gettext.translation("messages", file_of(language).parents[2], [language])
    rule, kinds = Locale(language).plural_form, ("zero", "one", "two", "few", "many", "other")
    kind_of = {number: rule(number) for number in range(2000)}
    order = sorted(set(kind_of.values()), key=kinds.index)

    assert {number: words.plural(number) for number in kind_of} == {
        number: order.index(kind) for number, kind in kind_of.items()
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_what_is_filled_in(language):
    assert [fault for message in translations(language) if message.id for fault in mismatches(message)] == []


@pytest.mark.parametrize(("original", "translated"), [
    ("Hello %(name)s", "Bonjour"), ("Hello %(name)s", "Bonjour %(nom)s"), ("100%%", "100"), ("<b>x</b>", "x"),
    (("%(num)s of %(all)s", "%(num)s of %(all)s"), ("un", "%(num)s de %(all)s")),
    (("%(num)s file", "%(num)s files"), ("un fichier", "fichiers")),
])
def test_a_lost_placeholder_is_noticed(original, translated):
    assert mismatches(Message(original, translated))


def test_the_singular_may_leave_out_its_number():
    assert mismatches(Message(("%(num)s file", "%(num)s files"), ("un fichier", "%(num)s fichiers"))) == []
