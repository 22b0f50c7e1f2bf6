"""One bad file for each lint rule, laid over a small good base: exactly the expected problems, at line and column.

A file begins with comments: `# fil:` what it replaces in `base/`, `# forventer:` the problems (several with commas;
a path before the position when it is another file's), `# dag:` the day of the check when it matters, `# kanaler:` and
`# møtt:` what is known of the place where Varde runs.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import Known, Problem, Severity, load

HERE = Path(__file__).parent
BASE = HERE / "base"
DAY = "2026-02-02"
TEXTS = {"hilsen": frozenset({"navn"}), "ord-tilbake": frozenset[str]()}
MISTAKES = sorted(path for path in HERE.glob("*.yaml"))
_HEAD = re.compile(r"^# (fil|forventer|dag|kanaler|møtt): (.+)$", re.M)


def problems_of(root: Path, day: str, known: Known | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with the content under a folder."""
    today = date.fromisoformat(day)
    people = root / "people.yaml"
    return load(root / "knowledge", root / "flows", people, today, thorough=True, texts=TEXTS, known=known).problems


def test_the_base_is_good() -> None:
    assert [problem.line_text() for problem in problems_of(BASE, DAY)] == []


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_is_told_where_it_stands(path: Path, tmp_path: Path) -> None:
    head = dict(_HEAD.findall(path.read_text(encoding="utf-8")))
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    shutil.copyfile(path, tmp_path / head["fil"])
    met = frozenset(head["møtt"].split()) if "møtt" in head else None
    known = Known(frozenset(head["kanaler"].split()), met) if "kanaler" in head else None
    found = problems_of(tmp_path, head.get("dag", DAY), known)
    assert [told(problem, tmp_path, head["fil"]) for problem in found] == head["forventer"].split(", ")
    for problem in found:
        assert problem.message
        assert "{" not in problem.message.replace("{{", "").replace("{navn", "").replace("{nam", "").replace(
            "{aldri", ""
        )


def told(problem: Problem, root: Path, file: str) -> str:
    name = str(Path(problem.file).relative_to(root)) if root != Path(problem.file) else "."
    where = "" if name == file else f"{name} "
    return f"{where}{problem.line}:{problem.column} {problem.severity} {problem.code}"


def test_every_rule_has_a_mistake() -> None:
    """X312 and S108 have tests of their own; F404 is never checked at load; the rest of the table stands here."""
    shown = {path.stem.split("-")[0] for path in MISTAKES}
    wanted = {f"S10{n}" for n in range(1, 9)} | {f"T20{n}" for n in range(1, 10)} | {"T210"}
    wanted |= {f"X30{n}" for n in range(1, 8)} | {"X310", "X311", "X313", "F401", "F402", "F403", "C501"}
    assert wanted | {"P601", "P602", "K701", "K702", "K703"} <= shown


def test_only_the_listed_rules_are_warnings() -> None:
    """CONTENT.md: these are never FEIL. X307 and X310 have both: a lonely barneansvarlig does not stop the service."""
    never_wrong = {"K701", "K702", "K703", "F401", "F402", "F403", "F404", "X303", "X304", "X306", "C501", "P602"}
    for path in MISTAKES:
        code = path.stem.split("-")[0]
        severity = Severity.WARNING if code in never_wrong else None
        text = path.read_text(encoding="utf-8")
        assert severity is None or f"{severity} {code}" in text, path.name
