"""What a part of the report says first: true of the numbers that are shown, and silent about those that are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.counts import What
from bot.usage import findings
from bot.usage.naming import texts


def weeks(*uses: Mapping[What, int | None]) -> list[dict[str, Any]]:
    every = dict.fromkeys((w.value for w in What), None)
    return [
        {"week": f"2026-W{n:02}", "use": {**every, **{what.value: count for what, count in use.items()}}}
        for n, use in enumerate(uses, start=1)
    ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_share_is_of_the_weeks_in_which_both_numbers_are_shown() -> None:
    both = {What.FLOW_STARTED: 40, What.FLOW_ENDED: 30}
    told = plain(findings.use(weeks(both, {What.FLOW_STARTED: 900, What.FLOW_ENDED: None})))
    assert told == "75 % av dem som startet veiviseren, kom fram til et råd."
    answered = {What.ANSWER_GIVEN: 30, What.NOT_KNOWN: 10}
    assert "Varde visste svaret på 75 % av spørsmålene." in plain(findings.use(weeks(both | answered)))


def test_where_nothing_can_be_shown_nothing_is_said_of_it() -> None:
    hidden = weeks({What.FLOW_STARTED: 12}, {})
    few = texts()["funn-ingen"]
    assert findings.use(hidden) == ""
    assert findings.busiest_week(weeks({})) == few
    assert findings.district([{"name": "Bydel Alna", "use": {What.FLOW_STARTED.value: None}}]) == few
    assert findings.severity({"quarter": "2026-K3", "severity": {"akutt": None}}) == few
    assert findings.outcome([{"heading": "Ring 113 nå", "n": None}]) == few
    assert findings.flow([{"question": "Hva nå?", "vist": None, "gitt-opp": None}]) == few
    assert findings.unknown([("Menyen", None)]) == few
    assert findings.hours([[0] * 24] * 7) == few
    assert findings.coverage({"units": 0, "without": 0}) == ""


def test_where_people_give_up_is_the_greatest_share_and_not_the_greatest_number() -> None:
    steps: list[dict[str, Any]] = [
        {"question": "Hva gjelder det?", "vist": 400, "gitt-opp": 20},
        {"question": "Hva er avklart?", "vist": 50, "gitt-opp": 10},
        {"question": "Hva nå?", "vist": None, "gitt-opp": 9},
    ]
    told = "Av tallene som vises, ga størst andel opp ved «Hva er avklart?»: 20 % av dem som fikk spørsmålet."
    assert plain(findings.flow(steps)) == told


def test_where_nobody_is_seen_to_give_up_the_commonest_answer_is_said() -> None:
    options = [{"label": "Ja", "n": 30}, {"label": "Nei", "n": 60}, {"label": "Usikker", "n": None}]
    step = {"question": "Er noen i fare?", "vist": 120, "gitt-opp": None, "options": options}
    hidden = texts()["funn-ingen-gitt-opp"]
    told = f"50 % av dem som fikk «Er noen i fare?», svarte «Nei». {hidden}"
    assert plain(findings.flow([step])) == told
    assert findings.flow([step | {"options": options[2:]}]) == hidden


def test_which_kind_of_advice_is_commonest_is_said_only_when_every_kind_is_shown() -> None:
    """What is hidden beside a small number may be a great one."""
    shown = {"akutt": 8, "droft": 12, "oppfolging": 5}
    told = findings.severity({"quarter": "2026-K3", "severity": shown})
    assert told == "Av rådene som vises for 3. kvartal 2026, var flest av slaget «Drøft»: 12 av 25."
    hidden = findings.severity({"quarter": "2026-K3", "severity": shown | {"meldeplikt": None}})
    assert hidden == texts()["funn-alvor-skjult"]


@pytest.mark.parametrize(
    ("buckets", "told"),
    [
        ((5, 20, 25, 30, 10, 5, 5), "50 % ble tatt innen 30 minutter, av 100 som ble tatt."),
        ((5, 20, 25, 30, 10, 5, None), texts()["funn-tid-skjult"]),
        ((0, 0, 0, 0, 0, 0, 0), texts()["funn-tid-skjult"]),
    ],
)
def test_how_fast_colleagues_come_is_said_only_when_all_are_known(buckets: tuple[int | None, ...], told: str) -> None:
    assert plain(findings.latency([{"n": n} for n in buckets])) == told


def test_the_busiest_hours_are_a_span_of_days_and_of_hours() -> None:
    levels = [[0] * 24 for _ in range(7)]
    levels[1][9] = levels[3][14] = 4
    levels[5][20] = 3
    assert findings.hours(levels) == "De travleste timene er tirsdag til torsdag, mellom klokken 09 og 15."
    levels[3][14] = 0
    assert findings.hours(levels) == "De travleste timene er tirsdag, mellom klokken 09 og 10."


def test_entries_that_somebody_says_are_wrong_are_counted() -> None:
    rows = [{"title": "HFU Alna", "n": 40, "wrong": 6}, {"title": "HFU Grorud", "n": 50, "wrong": None}]
    told = "Av oppslagene i listen ble «HFU Grorud» vist flest ganger: 50. Oppslag som noen mener har feil: 1."
    assert findings.entry(rows) == told
    assert findings.coverage({"units": 12, "without": 3}) == "3 av 12 enheter har ingen barneansvarlig."
