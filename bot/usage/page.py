"""The report as one HTML page that needs nothing else: opened in a browser, printed on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from bot.usage import charts
from bot.usage.funnel import funnel
from bot.usage.report import Data
from bot.usage.sections import Section, sections, texts

_STYLE = Path(__file__).with_name("rapport.css")


def page(report: Data) -> str:
    """The whole file. Tables under long charts are folded on the screen and open on paper."""
    t = texts()
    head = f'<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{escape(t["tittel"])}</title>'
    head += '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    head += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    style = _STYLE.read_text(encoding="utf-8")
    return f"{head}<style>{style}</style></head><body>{''.join(_body(report))}</body></html>\n"


def _body(report: Data) -> Iterator[str]:
    t = texts()
    yield f"<h1>{escape(t['tittel'])}</h1>"
    if report["made_up"]:
        yield f'<p class="madeup">{escape(t["oppdiktet"])}</p><div class="running">{escape(t["oppdiktet"])}</div>'
    if not report["weeks"]:
        yield f"<p>{escape(t['ingen-uke'])}</p>"
        return
    yield f'<p class="period">{escape(t["periode"].format(fra=report["from"], til=report["to"]))}</p>'
    notes = " ".join(t[f"forklaring-{name}"] for name in ("hvem", "skjult", "sum", "fast"))
    yield f'<p class="notes">{escape(notes)}</p>'
    for section in sections(report):
        yield _section(section)
    if not report["quarters"]:
        yield f"<p>{escape(t['ingen-kvartal'])}</p>"


def _section(section: Section) -> str:
    parts = [f"<section><h2>{escape(section.title)}</h2>"]
    if section.lead:
        parts.append(f"<p>{escape(section.lead)}</p>")
    parts.append(_chart(section))
    if section.rows:
        parts.append(_table(section))
    return "".join((*parts, "</section>"))


def _chart(section: Section) -> str:
    match section.chart:
        case "weeks":
            return charts.weekly(section.data, section.title)
        case "bars":
            return charts.bars(section.data, section.title)
        case "hours":
            return charts.hours(section.data, section.title)
        case "funnel":
            flow, outcomes = section.data
            return funnel(flow, outcomes, section.title)
    return ""


def _table(section: Section) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in section.heads)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in section.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text: str) -> str:
    if text == texts()["skjult"]:
        return f'<td class="hidden">{escape(text)}</td>'
    kind = ' class="words"' if text[:1].isalpha() else ""
    return f"<td{kind}>{escape(text)}</td>"
