"""The report as one HTML page that needs nothing else: opened in a browser, printed on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from bot.usage import charts
from bot.usage.funnel import funnel
from bot.usage.naming import texts, week_name
from bot.usage.report import Data
from bot.usage.sections import Section, sections

_STYLE = Path(__file__).with_name("rapport.css")
_FOOT = '@page{{@bottom-right{{content:"{text}";font:700 9pt system-ui,Helvetica,Arial,sans-serif}}}}'
"""Stands in the margin of every printed page, where nothing can be under it."""


def page(report: Data) -> str:
    """The whole file."""
    t = texts()
    head = f'<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{escape(t["tittel"])}</title>'
    head += '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    head += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    style = _STYLE.read_text(encoding="utf-8") + (_FOOT.format(text=t["oppdiktet"]) if report["made_up"] else "")
    return f"{head}<style>{style}</style></head><body>{''.join(_body(report))}</body></html>\n"


def _body(report: Data) -> Iterator[str]:
    t = texts()
    yield f"<h1>{escape(t['tittel'])}</h1>"
    if report["made_up"]:
        yield f'<p class="madeup">{escape(t["oppdiktet"])}</p>'
    if not report["weeks"]:
        yield f"<p>{escape(t['ingen-uke'])}</p>"
        return
    period = t["periode"].format(fra=week_name(report["from"]), til=week_name(report["to"]))
    yield f'<p class="period">{escape(period)}</p>'
    notes = " ".join(t[f"forklaring-{name}"] for name in ("hvem", "skjult", "sum", "fast"))
    yield f'<p class="notes">{escape(notes)}</p>'
    mark = f' <span class="mark">{escape(t["oppdiktet-kort"])}</span>'
    for section in sections(report):
        yield _section(section, mark if report["made_up"] else "")
    if not report["quarters"]:
        yield f"<p>{escape(t['ingen-kvartal'])}</p>"


def _section(section: Section, mark: str) -> str:
    finding = f'<p class="finding">{escape(section.finding)}</p>' if section.finding else ""
    lead = f"<p>{escape(section.lead)}</p>" if section.lead else ""
    chart = f'<div class="wide">{drawn}</div>' if (drawn := _chart(section)) else ""
    top = f'<div class="top"><h2>{escape(section.title)}{mark}</h2>{finding}{lead}{chart}</div>'
    return f"<section>{top}{_table(section) if section.rows else ''}</section>"


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
    kinds = [" class=\"words\"" if any(map(_wordy, column)) else "" for column in zip(*section.rows, strict=True)]
    heads = "".join(f'<th scope="col"{k}>{escape(h)}</th>' for h, k in zip(section.heads, kinds, strict=True))
    rows = "".join(map(_group, _groups(section.rows)))
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead>{rows}</table></div>'


def _groups(rows: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """A row whose first cell is empty belongs to the one above it; on paper they stay together."""
    group: list[Sequence[str]] = []
    for row in rows:
        if group and row[0]:
            yield group
            group = []
        group.append(row)
    yield group


def _group(rows: Sequence[Sequence[str]]) -> str:
    drawn = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<tbody>{drawn}</tbody>"


def _cell(text: str) -> str:
    if text == texts()["skjult"]:
        return f'<td class="hidden">{escape(text)}</td>'
    kind = ' class="words"' if _wordy(text) else ""
    return f"<td{kind}>{escape(text)}</td>"


def _wordy(text: str) -> bool:
    return text[:1].isalpha() and text != texts()["skjult"]
