"""Makes `playing` importable, gives the shipped world to those who ask, and lets no test skip unseen in CI."""

from __future__ import annotations

import os
from collections.abc import Generator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.core.library import World

ALLOWED = Path(__file__).parents[1] / ".ci" / "allowed-skips"


@pytest.fixture(scope="session")
def world() -> World:
    """The shipped content without people."""
    from playing import shipped

    return shipped()


@pytest.fixture(scope="session")
def staffed_world() -> World:
    """The shipped content with a few units."""
    from playing import staffed

    return staffed()


@cache
def allowed_skips() -> tuple[str, ...]:
    """Test ids, or patterns of them (`tests/channels/test_matrix.py::*`), that may be skipped in CI."""
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return tuple(text for line in lines if (text := line.partition("#")[0].strip()))


def _as_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI a skip that nobody allowed is a failure, with the reason it was skipped for."""
    in_ci = os.environ.get("CI", "") not in ("", "0", "false")
    if not in_ci or not report.skipped or hasattr(report, "wasxfail"):
        return
    if any(fnmatchcase(report.nodeid, pattern) for pattern in allowed_skips()):
        return
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{why}\n(a skip counts as a failure in CI unless .ci/allowed-skips names the test)"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _as_failure(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _as_failure(report)
    return report
