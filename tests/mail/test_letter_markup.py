"""The HTML of a letter: what people wrote in it is text, its links are links."""

import pytest

from nominations.core.adapters.mail_templates import link_addresses


@pytest.mark.parametrize(("line", "html"), [
    ("Dear <b>Ada</b> & co", "Dear &lt;b&gt;Ada&lt;/b&gt; &amp; co"),
    ('<i> https://example.org/a?b=1&c="x <u>', "&lt;i&gt; <a href=\"https://example.org/a?b=1&amp;c=&#34;x\">"
     "https://example.org/a?b=1&amp;c=&#34;x</a> &lt;u&gt;"),
    ("https://example.org/<script>", '<a href="https://example.org/&lt;script&gt;">https://example.org/&lt;script&gt;</a>'),
])
def test_what_people_wrote_is_no_markup_in_a_letter(line, html):
    assert link_addresses(line) == html
