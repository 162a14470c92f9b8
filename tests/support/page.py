"""Checks that hold for every response and every page; each page that a test fetches is checked."""

import hashlib
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from xml.etree.ElementTree import Element

import cssselect2

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # html5lib asks for names that Python is about to move
    import html5lib

# User text comes back as it was typed, so a page may hold characters that HTML would rather not see.
_TOLERATED = {"invalid-codepoint", "control-character-in-input-stream", "control-character-reference"}
_SPOKEN_BY_ITSELF = {"hidden", "submit", "button", "reset", "image"}
_LABELABLE = {"input", "select", "textarea", "button", "meter", "output", "progress"}
_POINTING = (
    "aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "aria-owns", "headers", "list",
)
_NONCE = re.compile(r"'nonce-([^']+)'")
_TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u2066-\u2069\u202a-\u202e]")


class Document:
    """A parsed HTML page with queries for elements by CSS and for their text."""

    def __init__(self, source: str) -> None:
        self.source = source
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.root: Element = parser.parse(source)
        self.parse_errors = [
            f"line {line}: {code} {values or ''}".strip()
            for (line, _column), code, values in parser.errors if code not in _TOLERATED
        ]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.root.iter() for child in parent}

    @cached_property
    def ids(self) -> dict[str, Element]:
        return {element.get("id"): element for element in self.root.iter() if element.get("id")}

    @cached_property
    def labels_of(self) -> dict[str, list[Element]]:
        """The labels that name a field by its id, in the order of the page."""
        labels = defaultdict(list)
        for label in self.root.iter("label"):
            labels[label.get("for")].append(label)
        return labels

    @cached_property
    def _wrapped(self) -> list[cssselect2.ElementWrapper]:
        return list(cssselect2.ElementWrapper.from_html_root(self.root).iter_subtree())

    def all(self, css: str) -> list[Element]:
        """The elements that the selector finds, in the order of the page."""
        tests = _tests_of(css)
        return [wrapped.etree_element for wrapped in self._wrapped if any(test(wrapped) for test in tests)]

    def above(self, element: Element) -> Iterator[Element]:
        """The element's ancestors, nearest first."""
        while (element := self.parents.get(element)) is not None:
            yield element

    def name(self, element: Element) -> str:
        """What a screen reader would call the element (the part of the rules that our pages need)."""
        if pointers := element.get("aria-labelledby"):
            return words(" ".join(spoken(self.ids[id_]) for id_ in pointers.split() if id_ in self.ids))
        if label := element.get("aria-label"):
            return words(label)
        if element.tag == "input" and element.get("type") in {"submit", "button", "reset"}:
            return words(element.get("value", ""))
        if element.tag in {"input", "select", "textarea"}:
            return self._labels(element)
        return words(spoken(element)) or words(element.get("title", ""))

    def _labels(self, element: Element) -> str:
        id_ = element.get("id")
        labels = [*self.labels_of[id_]] if id_ else []
        labels += [above for above in self.above(element) if above.tag == "label"]
        return words(" ".join(spoken(label) for label in labels)) or words(element.get("title", ""))


@cache
def _tests_of(css: str) -> tuple[Callable[[cssselect2.ElementWrapper], bool], ...]:
    """Each compiled part of a selector; a part about a pseudo-element finds no element."""
    return tuple(
        selector.test for selector in cssselect2.compile_selector_list(css)
        if selector.pseudo_element is None and not selector.never_matches
    )


def text(element: Element) -> str:
    """The words inside, where a picture counts as its `alt`; scripts, styles and templates count as nothing."""
    return "".join(_pieces(element, _silent))


def spoken(element: Element) -> str:
    """The text without what is hidden from a screen reader."""
    return "".join(_pieces(element, lambda part: _silent(part) or part.get("aria-hidden") == "true"))


def _silent(element: Element) -> bool:
    return not isinstance(element.tag, str) or element.tag in {"script", "style", "template", "noscript"}


def _pieces(element: Element, left_out: Callable[[Element], bool]) -> Iterator[str]:
    if left_out(element):
        return
    if element.tag == "img":
        yield element.get("alt", "")
    yield element.text or ""
    for child in element:
        yield from _pieces(child, left_out)
        yield child.tail or ""


def words(something: str) -> str:
    """The text with its white space as one blank, and without invisible marks of direction."""
    return " ".join(_INVISIBLE.sub("", something).split())


def header_faults(headers, *, path: str) -> Iterator[str]:
    """What is wrong with the headers that stand on every answer: pages, errors, redirects, files."""
    policy = _directives(headers.get("Content-Security-Policy", ""))
    if policy.get("default-src") != ["'none'"]:
        yield "Content-Security-Policy without default-src 'none'"
    # A sandboxed file runs nothing and sends nothing, whatever else its policy says.
    page_policy = {} if "sandbox" in policy else policy
    for directive, sources in page_policy.items():
        for unsafe in {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(sources):
            yield f"Content-Security-Policy allows {unsafe} in {directive}"
    for directive in ("base-uri", "frame-ancestors"):
        if "sandbox" not in policy and policy.get(directive) != ["'none'"]:
            yield f"Content-Security-Policy without {directive} 'none'"
    if "sandbox" not in policy and "form-action" not in policy:
        yield "Content-Security-Policy without form-action"
    expected = {
        "X-Content-Type-Options": {"nosniff"},
        "Cross-Origin-Opener-Policy": {"same-origin"},
        "Cross-Origin-Resource-Policy": {"same-origin"},
        "Referrer-Policy": {"same-origin", "no-referrer", "strict-origin"},
    }
    for name, values in expected.items():
        if headers.get(name) not in values:
            yield f"{name} is {headers.get(name)!r}, not {' or '.join(sorted(values))}"
    if not headers.get("Permissions-Policy"):
        yield "no Permissions-Policy"
    if not path.startswith("/static/") and "no-store" not in headers.get("Cache-Control", ""):
        yield "Cache-Control without no-store"


def page_faults(page: Document, headers=None, *, marker: str = "<planted-mark") -> Iterator[str]:
    """The faults of a page, as sentences; empty for a good one."""
    yield from page.parse_errors
    yield from _outline(page)
    yield from _references(page)
    yield from _controls(page)
    yield from _names(page)
    yield from _forms(page)
    yield from _inline(page, headers)
    if marker in page.source:
        yield "a planted text became markup"
    if marker.replace("<", "&amp;lt;") in page.source:
        yield "a planted text was escaped twice"


# What was found faultless in this process, by what `_likeness` says of it.
_faultless: set[bytes] = set()


def faults_of(source: str, headers, parse: Callable[[str], Document] = Document) -> list[str]:
    """`page_faults` of an answer. A page that differs from a faultless one by chance alone is not looked at again."""
    likeness = _likeness(source, headers)
    if likeness in _faultless:
        return []
    faults = list(page_faults(parse(source), headers))
    if not faults:
        _faultless.add(likeness)
    return faults


def _likeness(source: str, headers) -> bytes:
    """The same for pages that differ in the nonce of their policy, in tokens of forms, and in the names of ids only.

    An id is known by its place in the order of the page, so two that were one, or one that became two, are seen.
    """
    nonce = _NONCE.search(headers.get("Content-Security-Policy", ""))
    if nonce:
        source = source.replace(f'nonce="{nonce[1]}"', 'nonce="of the policy"')
    met: dict[str, str] = {}
    source = _ID.sub(lambda id_: met.setdefault(id_[0], f"id {len(met)}"), _TOKEN.sub("a token", source))
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()


def _directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def _outline(page: Document) -> Iterator[str]:
    language, direction = page.root.get("lang", ""), page.root.get("dir")
    if not language:
        yield "the page has no lang"
    if direction != ("rtl" if language.split("-")[0] in {"ar", "fa", "he", "ur"} else "ltr"):
        yield f"dir is {direction!r} for {language!r}"
    headings = [words(text(heading)) for heading in page.all("h1")]
    titles = [words(text(title)) for title in page.all("head > title")]
    if len(headings) != 1 or not headings[0]:
        yield f"there must be one h1 with words; there is {headings}"
    elif len(titles) != 1 or not _begins_with(titles[0], headings[0]):
        yield f"the title {titles} does not begin with the h1 {headings[0]!r}"
    if not page.all("main"):
        yield "there is no main"


def _begins_with(title: str, heading: str) -> bool:
    """Or says first that there is an error, in one word and a colon."""
    return title.startswith(heading) or re.sub(r"^\w+\s?: ", "", title).startswith(heading)


def _references(page: Document) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.root.iter() if element.get("id") is not None)
    for id_, times in ids.items():
        if times > 1 or not id_ or id_.split() != [id_]:
            yield f"the id {id_!r} stands {times} times"
    for element in page.root.iter():
        for attribute in _POINTING:
            for id_ in (element.get(attribute) or "").split():
                if id_ not in page.ids:
                    yield f"{attribute} of {_describe_element(element)} points to {id_!r}, which is not there"
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            target = element.get("href").removeprefix("#")
            if target and target not in page.ids:
                yield f"a link leads to #{target}, which is not there"
    for label in page.all("label[for]"):
        target = page.ids.get(label.get("for"))
        if target is None or target.tag not in _LABELABLE:
            yield f"the label {words(text(label))!r} is for {label.get('for')!r}, which is no field"
    for field in page.all("[form]"):
        target = page.ids.get(field.get("form"))
        if target is None or target.tag != "form":
            yield f"{_describe_element(field)} belongs to the form {field.get('form')!r}, which is not there"


def _controls(page: Document) -> Iterator[str]:
    for field in page.all("input, select, textarea"):
        if field.get("type", "text").lower() in _SPOKEN_BY_ITSELF:
            continue
        if not page.name(field):
            yield f"{_describe_element(field)} has no label"
        if field.get("type") == "radio" and not _in_a_named_group(page, field):
            yield f"{_describe_element(field)} stands in no fieldset with a legend"


def _in_a_named_group(page: Document, field: Element) -> bool:
    for above in page.above(field):
        if above.tag == "fieldset" and (page.name(above) if above.get("aria-labelledby") else _legend(above)):
            return True
        if above.get("role") in {"radiogroup", "group"} and (above.get("aria-labelledby") or above.get("aria-label")):
            return True
    return False


def _legend(fieldset: Element) -> str:
    return " ".join(words(text(child)) for child in fieldset if child.tag == "legend")


def _names(page: Document) -> Iterator[str]:
    for element in page.all("a[href], button, input[type=submit], summary, iframe"):
        if not page.name(element) and not any(part.get("aria-label") for part in element.iter()):
            yield f"{_describe_element(element)} has no words"
    for picture in page.all("img"):
        if picture.get("alt") is None:
            yield f"{_describe_element(picture)} has no alt"


def _forms(page: Document) -> Iterator[str]:
    for form in page.all("form"):
        method = form.get("method", "get").lower()
        tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token"]
        if method == "post" and not (len(tokens) == 1 and tokens[0].get("value")):
            yield f"the form to {form.get('action')!r} has no csrf_token"
        if method == "get" and tokens:
            yield f"the form to {form.get('action')!r} puts its csrf_token into the address"
    for button in page.all("button"):
        if button.get("type") not in {"submit", "button", "reset"}:
            yield f"{_describe_element(button)} has no type"


def _inline(page: Document, headers) -> Iterator[str]:
    for element in page.root.iter():
        for attribute, value in element.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"{_describe_element(element)} has {attribute}"
            if attribute in {"href", "src", "action", "formaction"} and _runs(value):
                yield f"{_describe_element(element)} runs a script from its address"
    policy = "" if headers is None else headers.get("Content-Security-Policy", "")
    for element in page.all("script, style"):
        nonce = element.get("nonce")
        if element.get("type", "").endswith("json"):
            continue
        if headers is not None and not (nonce and f"'nonce-{nonce}'" in policy):
            yield f"{_describe_element(element)} has no nonce that the policy knows"


def _runs(address: str) -> bool:
    return re.sub(r"[\s\x00-\x1f]", "", address).lower().startswith(("javascript:", "vbscript:"))


def _describe_element(element: Element) -> str:
    attributes = "".join(f' {name}="{value[:60]}"' for name, value in list(element.items())[:5])
    return f"<{element.tag}{attributes}>"


def insist(faults: Iterable[str], where: str) -> None:
    """Fail with all faults, not only the first."""
    messages = list(faults)
    if messages:
        raise AssertionError(f"{where}:\n" + "\n".join(f"- {fault}" for fault in messages))
