"""What is said of common slips leads to the cause: the right line to look at, and what to write there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import load
from bot.content.knowledge_file import ArticleWritten
from bot.content.offer_file import OfferWritten
from bot.content.problems import Problem
from bot.content.reading import parse
from bot.content.validation import shaped

BASE = Path(__file__).parent / "base"
BEFORE = "".join(f"- id: nummer-{n}\n  navn: Tilbud {n}\n" for n in range(60))


@pytest.mark.parametrize(
    ("written", "where", "said", "hint"),
    [
        ("- id: a\n  kort: Husk: innesko\n", "2:13", "Kolonet", "anførsel"),
        ("- id: a\n  navn: X\n   kort: y\n", "3:4", "rykket inn 3 tegn. Linje 2,", "rykk den inn 2 tegn; er den"),
        ('- id: a\n  navn: "X"\n   kort: y\n', "3:4", "rykket inn 3 tegn. Linje 2,", "rykk den inn 2 tegn"),
        (f"{BEFORE}- id: a\n navn: X\n", "122:2", "rykket inn 1 tegn. Linje 121,", "rykk den inn 2 tegn"),
        ("- id: a\n  navn: X\n kort: y\n", "3:2", "rykket inn 1 tegn. Linje 2,", "rykk den inn 2 tegn"),
        ("- id: a\n  navn: X\nkort: y\n", "3:1", "rykket inn 0 tegn. Linje 2,", "skriv «- » først"),
        ("- id: a\n  for:\n    hvem: x\n   alder: y\n", "4:4", "rykket inn 3 tegn. Linje 3,", "rykk den inn 4 tegn"),
        ("- id: a\n  navn: q\n - id: b\n", "3:2", "rykket inn 1 tegn. Linje 1,", "rykk den inn 0 tegn"),
        ("- id: a\n  punkter:\n    - b\n   - c\n", "4:4", "rykket inn 3 tegn. Linje 3,", "rykk den inn 4 tegn"),
        ("- id: a\n  tekst: >-\n    b\n   c\n", "4:4", "rykket inn 3 tegn. Linje 3,", "rykk den inn 4 tegn"),
        ('- id: a\n  navn: "X" og Y\n', "2:13", "etter at verdien er slutt", "hele verdien"),
        ("- id: a\n  punkter: - b\n", "2:12", "samme linje som nøkkelen", "ny linje"),
    ],
)
def test_a_file_that_cannot_be_read_says_which_line_to_look_at(
    written: str, where: str, said: str, hint: str
) -> None:
    [problem] = parse(written, "fil.yaml").problems
    assert f"{problem.line}:{problem.column} {problem.code}" == f"{where} S101"
    assert said in problem.message
    assert hint.replace("anførsel", "«\"»") in problem.suggestion


def of(model: type[OfferWritten] | type[ArticleWritten], written: str) -> list[Problem]:
    page = parse(written, "fil.yaml")
    found: list[Problem] = []
    assert isinstance(page.tree, list)
    shaped(model, page.tree[0], page, (0,), found)
    return found


def test_a_key_that_was_left_out_is_explained() -> None:
    found = {problem.message: problem.suggestion for problem in of(OfferWritten, "- id: a\n  navn: b\n")}
    assert found["«kort» mangler."] == "skriv «kort: …». Hva tilbudet er, høyst 280 tegn."
    assert "distrikter.yaml" in found["«distrikt» mangler."]
    assert all(hint.startswith("skriv «") for hint in found.values())


def test_a_key_that_was_left_out_inside_another_is_explained() -> None:
    found = of(OfferWritten, "- id: a\n  kontakt:\n    - {verdi: x}\n")
    [(line, hint)] = [(p.line, p.suggestion) for p in found if p.message == "«måte» mangler."]
    assert line == 3
    assert hint.startswith("skriv «måte: …». ")


def test_a_colon_in_a_point_is_named_as_the_cause() -> None:
    found = of(ArticleWritten, "- id: a\n  punkter:\n    - Husk: innesko\n")
    [problem] = [problem for problem in found if problem.code == "T211"]
    assert (problem.line, problem.column) == (3, 7)
    assert "Kolonet" in problem.message
    assert '"Husk: innesko"' in problem.suggestion


def told(tmp_path: Path, file: str, old: str, new: str) -> list[Problem]:
    """What is said when one word of the good base is another."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return list(load(tmp_path / "knowledge", tmp_path / "flows", None, date(2026, 2, 2)).problems)


@pytest.mark.parametrize("written", ["Tæstvik", "tæstvk", "Testvik", "tesvik"])
def test_a_district_by_its_name_is_told_its_id(tmp_path: Path, written: str) -> None:
    [problem] = told(tmp_path, "knowledge/tilbud/testvik.yaml", "distrikt: testvik", f"distrikt: {written}")
    assert problem.suggestion == "mente du «testvik»?"


def test_a_step_that_is_like_no_other_is_told_where_to_look(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "flows/hoved.yaml", "til: akutt-liv", "til: qqqqq")
    assert "flows/" in problem.suggestion
