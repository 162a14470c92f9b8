"""The edition's texts become blocks, and nothing typed in them becomes markup."""

from nominations.editions.rules.article import Block, Span, parse_article


def test_headings_lists_tables_and_addresses_are_parsed():
    text = "# One\n\nWrite to **us** at a@b.org.\n\n- x\n- y\n  z\n\n1. first\n\n| A | B |\n| --- | --- |\n| 1 | <b> |"

    assert parse_article(text) == (
        Block("heading", ((Span("One"),),), level=1),
        Block("paragraph", (
            (Span("Write to "), Span("us", "strong"), Span(" at "), Span("a@b.org", "mail"), Span(".")),
        )),
        Block("list", ((Span("x"),), (Span("y z"),))),
        Block("steps", ((Span("first"),),)),
        Block("table", rows=(((Span("A"),), (Span("B"),)), ((Span("1"),), (Span("<b>"),)))),
    )
