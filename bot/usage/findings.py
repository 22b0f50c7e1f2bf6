"""The one sentence that a part of the report says first: what is to be seen in it, from numbers that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.core.counts import What
from bot.usage.naming import number, quarter_name, share, texts, week_name
from bot.usage.report import Data

_BUSIEST = 4
_HALF_AN_HOUR = 3
"""So many buckets of the time to an answer are within it."""


def _said(finding: str, **values: str) -> str:
    return texts()[f"funn-{finding}"].format(**values)


def use(weeks: Sequence[Data]) -> str:
    """How much came out of it."""
    begun = _ratio(weeks, What.FLOW_ENDED, (What.FLOW_STARTED,))
    known = _ratio(weeks, What.ANSWER_GIVEN, (What.ANSWER_GIVEN, What.NOT_KNOWN))
    both = (_said("rad", andel=begun) if begun else "", _said("svar", andel=known) if known else "")
    return " ".join(filter(None, both))


def _ratio(weeks: Sequence[Data], part: What, whole: Sequence[What]) -> str:
    """Over the weeks in which all of these are shown; empty where there is none."""
    uses = [week["use"] for week in weeks]
    shown = [use for use in uses if all(use[what.value] is not None for what in (part, *whole))]
    parts, wholes = sum(use[part.value] for use in shown), sum(use[w.value] for use in shown for w in whole)
    return share(parts, wholes) if wholes else ""


def busiest_week(weeks: Sequence[Data]) -> str:
    started = {week["week"]: week["use"][What.FLOW_STARTED.value] for week in weeks}
    week, n = _most(started)
    return _said("uke", uke=week_name(week), antall=number(n)) if n else _said("ingen")


def district(districts: Sequence[Data]) -> str:
    """Of those that have a name."""
    name, n = _most({d["name"]: d["use"][What.FLOW_STARTED.value] for d in districts if d["name"]})
    return _said("distrikt", navn=name, antall=number(n)) if n else _said("ingen")


def severity(quarter: Data) -> str:
    named, n = _most(quarter["severity"])
    whole = sum(n or 0 for n in quarter["severity"].values())
    if not n or None in quarter["severity"].values():
        return _said("alvor-skjult" if n else "ingen")
    values = {"antall": number(n), "alle": number(whole), "kvartal": quarter_name(quarter["quarter"])}
    return _said("alvor", alvor=texts()[f"alvor-{named}"], **values)


def outcome(outcomes: Sequence[Data]) -> str:
    heading, n = _most({o["heading"]: o["n"] for o in outcomes})
    return _said("utfall", raad=heading, antall=number(n)) if n else _said("ingen")


def flow(steps: Sequence[Data]) -> str:
    """Where people give up; where that is hidden, what most of those answered who were asked most."""
    shares = {s["question"]: s["gitt-opp"] / s["vist"] for s in steps if s["gitt-opp"] and s["vist"]}
    if shares:
        question = max(shares, key=lambda each: shares[each])
        return _said("gitt-opp", spm=question, andel=f"{round(100 * shares[question])}\u00a0%")
    asked = max((s for s in steps if s["vist"]), key=lambda s: s["vist"], default=None)
    if asked is None:
        return _said("ingen")
    answer, n = _most({option["label"]: option["n"] for option in asked["options"]})
    told = _said("svar-paa", andel=share(n, asked["vist"]), spm=asked["question"], svar=answer) if n else ""
    return " ".join(filter(None, (told, _said("ingen-gitt-opp"))))


def entry(entries: Sequence[Data]) -> str:
    title, n = _most({row["title"]: row["n"] for row in entries})
    wrong = sum(row["wrong"] is not None for row in entries)
    told = (_said("oppslag", oppslag=title, antall=number(n)) if n else "", _said("feil", antall=number(wrong)))
    return " ".join(filter(None, told[: 2 if wrong else 1]))


def unknown(places: Iterable[tuple[str, int | None]]) -> str:
    name, n = _most(dict(places))
    return _said("ukjent", sted=name, antall=number(n)) if n else _said("ingen")


def hours(levels: Sequence[Sequence[int]]) -> str:
    """Between which days and hours the busiest lie."""
    busy = [(day, hour) for day, row in enumerate(levels) for hour, level in enumerate(row) if level == _BUSIEST]
    if not busy:
        return _said("ingen")
    days = [texts()["hele-dager"].split()[day] for day in (min(busy)[0], max(busy)[0])]
    span = days[0] if days[0] == days[1] else _said("dager", fra=days[0], til=days[1])
    hours_ = [hour for _, hour in busy]
    return _said("timer", dager=span, fra=f"{min(hours_):02}", til=f"{max(hours_) + 1:02}")


def latency(buckets: Sequence[Data]) -> str:
    """Only of all of them: a share of those that are shown would leave out the slow, which are few."""
    ns = [bucket["n"] for bucket in buckets]
    if None in ns or not sum(ns):
        return _said("tid-skjult")
    return _said("tid", andel=share(sum(ns[:_HALF_AN_HOUR]), sum(ns)), alle=number(sum(ns)))


def coverage(found: Data) -> str:
    values = {"antall": number(found["without"]), "alle": number(found["units"])}
    return _said("dekning", **values) if found["units"] else ""


def _most(numbers: Mapping[str, int | None]) -> tuple[str, int | None]:
    """The name with the highest number, the first of several."""
    known = {name: n for name, n in numbers.items() if n is not None}
    best = max(known, key=lambda name: known[name], default="")
    return best, known.get(best)
