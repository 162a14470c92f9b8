"""Rules about templates: they parse, are used, escape values, and leave style and script to files."""

import ast
import re

import pytest
from jinja2 import DictLoader, Environment, nodes
from jinja2.meta import find_referenced_templates

from nominations.core.language import COMPONENTS, make_jinja
from nominations.mail.texts import LETTER_KINDS
from tests.guarantees.sources import PACKAGE, TEMPLATES, modules, short, templates, tree

NOT_ALLOWED = {
    "escaping switched off": re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(", re.I),
    "inline style": re.compile(r"\sstyle\s*=", re.I),
    "inline script": re.compile(r"\son[a-z]{3,}\s*=\s*[\"'{]|javascript:", re.I),
    "a physical side": re.compile(r"""["'\s](left|right)-\d|\balign=["']?(left|right)""", re.I),
    "a clock of its own": re.compile(r"\bnow\(\)|\butcnow\("),
    "a macro that reads the page around it": re.compile(r"\bwith\s+context\b"),
    "a question whether a name is given": re.compile(r"\bis\s+(not\s+)?(un)?defined\b"),
    "a line of more than 160 characters": re.compile(r".{161}"),
    "an if about roles": re.compile(r"\{%-?\s*(el)?if[^%]*\brole\s*(==|!=|in\b|is (not )?(same|eq)\w*)"),
}


@pytest.fixture(scope="module")
def jinja() -> Environment:
    return make_jinja()


def name(path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def test_every_template_parses(jinja):
    for path in templates():
        jinja.parse(path.read_text("utf-8"), name(path), str(path))


def test_every_template_of_a_page_compiles(app):
    """Parsing accepts a filter or a test that nobody has defined; compiling does not."""
    for path in templates():
        if path.suffix == ".html" and name(path).partition("/")[0] not in {"report", "mail"}:
            app.jinja_env.compile(path.read_text("utf-8"), name(path), str(path))


@pytest.mark.parametrize("rule", NOT_ALLOWED)
def test_no_template_holds(rule):
    breaches = []
    for path in templates():
        if path.suffix in {".html", ".txt"}:
            lines = path.read_text("utf-8").splitlines()
            breaches += [f"{short(path)}:{n}" for n, line in enumerate(lines, 1) if NOT_ALLOWED[rule].search(line)]
    assert breaches == []


@pytest.mark.parametrize(("rule", "line"), [
    ("escaping switched off", "{{ words | safe }}"), ("inline style", '<p style="x">'),
    ("inline script", "<p onclick='x()'>"), ("inline script", '<a href="javascript:x()">'),
    ("a macro that reads the page around it", '{% import "a.html" as a with context %}'),
    ("a question whether a name is given", "{% if zone is not defined %}"),
    ("a line of more than 160 characters", "x" * 161),
    ("an if about roles", '{% if person.role == "head" %}'), ("a clock of its own", "{{ now() }}"),
])
def test_a_broken_rule_is_noticed(rule, line):
    assert NOT_ALLOWED[rule].search(line)


def test_the_components_of_every_page_are_imported_by_none(jinja):
    every = {f"components/{component}.html" for component in COMPONENTS}
    asked_for = {name(path): find_referenced_templates(jinja.parse(path.read_text("utf-8"))) for path in templates()}

    assert [one for one, others in asked_for.items() if every & set(others)] == []


def test_nothing_on_a_page_takes_the_name_of_a_component(jinja):
    """A view, a loop or a macro that used such a name would hide the component from its template."""
    given = [
        f"{short(path)}:{call.lineno} {word.arg}" for path in modules() for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "render_template"
        for word in call.keywords if word.arg in COMPONENTS
    ]
    taken = [
        f"{name(path)}:{node.lineno} {node.name}" for path in templates()
        for node in jinja.parse(path.read_text("utf-8")).find_all(nodes.Name)
        if node.ctx != "load" and node.name in COMPONENTS
    ]
    assert given + taken == []


def named_in_code() -> tuple[set[str], list[re.Pattern]]:
    """Names of templates in the code: written out, and made with f-strings."""
    written, made = set(), []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                # A made name must begin with its folder, or it would stand for every template there is.
                if parts and "/" in (parts[0] or ""):
                    made.append(re.compile("".join(r"[\w-]+" if part is None else re.escape(part) for part in parts)))
    return written, made


def spellings(path) -> set[str]:
    """How a template may be named: by its whole path, and among reports by its name alone."""
    return {name(path), name(path).removeprefix("report/")}


def test_every_template_is_used(jinja):
    written, made = named_in_code()
    for path in templates():
        asked_for = find_referenced_templates(jinja.parse(path.read_text("utf-8")))
        written |= {other for other in asked_for if other}
    unused = [
        short(path) for path in templates()
        if not any(one in written or any(pattern.fullmatch(one) for pattern in made) for one in spellings(path))
    ]
    assert unused == []


def test_every_template_that_is_named_is_there(jinja):
    missing = [
        f"{short(path)} asks for {other}"
        for path in templates() for other in find_referenced_templates(jinja.parse(path.read_text("utf-8")))
        if other and not (TEMPLATES / other).is_file() and not (path.parent / other).is_file()
    ]
    assert missing == []


def test_the_layout_of_a_template_is_not_sent(jinja):
    source = '<p>\n      {% if true %}\n        <b>one</b>\n      {% endif %}\n    {{ words }} two\n</p>'

    assert jinja.from_string(source).render(words="a\n    b") == "<p>\n\n<b>one</b>\n\na\n    b two\n</p>"


def test_plain_text_keeps_its_lines():
    folder = DictLoader({"a.txt": "one\n{% if true %}\n  two\n{% endif %}\n\nthree & four"})
    plain = make_jinja(plain=True)
    plain.loader = folder

    assert plain.get_template("a.txt").render() == "one\n  two\n\nthree & four"


def test_templates_stand_in_one_place():
    assert [short(path) for path in PACKAGE.rglob("*.html")] == []


def test_every_letter_has_words_for_its_kind():
    letters = {path.stem for path in (TEMPLATES / "mail").glob("*.txt")}

    assert letters == set(LETTER_KINDS)


def test_no_block_of_words_holds_a_placeholder_that_nobody_fills():
    """Inside `trans` a value is written {{ name }}; %(name)s would be printed as it stands, in English."""
    block = re.compile(r"\{%-?\s*trans\b.*?%\}(.*?)\{%-?\s*endtrans", re.S)
    wrong = [name(path) for path in templates() for body in block.findall(path.read_text("utf-8")) if "%(" in body]

    assert not wrong
