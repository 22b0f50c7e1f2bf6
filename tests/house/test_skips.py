"""A skipped test is red in CI, unless it was allowed by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPPING = "import pytest\n\ndef test_peer():\n    pytest.skip('no peer here')\n"


def run(project: Path, ci: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests"]
    environment = {**os.environ, "CI": ci}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with this one's conftest and one test that skips."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "allowed-skips").write_text("# nothing\n")
    (tmp_path / "tests").mkdir()
    shutil.copy(CONFTEST, tmp_path / "tests")
    (tmp_path / "tests" / "test_it.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def test_a_skip_is_a_skip_at_home(project: Path) -> None:
    done = run(project, "")
    assert done.returncode == 0
    assert "1 skipped" in done.stdout


def test_a_skip_in_ci_fails_with_its_reason(project: Path) -> None:
    done = run(project, "true")
    assert done.returncode == 1
    assert "no peer here" in done.stdout
    assert "1 failed" in done.stdout.splitlines()[-1]


def test_a_module_that_skips_itself_fails_in_ci(project: Path) -> None:
    (project / "tests" / "test_it.py").write_text("import pytest\n\npytest.importorskip('no_such_thing')\n")
    assert run(project, "true").returncode != 0


def test_a_skip_that_is_allowed_by_name_passes_in_ci(project: Path) -> None:
    (project / ".ci" / "allowed-skips").write_text("tests/test_it.py::test_peer  # the peer is not free software\n")
    assert run(project, "true").returncode == 0
