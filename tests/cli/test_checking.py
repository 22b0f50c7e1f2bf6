"""`varde check` looks at the files that it is asked about, and says which those were: never a false all-clear."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cli.conftest import Varde

ROOT = Path(__file__).parents[2]
BROKEN = "- id: stovner-nytt\n  naavn: Et tilbud\n"
OFFERS = Path("knowledge", "tilbud", "stovner.yaml")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The content as it stands in a clone, in the current directory and not where the program has its own."""
    for folder in ("knowledge", "flows"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def broken(clone: Path) -> Path:
    with (clone / OFFERS).open("a", encoding="utf-8") as file:
        file.write(BROKEN)
    return OFFERS


@pytest.mark.parametrize("asked", [(), (OFFERS,), (".",)], ids=str)
def test_a_broken_file_in_a_clone_is_found_with_and_without_naming_it(
    varde: Varde, clone: Path, asked: tuple[Path, ...]
) -> None:
    file = broken(clone)
    ran = varde("check", *asked)
    assert ran.status == 1
    assert f"{file}:" in ran.out.splitlines()[-2]
    assert ran.err == f"Kontrollert: {clone / 'knowledge'}, {clone / 'flows'}\n"


def test_from_inside_the_folder_it_is_the_same_content(
    varde: Varde, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(clone)
    monkeypatch.chdir(clone / "knowledge" / "tilbud")
    ran = varde("check", "stovner.yaml")
    assert ran.status == 1
    assert ran.out.startswith("stovner.yaml:")
    assert ran.err == f"Kontrollert: {clone / 'knowledge'}, {clone / 'flows'}\n"


def test_a_copy_elsewhere_is_checked_by_its_path_and_what_is_wrong_comes_last(varde: Varde, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for folder in ("knowledge", "flows"):
        shutil.copytree(ROOT / folder, copy / folder)
    flow = copy / "flows" / "akutt.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("\nsteg:", "\nsteeg:"), encoding="utf-8")
    assert varde("check", flow).status == 1
    ran = varde("check", copy)
    told = [re.search(r": (FEIL|ADVARSEL) ", line) for line in ran.out.splitlines()[:-1]]
    words = [found[1] for found in told if found]
    assert len(words) == len(told)
    assert set(words) == {"FEIL", "ADVARSEL"}
    assert words == sorted(words)


def test_what_is_wrong_in_other_files_is_counted_when_one_is_named(varde: Varde, clone: Path) -> None:
    broken(clone)
    ran = varde("check", "knowledge/tilbud/grorud.yaml")
    assert ran.status == 0
    assert "FEIL står i andre filer" in ran.err


@pytest.mark.parametrize("asked", ["nofile.yaml", "knowledge/README.md", "notes.txt", "notes"])
def test_a_path_that_is_no_content_is_status_2_and_one_line(varde: Varde, clone: Path, asked: str) -> None:
    (clone / "notes.txt").write_text("hei", encoding="utf-8")
    (clone / "notes").mkdir()
    ran = varde("check", OFFERS, asked)
    assert ran.status == 2
    assert asked in ran.complaint()


def test_named_folders_go_before_those_here(varde: Varde, clone: Path) -> None:
    broken(clone)
    other = clone / "other"
    shutil.copytree(ROOT / "knowledge", other)
    assert varde("check", "--knowledge", other, OFFERS).status == 2
    (clone / "config.yaml").write_text("knowledge: other\n", encoding="utf-8")
    assert varde("check").status == 0
    assert varde("check", OFFERS).status == 1


def test_without_content_here_it_is_that_of_the_program(varde: Varde) -> None:
    ran = varde("check", "--json")
    assert ran.status == 0
    assert f"{ROOT / 'knowledge'}" in ran.err
