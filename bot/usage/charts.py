"""Charts as plain SVG, in ink that needs no colour: length, hatching, digits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.core.counts import What
from bot.usage.naming import number, texts
from bot.usage.report import Data

_WIDTH = 960
_INK, _PALE, _RULE = "#1d3a4a", "#dfe7ea", "#9aa9b0"
_SHADES = ("#ffffff", "#cfdbe0", "#93aebb", "#4d7487", "#173442")
HATCH = (
    '<pattern id="skjult" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#fff"/><line x1="0" y1="0" x2="0" y2="6" stroke="{_RULE}" stroke-width="2"/>'
    "</pattern>"
)
_WEEKLY = (What.FLOW_STARTED, What.FLOW_ENDED, What.ANSWER_GIVEN, What.NOT_KNOWN)

_STRIDE, _LABEL = 3, 24
"""Every third week has its number below, where bars are too thin for all of them."""

Bar = tuple[str, int | None]


def svg(inside: str, height: float, label: str, width: float = _WIDTH) -> str:
    """One drawing with its name for those who cannot see it."""
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(label, quote=True)}" '
        f'xmlns="http://www.w3.org/2000/svg"><defs>{HATCH}</defs>{inside}</svg>'
    )


def words(x: float, y: float, text: str, size: int = 13, anchor: str = "start", extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" {extra}>{escape(text)}</text>'


def bars(rows: Sequence[Bar], label: str) -> str:
    """Lying bars with their numbers; a hidden one is hatched and short."""
    most = max((n for _, n in rows if n is not None), default=1) or 1
    left, high = 330, 26
    parts = []
    for place, (name, n) in enumerate(rows):
        y = place * high
        parts.append(words(left - 10, y + 17, _cut(name, 46), anchor="end"))
        wide = 40 if n is None else max(1, (_WIDTH - left - 90) * n / most)
        fill = "url(#skjult)" if n is None else _INK
        parts.append(f'<rect x="{left}" y="{y + 4}" width="{wide:.1f}" height="18" fill="{fill}" stroke="{_RULE}"/>')
        parts.append(words(left + wide + 8, y + 17, number(n)))
    return svg("".join(parts), max(1, len(rows)) * high + 4, label)


def weekly(weeks: Sequence[Data], label: str) -> str:
    """For each kind of use a row of standing bars, one for each week, under the same scale."""
    most = max((week["use"][what.value] or 0 for week in weeks for what in _WEEKLY), default=1) or 1
    high = 146
    drawn = "".join(_weekly(weeks, what, place * high, most) for place, what in enumerate(_WEEKLY))
    return svg(drawn, high * len(_WEEKLY) + 6, label)


def _weekly(weeks: Sequence[Data], what: What, top: float, most: int) -> str:
    step = min(40.0, (_WIDTH - 60) / max(1, len(weeks)))
    floor = top + 112
    parts = [words(0, top + 14, texts()[f"hva-{what.value}"], 14, extra='font-weight="600"')]
    parts.append(f'<line x1="40" y1="{floor}" x2="{_WIDTH}" y2="{floor}" stroke="{_RULE}"/>')
    parts.append(words(34, floor - 78, str(most), 11, "end") + words(34, floor, "0", 11, "end"))
    for place, week in enumerate(weeks):
        n = week["use"][what.value]
        x, tall = 44 + place * step, 10.0 if n is None else 82 * n / most
        fill = "url(#skjult)" if n is None else _INK
        wide = max(2.0, step - 3)
        parts.append(f'<rect x="{x:.1f}" y="{floor - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{fill}"/>')
        if place % _STRIDE == 0 or step > _LABEL:
            parts += _dated(week["week"], x + wide / 2, floor, first=not place)
    return "".join(parts)


def _dated(week: str, x: float, floor: float, *, first: bool) -> Iterator[str]:
    """The number of a week, with the year below where it begins."""
    year, _, number = week.partition("-W")
    yield words(x, floor + 13, str(int(number)), 10, "middle")
    if first or int(number) <= _STRIDE:
        yield words(x, floor + 25, year, 10, "middle", 'font-weight="600"')


def hours(levels: Sequence[Sequence[int]], label: str) -> str:
    """The week as a grid; the digit says what the shade says."""
    return svg("".join(_hours(levels)), 7 * 26 + 24, label)


def _hours(levels: Sequence[Sequence[int]]) -> Iterator[str]:
    for hour in range(24):
        yield words(70 + hour * 36, 14, f"{hour:02}", 11, "middle")
    for day, row in enumerate(levels):
        y = 22 + day * 26
        yield words(40, y + 17, texts()["dager"].split()[day], 13, "end")
        for hour, level in enumerate(row):
            x = 53 + hour * 36
            yield f'<rect x="{x}" y="{y}" width="34" height="24" fill="{_SHADES[level]}" stroke="{_PALE}"/>'
            if level:
                ink = "#fff" if level > 2 else "#000"
                yield words(x + 17, y + 17, str(level), 12, "middle", f'fill="{ink}"')


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
