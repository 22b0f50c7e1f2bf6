"""The report as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from bot.usage.naming import texts, week_name
from bot.usage.report import Data
from bot.usage.sections import Section, sections

_WIDEST = 44
"""Characters of one column; longer words go on in the next line nowhere, so they are cut."""


def plain(report: Data) -> str:
    """Every section as a table."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Data) -> Iterator[str]:
    t = texts()
    yield t["tittel"].upper()
    if report["made_up"]:
        yield f"*** {t['oppdiktet']} ***"
    if not report["weeks"]:
        yield t["ingen-uke"]
        return
    yield t["periode"].format(fra=week_name(report["from"]), til=week_name(report["to"]))
    for note in ("forklaring-skjult", "forklaring-sum", "forklaring-fast", "forklaring-hvem"):
        yield textwrap.fill(t[note], 100)
    for section in sections(report):
        yield ""
        yield from _section(section)
    if not report["quarters"]:
        yield ""
        yield t["ingen-kvartal"]


def _section(section: Section) -> Iterator[str]:
    yield section.title
    yield "-" * len(section.title)
    for words in filter(None, (section.finding, section.lead)):
        yield textwrap.fill(words, 100)
    if section.rows:
        yield from _table([section.heads, *section.rows])


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    cut = [[cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…" for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    for row in cut:
        cells = [c.ljust(w) if at == 0 else c.rjust(w) for at, (c, w) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(cells).rstrip()
