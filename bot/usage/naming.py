"""How numbers, weeks and quarters are written in the report, and everything else it says, by id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

_TEXTS = Path(__file__).with_name("rapport.yaml")


@cache
def texts() -> Mapping[str, str]:
    """Everything the report says, by id."""
    loaded: dict[str, str] = yaml.load(_TEXTS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- text only
    return loaded


def number(n: int | None) -> str:
    """A number with a space between thousands, or that it is hidden."""
    return texts()["skjult"] if n is None else f"{n:,}".replace(",", "\u00a0")


def share(part: int | None, whole: int | None) -> str:
    """Whole percent, or that one of them is hidden."""
    if part is None or not whole:
        return texts()["skjult"]
    return f"{round(100 * part / whole)}\u00a0%"


def week_name(week: str) -> str:
    """«uke 3 2026» of «2026-W03»."""
    year, _, number = week.partition("-W")
    return texts()["uke-navn"].format(uke=int(number), aar=year)


def quarter_name(quarter: str) -> str:
    """«3. kvartal 2026» of «2026-K3»."""
    year, _, place = quarter.partition("-K")
    return texts()["kvartal-navn"].format(kvartal=place, aar=year)
