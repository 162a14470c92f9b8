"""PDFs of fictitious letters, permits, plans, CVs and reports, each marked as a demonstration."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from random import Random

from nominations.demo.pictures import drawings
from nominations.demo.pictures.photographs import Picture, jpeg
from nominations.documents.adapters.pdf import to_pdf

NOTICE = {
    "en": "Demonstration – fictitious",
    "fr": "Démonstration – document fictif",
    "ar": "عرض توضيحي – وثيقة افتراضية",
}
SIGNED = {"en": "Signed", "fr": "Signature", "ar": "التوقيع"}
_STYLE = """
@font-face { font-family: "Paper Serif"; src: url(house:NotoSerif-Regular.ttf) }
@font-face { font-family: "Paper Serif"; src: url(house:NotoSerif-Bold.ttf); font-weight: 700 }
@font-face { font-family: "Paper Sans"; src: url(house:NotoSans-Regular.ttf) }
@font-face { font-family: "Paper Naskh"; src: url(house:NotoNaskhArabic-Regular.ttf) }
@font-face { font-family: "Paper Naskh"; src: url(house:NotoNaskhArabic-Bold.ttf); font-weight: 700 }
@page { size: A4; margin: 24mm 22mm 26mm; @bottom-center { content: string(notice) "  ·  "
  counter(page) "/" counter(pages);
  font: 8pt "Paper Sans", "Paper Naskh"; color: #8a6d3b } }
@page :first { margin-top: 16mm }
html { font: 10.5pt/1.55 "Paper Serif", "Paper Naskh", serif; color: #26221c }
.notice { string-set: notice content(); font: bold 8pt "Paper Sans", "Paper Naskh"; color: #8a6d3b; text-align: end;
  letter-spacing: .02em }
header { border-bottom: 1.5pt solid #1f5a5e; padding-bottom: 4mm; margin-bottom: 9mm; display: flex; gap: 5mm;
  align-items: center }
header svg { width: 15mm; height: 15mm; flex: none }
header strong { font-size: 13pt; color: #1f5a5e; display: block }
header span { font-size: 9pt; color: #6b6257 }
h1 { font-size: 17pt; line-height: 1.25; color: #1f5a5e; margin: 0 0 5mm }
h2 { font-size: 13pt; color: #7a3b20; margin: 7mm 0 2mm; break-after: avoid }
.chapter { break-before: page }
p { margin: 0 0 3.2mm; text-align: justify }
.signature { margin-top: 14mm; break-inside: avoid } .signature svg { width: 46mm; height: 17mm; display: block }
table { border-collapse: collapse; width: 100%; margin: 3mm 0 }
td, th { border-bottom: .5pt solid #cbbfa9; padding: 1.6mm 2mm; text-align: start; vertical-align: top;
  font-size: 9.5pt }
th { color: #7a3b20 } figure { margin: 4mm 0; break-inside: avoid } figure img { width: 100% }
figcaption { font-size: 8.5pt; color: #6b6257 } .plan svg { width: 100%; height: 205mm }
"""


@dataclass(frozen=True)
class Paper:
    """One document: `letter`, `cv`, `report` or `plan`, its text and who signs it."""

    kind: str
    language: str
    letterhead: str
    place: str
    heading: str
    chapters: tuple[tuple[str, tuple[str, ...]], ...]
    signed: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()
    seed: int = 0


def render_pdf(paper: Paper) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    return to_pdf(render_html(paper))


def render_html(paper: Paper) -> str:
    """The document as HTML that loads nothing from outside."""
    direction = "rtl" if paper.language == "ar" else "ltr"
    rng = Random(f"paper {paper.seed} {paper.letterhead}")
    body = drawings.plan(rng) if paper.kind == "plan" else _text(paper) + _signature(rng, paper)
    return (
        f'<html lang="{paper.language}" dir="{direction}"><head><meta '
        f'charset="utf-8"><title>{escape(paper.heading)}</title>'
        f'<style>{_STYLE}</style></head><body><div class="notice">{NOTICE[paper.language]}</div>'
        f"<header>{drawings.emblem(rng)}<div><strong>{escape(paper.letterhead)}</strong><span>{escape(paper.place)}</span></div></header>"
        f"<h1>{escape(paper.heading)}</h1>{body}</body></html>"
    )


def _text(paper: Paper) -> str:
    pages, pictures = [], list(paper.pictures)
    for number, (title, paragraphs) in enumerate(paper.chapters):
        fresh = ' class="chapter"' if paper.kind == "report" and number else ""
        head = f"<h2{fresh}>{escape(title)}</h2>" if title else ""
        pages.append(head + "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs))
        if paper.kind == "report" and pictures:
            pages.append(_figure(pictures.pop(0), title))
    pages.extend(_figure(picture, paper.heading) for picture in pictures)
    if paper.rows:
        heads, *rows = paper.rows
        pages.append(
            "<table><tr>"
            + "".join(f"<th>{escape(cell)}</th>" for cell in heads)
            + "</tr>"
            + "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            + "</table>"
        )
    return "".join(pages)


def _figure(picture: Picture, caption: str) -> str:
    data = b64encode(jpeg(picture)).decode()
    return (
        f'<figure><img alt="" src="data:image/jpeg;base64,{data}"><figcaption>{escape(caption)}</figcaption></figure>'
    )


def _signature(rng: Random, paper: Paper) -> str:
    if not paper.signed:
        return ""
    x, path = 8.0, "M 4 40"
    while x < 120:
        path += (
            f" q {rng.uniform(3, 9):.1f} {rng.uniform(-34, 6):.1f} {rng.uniform(8, 15):.1f} {rng.uniform(-4, 5):.1f}"
        )
        x += 11
    line = f'<svg viewBox="0 0 150 60"><path d="{path}" fill="none" stroke="#20305a" stroke-width="1.8"/></svg>'
    return f'<div class="signature">{line}<div>{SIGNED[paper.language]}: {escape(paper.signed)}</div></div>'
