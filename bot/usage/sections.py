"""The report as titled tables of words, which the text prints and the page sets under its charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.counts import What
from bot.usage import findings
from bot.usage.naming import number, quarter_name, share, texts, week_name
from bot.usage.report import Data

_MAIN = (What.FLOW_STARTED, What.FLOW_ENDED, What.GIVEN_UP, What.ANSWER_GIVEN, What.NOT_KNOWN)
_GLANCE = (*_MAIN, What.EMERGENCY_SHOWN, What.PING_OPENED, What.PING_TAKEN, What.REMINDER_SET)
_REST = (
    What.EMERGENCY_SHOWN,
    What.PING_OPENED,
    What.PING_TAKEN,
    What.PING_UNANSWERED,
    What.REMINDER_SET,
    What.FOLLOW_UP_YES,
    What.FOLLOW_UP_NOT_YET,
    What.IDENTITY_STOPPED,
    What.IDENTITY_DELETED,
    What.HELP,
    What.BACK,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One table: a title, a lead, heads and rows. `chart` names the drawing that belongs above it, `finding` is what
    is to be seen in it."""

    title: str
    lead: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: str = ""
    data: Any = None
    finding: str = ""


def sections(report: Data) -> Iterator[Section]:
    """Everything, in the order it is read."""
    if not report["weeks"]:
        return
    yield _summary(report)
    yield replace(_weekly(report, "delt-bruk", _MAIN, "weeks"), finding=findings.busiest_week(report["weeks"]))
    yield _districts(report)
    if report["quarters"]:
        yield _severity(report["quarters"])
        yield from _quarter(report["quarters"][-1])
    yield _weekly(report, "delt-hendelser", _REST, "")
    yield _hours(report)
    yield _latency(report)
    yield _channels(report)
    yield _coverage(report)


def _summary(report: Data) -> Section:
    """Everything at a glance, and of how many weeks each sum has a number."""
    t, weeks = texts(), report["weeks"]
    rows = []
    for what in _GLANCE:
        numbers = [week["use"][what.value] for week in weeks]
        seen = sum(n is not None for n in numbers)
        rows.append(
            [t[f"hva-{what.value}"], number(_total(iter(numbers))), t["av"].format(antall=seen, alle=len(weeks))]
        )
    heads = [t["hva"], t["sum"], t["uker-med-tall"]]
    return Section(t["delt-kort"], t["delt-kort-ingress"], heads, rows, finding=findings.use(weeks))


def _weekly(report: Data, title: str, whats: Sequence[What], chart: str) -> Section:
    t = texts()
    heads = [t["uke"], *(t[f"hva-{what.value}"] for what in whats)]
    rows = [[week_name(week["week"]), *(number(week["use"][what.value]) for what in whats)] for week in report["weeks"]]
    sums = [_total(week["use"][what.value] for week in report["weeks"]) for what in whats]
    rows.append([t["sum"], *map(number, sums)])
    return Section(t[title], t[f"{title}-ingress"], heads, rows, chart, report["weeks"])


def _total(numbers: Iterator[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


def _districts(report: Data) -> Section:
    t = texts()
    whats = (What.FLOW_STARTED, What.ANSWER_GIVEN, What.NOT_KNOWN)
    known = [d for d in report["districts"] if any(d["use"][w.value] is not None for w in whats)]
    rows = [[d["name"] or t["slag-ukjent"], *(number(d["use"][w.value]) for w in whats)] for d in known]
    rows.append([t["andre-distrikter"], *(number(None) for _ in whats)])
    heads = [t["distrikt"], *(t[f"hva-{w.value}"] for w in whats)]
    bars = [(d["name"] or t["slag-ukjent"], d["use"][What.FLOW_STARTED.value]) for d in known]
    finding = findings.district(report["districts"])
    return Section(t["delt-distrikt"], t["delt-distrikt-ingress"], heads, rows, "bars", bars, finding)


def _severity(quarters: Sequence[Data]) -> Section:
    """The newest quarter as bars, and all of them beside each other."""
    t, newest = texts(), quarters[-1]
    bars = [(t[f"alvor-{severity}"], n) for severity, n in newest["severity"].items()]
    rows = [
        [t[f"alvor-{severity}"], *(number(q["severity"][severity]) for q in quarters)]
        for severity in newest["severity"]
    ]
    named = quarter_name(newest["quarter"])
    lead = f"{t['delt-alvor-ingress']} {t['eldre-kvartal'] if len(quarters) > 1 else ''}".format(kvartal=named)
    heads = [t["alvor"], *(quarter_name(q["quarter"]) for q in quarters)]
    return Section(t["delt-alvor"], lead, heads, rows, "bars", bars, findings.severity(newest))


def _quarter(quarter: Data) -> Iterator[Section]:
    t = texts()
    named = quarter_name(quarter["quarter"])
    yield _outcomes(quarter, named)
    for flow in quarter["flows"]:
        yield _flow(flow, named, quarter["outcomes"])
    heads = [t["oppslag"], t["vist"], t["meldt-feil"]]
    rows = [[row["title"], number(row["n"]), number(row["wrong"])] for row in quarter["entries"]]
    lead, finding = ("", findings.entry(quarter["entries"])) if rows else (t["delt-oppslag-tom"], "")
    yield Section(f"{t['delt-oppslag']} – {named}", lead, heads, rows, finding=finding)
    yield _unknown(quarter, named)
    whats = (What.FLOW_STARTED, What.ANSWER_GIVEN)
    rows = [[t[f"slag-{k['id']}"], *(number(k["use"][w.value]) for w in whats)] for k in quarter["unit_kinds"]]
    yield Section(f"{t['delt-enhet']} – {named}", "", [t["slag"], *(t[f"hva-{w.value}"] for w in whats)], rows)


def _outcomes(quarter: Data, named: str) -> Section:
    t = texts()
    heads = [t["raad"], t["alvor"], t["antall"], t["nyttig"], t["ikke-nyttig"], t["nodkort"]]
    kinds = ("n", "useful", "not_useful", "emergency")
    known = [o for o in quarter["outcomes"] if any(o[kind] is not None for kind in kinds)]
    rows = [
        [o["heading"], t[f"alvor-{o['severity']}"], *(number(o[kind]) for kind in kinds)]
        for o in sorted(known, key=lambda o: -(o["n"] or 0))
    ]
    return Section(f"{t['delt-raad']} – {named}", "", heads, rows, finding=findings.outcome(known))


def _flow(flow: Data, named: str, outcomes: Sequence[Data]) -> Section:
    t = texts()
    title = f"{t['delt-flyt'].format(tittel=flow['title'])} – {named}"
    finding = findings.flow(flow["steps"])
    if not any(step["vist"] for step in flow["steps"]):
        return Section(title, "", [], [], finding=finding)
    rows = []
    for step in flow["steps"]:
        rows.append([step["question"], t["vist"], number(step["vist"]), ""])
        ends = [*((o["label"], o["n"]) for o in step["options"])]
        ends += [(t["forlatt"], step["forlatt"]), (t["gitt-opp"], step["gitt-opp"])]
        if all(n is None for _, n in ends):
            rows.append(["", t["alle-svar"], number(None), ""])
            continue
        rows += [["", label, number(n), share(n, step["vist"])] for label, n in ends]
    heads = [t["spm"], t["svar"], t["antall"], t["andel"]]
    return Section(title, t["delt-flyt-ingress"], heads, rows, "funnel", (flow, outcomes), finding)


def _unknown(quarter: Data, named: str) -> Section:
    t = texts()
    bars = [(row["title"] or t[f"sted-{row['id']}"], row["not_known"]) for row in quarter["topics"]]
    rows = [
        [name, number(row["not_known"]), number(row["asked_back"])]
        for (name, _), row in zip(bars, quarter["topics"], strict=True)
    ]
    heads = [t["sted"], t["ikke-kjent"], t["spurt-tilbake"]]
    title, finding = f"{t['delt-ukjent']} – {named}", findings.unknown(bars)
    return Section(title, t["delt-ukjent-ingress"], heads, rows, "bars", bars, finding)


def _hours(report: Data) -> Section:
    t = texts()
    days = t["dager"].split()
    rows = [[day, *(str(level or "") for level in levels)] for day, levels in zip(days, report["hours"], strict=True)]
    heads = ["", *(f"{hour:02}" for hour in range(24))]
    levels = report["hours"]
    return Section(t["delt-timer"], t["delt-timer-ingress"], heads, rows, "hours", levels, findings.hours(levels))


def _latency(report: Data) -> Section:
    t = texts()
    bars = [(t[f"tid-{row['id']}"], row["n"]) for row in report["latency"]]
    rows = [[name, number(n)] for name, n in bars]
    heads, finding = [t["tid"], t["antall"]], findings.latency(report["latency"])
    return Section(t["delt-svartid"], t["delt-svartid-ingress"], heads, rows, "bars", bars, finding)


def _channels(report: Data) -> Section:
    t = texts()
    whats = (What.FLOW_STARTED, What.ANSWER_GIVEN)
    known = [c for c in report["channels"] if any(c["use"][w.value] is not None for w in whats)]
    rows = [[c["channel"], t[f"spraak-{c['language']}"], *(number(c["use"][w.value]) for w in whats)] for c in known]
    heads = [t["kanal"], t["spraak"], *(t[f"hva-{w.value}"] for w in whats)]
    return Section(t["delt-kanaler"], "", heads, rows or [["", "", *(number(None) for _ in whats)]])


def _coverage(report: Data) -> Section:
    t, found = texts(), report["coverage"]
    if not found["units"]:
        return Section(t["delt-dekning"], t["dekning-ingen"], [], [])
    named = {"with_more": "enheter-flere", "with_one": "enheter-en", "without": "enheter-ingen"}
    rows = [[t[text], str(found[key])] for key, text in (*named.items(), ("units", "enheter-i-alt"))]
    bars = [(t[text], found[key]) for key, text in named.items()]
    heads, finding = [t["enheter"], t["antall"]], findings.coverage(found)
    return Section(t["delt-dekning"], t["delt-dekning-ingress"], heads, rows, "bars", bars, finding)
