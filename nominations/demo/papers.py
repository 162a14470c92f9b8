"""Real PDFs of fictitious letters, permits, plans, CVs and reports, each saying that it is a demonstration."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import BytesIO
from random import Random

from PIL import Image

from nominations.demo.pictures import Picture, jpeg

NOTICE = {
    "en": "Demonstration – fictitious", "fr": "Démonstration – document fictif", "ar": "عرض توضيحي – وثيقة افتراضية",
}
SIGNED = {"en": "Signed", "fr": "Signature", "ar": "التوقيع"}
_STYLE = """
@page { size: A4; margin: 24mm 22mm 26mm; @bottom-center { content: string(notice) "  ·  " counter(page) "/" counter(pages);
  font: 8pt "Noto Sans", "Noto Sans Arabic"; color: #8a6d3b } }
@page :first { margin-top: 16mm }
html { font: 10.5pt/1.55 "Noto Serif", "Noto Naskh Arabic", "DejaVu Serif", serif; color: #26221c }
.notice { string-set: notice content(); font: bold 8pt "Noto Sans", "Noto Sans Arabic"; color: #8a6d3b; text-align: end;
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
td, th { border-bottom: .5pt solid #cbbfa9; padding: 1.6mm 2mm; text-align: start; vertical-align: top; font-size: 9.5pt }
th { color: #7a3b20 } figure { margin: 4mm 0; break-inside: avoid } figure img { width: 100% }
figcaption { font-size: 8.5pt; color: #6b6257 } .plan svg { width: 100%; height: 205mm }
"""


@dataclass(frozen=True)
class Paper:
    """One document: `letter`, `cv`, `report` or `plan`, what it says and who signs it."""

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


def pdf(paper: Paper) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    from weasyprint import HTML  # importing it takes a second

    return HTML(string=as_html(paper)).write_pdf()


def as_html(paper: Paper) -> str:
    """The page that is printed; nothing in it points outside."""
    direction = "rtl" if paper.language == "ar" else "ltr"
    rng = Random(f"paper {paper.seed} {paper.letterhead}")
    body = _plan(rng, paper) if paper.kind == "plan" else _text(paper) + _signature(rng, paper)
    return (
        f'<html lang="{paper.language}" dir="{direction}"><head><meta charset="utf-8"><title>{escape(paper.heading)}</title>'
        f'<style>{_STYLE}</style></head><body><div class="notice">{NOTICE[paper.language]}</div>'
        f"<header>{_emblem(rng)}<div><strong>{escape(paper.letterhead)}</strong><span>{escape(paper.place)}</span></div></header>"
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
        head, *rows = paper.rows
        pages.append("<table><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>" + "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows) + "</table>")
    return "".join(pages)


def _figure(picture: Picture, caption: str) -> str:
    small = Image.open(BytesIO(jpeg(picture)))
    small.draft("RGB", (1200, 800))
    small.thumbnail((1200, 800))
    file = BytesIO()
    small.save(file, "JPEG", quality=82)
    data = b64encode(file.getvalue()).decode()
    return f'<figure><img alt="" src="data:image/jpeg;base64,{data}"><figcaption>{escape(caption)}</figcaption></figure>'


def _emblem(rng: Random) -> str:
    tint, other = rng.choice((("#1f5a5e", "#c9a227"), ("#7a3b20", "#2f6f73"), ("#35507a", "#b8862f"), ("#4f6b3a", "#a2552c")))
    squares = "".join(f'<rect x="-30" y="-30" width="60" height="60" fill="none" stroke="{tint}" stroke-width="4" '
                      f'transform="rotate({turn})"/>' for turn in (0, 45))
    inner = "".join(f'<rect x="-14" y="-14" width="28" height="28" fill="{other}" fill-opacity=".55" '
                    f'transform="rotate({turn})"/>' for turn in (0, rng.choice((30, 45))))
    return f'<svg viewBox="-45 -45 90 90">{squares}{inner}</svg>'


def _signature(rng: Random, paper: Paper) -> str:
    if not paper.signed:
        return ""
    x, path = 8.0, "M 4 40"
    while x < 120:
        path += f" q {rng.uniform(3, 9):.1f} {rng.uniform(-34, 6):.1f} {rng.uniform(8, 15):.1f} {rng.uniform(-4, 5):.1f}"
        x += 11
    line = f'<svg viewBox="0 0 150 60"><path d="{path}" fill="none" stroke="#20305a" stroke-width="1.8"/></svg>'
    return f'<div class="signature">{line}<div>{SIGNED[paper.language]}: {escape(paper.signed)}</div></div>'


def _plan(rng: Random, paper: Paper) -> str:
    """A plan of a courtyard building, a section through it and where it lies, as lines."""
    wide, deep, bays = rng.randrange(430, 520, 10), rng.randrange(300, 360, 10), rng.randrange(5, 9)
    left, top = (680 - wide) / 2, 40
    parts = [f'<rect x="{left}" y="{top}" width="{wide}" height="{deep}" fill="#e9e2d4" stroke="#222" stroke-width="7"/>']
    court = (left + 95, top + 85, wide - 190, deep - 170)
    parts.append('<rect x="{}" y="{}" width="{}" height="{}" fill="#fff" stroke="#222" stroke-width="3"/>'.format(*court))
    for bay in range(1, bays):
        x = left + wide * bay / bays
        parts.append(f'<path d="M{x} {top} V{top + 60} M{x} {top + deep} V{top + deep - 60}" stroke="#222" stroke-width="4"/>')
        parts.append(f'<path d="M{x - 9} {top} h18 M{x - 9} {top + deep} h18" stroke="#e9e2d4" stroke-width="7"/>')
    for column in range(bays + 1):
        x = court[0] + court[2] * column / bays
        parts.extend(f'<circle cx="{x}" cy="{y}" r="5" fill="#222"/>' for y in (court[1], court[1] + court[3]))
    middle = left + wide / 2
    parts.append(f'<rect x="{middle - 26}" y="{top + deep - 6}" width="52" height="14" fill="#fff"/>')
    parts.append(f'<path d="M{middle - 26} {top + deep + 4} a26 26 0 0 1 52 0" fill="none" stroke="#222" stroke-width="1.5"/>')
    parts.append(f'<rect x="{middle - 40}" y="{court[1] + court[3] / 2 - 22}" width="80" height="44" fill="#cfe0e0" stroke="#357" '
                 'stroke-width="2"/>')
    parts.append(f'<path d="M{left} {top + deep + 42} h{wide} M{left} {top + deep + 34} v16 M{left + wide} {top + deep + 34} v16" '
                 f'stroke="#7a3b20"/><text x="{middle}" y="{top + deep + 60}" text-anchor="middle" font-size="13">'
                 f"{wide / 10:.2f} m</text>")
    base = top + deep + 250
    arches = "".join(
        f'<path d="M{left + wide * bay / bays + 9} {base} v-62 q{wide / bays / 2 - 9} -52 {wide / bays - 18} 0 v62" fill="#fff" '
        'stroke="#222" stroke-width="2"/>' for bay in range(bays))
    parts.append(f'<rect x="{left}" y="{base - 130}" width="{wide}" height="130" fill="#efe8db" stroke="#222" stroke-width="3"/>{arches}'
                 f'<path d="M{middle - 70} {base - 130} q70 -100 140 0" fill="#dfe9e6" stroke="#222" stroke-width="3"/>'
                 f'<path d="M{left - 40} {base} h{wide + 80}" stroke="#222" stroke-width="5"/>')
    rings = "".join(f'<path d="M20 {y + rng.randrange(12)} q160 {rng.randrange(-60, 60)} 320 {rng.randrange(-20, 20)} '
                    f't300 {rng.randrange(-30, 30)}" fill="none" stroke="#b9a98a"/>' for y in range(700, 870, 16))
    parts.append(f'<rect x="20" y="680" width="640" height="200" fill="#faf6ee" stroke="#222"/>{rings}'
                 f'<rect x="{middle - 12}" y="770" width="24" height="18" fill="#7a3b20"/>'
                 '<path d="M625 740 l-12 40 12 -9 12 9z" fill="#222"/><text x="625" y="732" text-anchor="middle" font-size="15">N</text>'
                 '<path d="M40 860 h100 m-100 -5 v10 m50 -10 v10 m50 -10 v10" stroke="#222" stroke-width="2"/>'
                 '<text x="150" y="865" font-size="12">500 m</text>')
    return f'<div class="plan"><svg viewBox="0 0 680 890">{"".join(parts)}</svg></div>'
