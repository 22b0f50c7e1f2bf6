"""Any single slip of the hand in a flow file is told with a place or does no harm; it is never an exception."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import load

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "mistakes" / "base"
TODAY = date(2026, 2, 2)
Slip = Callable[[list[str], int], list[str]]


def deleted(lines: list[str], at: int) -> list[str]:
    return lines[:at] + lines[at + 1 :]


def doubled(lines: list[str], at: int) -> list[str]:
    return lines[: at + 1] + lines[at:]


def swapped(lines: list[str], at: int) -> list[str]:
    below = (at + 1) % len(lines)
    changed = list(lines)
    changed[at], changed[below] = lines[below], lines[at]
    return changed


def indented(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], " " + lines[at], *lines[at + 1 :]]


def outdented(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].removeprefix(" "), *lines[at + 1 :]]


def emptied(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].partition(":")[0] + ":", *lines[at + 1 :]]


def listed(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].partition(":")[0] + ": [[x], {y: z}]", *lines[at + 1 :]]


def replaced(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].partition(":")[0] + ": noe helt annet", *lines[at + 1 :]]


SLIPS: list[Slip] = [deleted, doubled, swapped, indented, outdented, emptied, listed, replaced]


def holds(root: Path, file: str, text: str) -> None:
    """Load, and see that it is good or that every problem has a place in a file."""
    (root / file).write_text(text, encoding="utf-8")
    loaded = load(root / "knowledge", root / "flows", root / "people.yaml", TODAY)
    errors = [problem for problem in loaded.problems if problem.severity == "FEIL"]
    assert (loaded.library is None) == bool(errors)
    for problem in loaded.problems:
        lines = Path(problem.file).read_text(encoding="utf-8").count("\n") + 1 if Path(problem.file).is_file() else 1
        assert 1 <= problem.line <= lines, problem.line_text()
        assert problem.column >= 1


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("innhold")
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.__name__)
@pytest.mark.parametrize("file", ["flows/hoved.yaml", "knowledge/tilbud/testvik.yaml", "people.yaml"])
def test_a_slip_on_any_line_is_told_or_harmless(root: Path, file: str, slip: Slip) -> None:
    good = (BASE / file).read_text(encoding="utf-8")
    lines = good.splitlines()
    try:
        for at in range(len(lines)):
            holds(root, file, "\n".join(slip(lines, at)) + "\n")
    finally:
        (root / file).write_text(good, encoding="utf-8")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_slip_in_a_shipped_flow_is_told_or_harmless(tmp_path: Path, data: st.DataObject) -> None:
    """The shipped flows without the shipped knowledge: every reference out of them is a problem too, which is fine."""
    shutil.copytree(BASE / "knowledge", tmp_path / "knowledge", dirs_exist_ok=True)
    shutil.copytree(ROOT / "flows", tmp_path / "flows", dirs_exist_ok=True)
    shutil.copyfile(BASE / "people.yaml", tmp_path / "people.yaml")
    file = data.draw(st.sampled_from(sorted(path.name for path in (ROOT / "flows").glob("*.yaml"))))
    lines = (ROOT / "flows" / file).read_text(encoding="utf-8").splitlines()
    slip = data.draw(st.sampled_from(SLIPS))
    changed = slip(lines, data.draw(st.integers(0, len(lines) - 1)))
    holds(tmp_path, f"flows/{file}", "\n".join(changed) + "\n")
