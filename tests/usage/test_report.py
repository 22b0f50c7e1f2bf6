"""`varde report`: whole weeks only, hidden numbers hidden everywhere, a page that stands alone.

`VARDE_PICTURES` names a folder for screenshots.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.core.counts import BUCKETS, TOPICS, What
from bot.usage import file, periods
from bot.usage.demo import year
from bot.usage.funnel import funnel
from bot.usage.naming import quarter_name, share, texts, week_name
from bot.usage.schema import codes, flows_of_steps
from playing import shipped

TODAY = "2026-11-22"


def report(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    assert main(["report", "--today", TODAY, *arguments]) == 0
    out, err = capsysbinary.readouterr()
    assert err == b""
    return out.decode()


@cache
def demo(*arguments: str) -> str:
    """The made-up year, made once for each form."""
    out = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(out):
        assert main(["report", "--today", TODAY, "--demo", *arguments]) == 0
    return out.buffer.getvalue().decode()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up year as a page."""
    place = tmp_path_factory.mktemp("page") / "rapport.html"
    place.write_text(demo("--format", "html"), encoding="utf-8")
    return place


def test_the_same_numbers_in_every_form(page: Path) -> None:
    found = json.loads(demo("--format", "json"))
    text = demo()
    for week in (found["weeks"][0], found["weeks"][-1]):
        number = week["use"][What.FLOW_STARTED.value]
        named = week_name(week["week"])
        assert re.search(rf"{named}\s+{number} ", text)
        assert f'<td class="words">{named}</td><td>{number}</td>' in page.read_text(encoding="utf-8")
    assert found["weeks"][-1]["week"] == "2026-W46", "the week that goes on is not shown"
    assert found["quarters"][-1]["quarter"] == "2026-K3", "nor the quarter that goes on"


def test_a_made_up_report_says_so_in_every_form(page: Path) -> None:
    assert texts()["oppdiktet"] in demo()
    assert json.loads(demo("--format", "json"))["made_up"] is True
    html = page.read_text(encoding="utf-8")
    assert html.count(texts()["oppdiktet"]) == 2, "at the top, and in the margin of every printed page"
    assert html.count(texts()["oppdiktet-kort"]) == html.count("<h2>"), "whoever copies one part takes it along"


def test_the_page_asks_nobody_for_anything(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="|url\((?!#)|@import|<script', html)
    assert "default-src 'none'" in html


def test_every_chart_has_a_name_and_a_table_under_it(page: Path) -> None:
    sections = re.findall(r"<section>.*?</section>", page.read_text(encoding="utf-8"), re.DOTALL)
    charts = [section for section in sections if "<svg" in section]
    assert len(charts) > 15
    assert all("<table>" in section and 'aria-label="' in section for section in charts)
    assert not any('stroke-width="nan"' in section or "None" in section for section in charts)


def test_the_head_of_a_column_stands_over_it(page: Path) -> None:
    """Words begin to the left, and so does what is above them; numbers end to the right."""
    html = page.read_text(encoding="utf-8")
    assert f'<th scope="col" class="words">{texts()["svar"]}</th>' in html
    assert f'<th scope="col">{texts()["antall"]}</th>' in html


def test_a_share_is_of_those_who_were_asked_and_not_of_those_who_began(page: Path) -> None:
    quarter = json.loads(demo("--format", "json"))["quarters"][-1]
    steps = [step for flow in quarter["flows"] for step in flow["steps"] if step["vist"]]
    told = [(step, option) for step in steps for option in step["options"] if option["n"] is not None]
    assert len(told) > 50
    html = page.read_text(encoding="utf-8")
    for step, option in told:
        row = f"{option['label']}</td><td>{option['n']}</td><td>{share(option['n'], step['vist'])}</td>"
        assert row in unescape(html)
        assert option["n"] <= step["vist"]


def test_answers_to_one_place_are_told_apart_and_a_part_of_them_is_said_to_be_one() -> None:
    """Where one of two answers is hidden there are at least so many; no percent lies on another."""

    def step(id_: str, *options: tuple[str, int | None]) -> dict[str, Any]:
        told = [{"id": str(n), "label": "", "to": to, "n": count} for n, (to, count) in enumerate(options)]
        return {"id": id_, "question": id_, "vist": 100, "gitt-opp": None, "forlatt": None, "options": told}

    steps = [step("a", ("b", 40), ("c", 60)), step("b", ("d", 34), ("d", None)), step("c", ("d", 35))]
    drawn = funnel({"steps": steps, "names": {}}, [], "flyt")
    told = [text.replace("\u00a0", " ") for text, *_ in percents(drawn)]
    assert set(told) == {"40 %", "60 %", "minst 34 %", "35 %"}
    assert crossing(drawn) == []


def percents(drawing: str) -> list[tuple[str, float, float, float]]:
    """The percents on arrows: each with its left and right end, room to be told apart included, and its line."""
    written = r'<text x="([0-9.]+)" y="([0-9.]+)" font-size="12" text-anchor="(end|middle)"[^>]*>([^<]*%)</text>'
    found = []
    for x, y, anchor, text in re.findall(written, unescape(drawing)):
        wide = 8 * len(text) + 6
        left = float(x) - (wide if anchor == "end" else wide / 2)
        found.append((text, left, left + wide, float(y)))
    return found


def crossing(drawing: str) -> list[tuple[str, str]]:
    """Percents that run into each other."""
    pairs = combinations(percents(drawing), 2)
    return [(a[0], b[0]) for a, b in pairs if a[1] < b[2] and b[1] < a[2] and abs(a[3] - b[3]) < 12]


def test_no_percent_runs_into_another_though_every_number_is_shown() -> None:
    """In each flow that is shipped; arrows from the sides come in far from the middle of the place they lead to."""
    seen = 0
    for flow in json.loads(demo("--format", "json"))["quarters"][-1]["flows"]:
        for step in flow["steps"]:
            step["vist"] = step["vist"] or 50
            for option in step["options"]:
                option["n"] = option["n"] or 5
        drawn = funnel(flow, [], "flyt")
        seen += len(percents(drawn))
        assert crossing(drawn) == [], flow["title"]
    assert seen > 150


def test_an_older_quarter_is_shown_when_it_is_asked_for() -> None:
    text = demo("--to", "2026-W26")
    assert f"{texts()['delt-raad']} – {quarter_name('2026-K2')}" in text
    assert f"{texts()['delt-raad']} – {quarter_name('2026-K3')}" not in text


def test_without_any_use_it_says_that_there_is_nothing_yet(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert texts()["ingen-uke"] in report(capsysbinary, "--data", str(tmp_path))
    assert json.loads(report(capsysbinary, "--data", str(tmp_path), "--format", "json"))["weeks"] == []


def test_the_span_that_was_asked_for_changes_no_number() -> None:
    whole = json.loads(demo("--format", "json"))
    part = json.loads(demo("--format", "json", "--from", "2026-W20", "--to", "2026-W30"))
    weeks = {week["week"]: week for week in whole["weeks"]}
    assert [week["week"] for week in part["weeks"]][:2] == ["2026-W20", "2026-W21"]
    assert all(week == weeks[week["week"]] for week in part["weeks"])
    quarters = {quarter["quarter"]: quarter for quarter in whole["quarters"]}
    assert all(quarter == quarters[quarter["quarter"]] for quarter in part["quarters"])


def test_a_day_that_is_pretended_shows_no_week_that_can_still_be_added_to(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """Whoever has two reports of a week that goes on can subtract one from the other."""
    known = file.Codes(codes(shipped()), flows_of_steps(shipped()))
    made = year(shipped(), date(2026, 11, 22), 60, 1, districts=3)
    file.add(tmp_path / file.NAME, made.numbers(), known, file.Applied(), file.Applied(1, 1, 202647))

    def newest(day: str) -> str:
        given = ["report", "--today", day, "--data", str(tmp_path), "--format", "json"]
        assert main(given) == 0
        return str(json.loads(capsysbinary.readouterr().out)["weeks"][-1]["week"])

    assert [newest(day) for day in ("2026-11-22", "2026-12-01", "2027-06-01")] == ["2026-W46"] * 3
    assert newest("2026-11-10") == "2026-W45", "an earlier day shows less"


def test_a_week_that_is_none_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / file.NAME).touch()
    with pytest.raises(SystemExit) as stopped:
        main(["report", "--data", str(tmp_path), "--from", "uke 3"])
    assert stopped.value.code == 2


def test_a_damaged_file_is_said_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / file.NAME).write_bytes(b"not a database at all" * 500)
    with pytest.raises(SystemExit) as stopped:
        main(["report", "--data", str(tmp_path)])
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "needed",
    [
        *(f"hva-{what.value}" for what in What),
        *(f"tid-{bucket}" for bucket in BUCKETS),
        *(f"sted-{topic}" for topic in TOPICS),
    ],
)
def test_everything_that_is_counted_has_a_name(needed: str) -> None:
    assert texts()[needed]


@pytest.mark.parametrize("day", ["2026-01-01", "2026-12-31", "2027-01-03", "2020-12-31", "2026-03-29"])
def test_weeks_add_up_to_quarters(day: str) -> None:
    week = periods.week_of(date.fromisoformat(day))
    quarter = periods.quarter_of(week)
    assert week in periods.weeks(periods.first_week(quarter), periods.last_week(quarter))
    assert periods.before(periods.after(week)) == week
    assert periods.read(periods.written(week)) == week


WIDER = (
    "const all = [...document.body.querySelectorAll('*')].filter(e => !e.closest('defs'));"
    "document.body.dataset.many = all.length;"
    "document.body.dataset.sideways = document.documentElement.scrollWidth > innerWidth;"
    "document.body.dataset.wider = [...new Set("
    "all.filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName))];"
)
"""Notes on the page how many elements it has, whether it moves sideways, and which are beyond the right edge."""


def browser() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium here: apt-get install chromium")
    return found


def chromium(place: Path, *arguments: str) -> Any:
    quiet = ("background-networking", "component-update", "sync")
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += [f"--disable-{each}" for each in quiet]
    return subprocess.run(
        [*command, f"--user-data-dir={place / 'profile'}", *arguments], capture_output=True, check=True, timeout=120
    )


def looked_at(page: Path, place: Path, size: str) -> str:
    """The page as it stands in a window; the page itself forbids the script that asks for it."""
    looked = place / "rapport.html"
    html = re.sub(r"<meta http-equiv=[^>]*>", "", page.read_text(encoding="utf-8"))
    looked.write_text(html.replace("</body>", f"<script>{WIDER}</script></body>"), encoding="utf-8")
    seen: str = chromium(place, f"--window-size={size}", "--dump-dom", looked.as_uri()).stdout.decode()
    assert re.search(r'data-many="[0-9]{4,}"', seen), "elements that were looked at"
    return seen


def test_a_real_browser_shows_it(page: Path, tmp_path: Path) -> None:
    assert 'data-wider=""' in looked_at(page, tmp_path, "1100,3000"), "nothing is wider than the window"


def test_on_a_phone_only_what_is_wide_is_moved_sideways_and_not_the_page(page: Path, tmp_path: Path) -> None:
    seen = looked_at(page, tmp_path, "500,3000")
    assert 'data-sideways="false"' in seen
    assert "TABLE" in seen[seen.index("data-wider=") :][:80], "the tables are as wide as their words need"


@pytest.mark.parametrize(("name", "size"), [("rapport", "1100,6000"), ("rapport-telefon", "500,6000")])
def test_a_person_can_judge_a_screenshot(page: Path, tmp_path: Path, name: str, size: str) -> None:
    picture = Path(os.environ.get("VARDE_PICTURES", tmp_path)) / f"{name}.png"
    chromium(tmp_path, f"--screenshot={picture}", f"--window-size={size}", "--hide-scrollbars", page.as_uri())
    assert picture.stat().st_size > 100_000, "an empty page of this size has a third of that"


def test_it_can_be_printed(page: Path, tmp_path: Path) -> None:
    paper = tmp_path / "rapport.pdf"
    chromium(tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.as_uri())
    pages = len(re.findall(rb"/Type\s*/Page[^s]", paper.read_bytes()))
    assert 5 < pages < 200
