"""YAML as people write it: text stays text, places are known, nothing clever gets in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.reading import DEEPEST, MOST_BYTES, parse, read

AS_WRITTEN = [
    "no",
    "nei",
    "10:30",
    "0301",
    "+47 22 22 55 55",
    "2022-01-04",
    "~",
    "null",
    "yes",
    "1e3",
    "0x1F",
    "1_000",
    ".5",
]


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_a_scalar_is_text_exactly_as_written(text: str) -> None:
    page = parse(f"verdi: {text}\nliste: [{text}]\n", "f.yaml")
    assert page.tree == {"verdi": text, "liste": [text]}
    assert page.problems == ()


def test_an_empty_value_is_an_empty_text() -> None:
    assert parse("a:\nb: ''\n", "f.yaml").tree == {"a": "", "b": ""}


def test_every_value_and_key_knows_its_line_and_column() -> None:
    page = parse("- id: a\n  liste:\n    - en\n    - {to: 2}\n", "f.yaml")
    spot = page.spot((0, "liste", 1, "to"))
    assert (spot.line, spot.column) == (4, 12)
    key = page.key_spot((0, "liste"))
    assert (key.line, key.column) == (2, 3)


def test_what_is_not_there_stands_where_it_should_have_been() -> None:
    page = parse("- id: a\n  navn: b\n", "f.yaml")
    spot = page.spot((0, "kontakt", 3, "verdi"))
    assert (spot.line, spot.column) == (1, 3)


def test_the_first_of_two_equal_keys_is_kept_and_told() -> None:
    page = parse("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert page.tree == {"a": "1", "b": "2"}
    assert [(p.line, p.column, p.code) for p in page.problems] == [(3, 1, "S103")]
    assert "linje 1" in page.problems[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\n", "S107"),
        ("a: 1\nb: *a\n", "S107"),
        ("a: !!int 1\n", "S107"),
        ("a: !mitt 1\n", "S107"),
        ("<<: {a: 1}\n", "S107"),
        ("a:\tb\n", "S102"),
        ("a: b\u200bc\n", "S105"),
        ("a: b\x07c\n", "S105"),
        ("a: ba\u030a\n", "S106"),
        ("a: b\n---\na: c\n", "S101"),
        ("", "S101"),
        ("# bare en kommentar\n", "S101"),
    ],
)
def test_what_is_not_allowed_is_told_with_its_code(text: str, code: str) -> None:
    assert code in {problem.code for problem in parse(text, "f.yaml").problems}


def test_billion_laughs_stay_small() -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    page = parse(text, "f.yaml")
    assert {problem.code for problem in page.problems} == {"S107"}


def test_too_deep_is_refused() -> None:
    page = parse("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "f.yaml")
    assert page.tree is None
    assert [problem.code for problem in page.problems] == ["S108"]
    assert parse("[" * DEEPEST + "]" * DEEPEST, "f.yaml").problems == ()


def test_ten_thousand_levels_are_refused_at_once() -> None:
    assert parse("[" * 10_000, "f.yaml").problems[0].code == "S108"
    assert parse("- " * 10_000, "f.yaml").problems[0].code == "S108"


def test_too_many_values_are_refused() -> None:
    page = parse("[" + "1," * 200_001 + "]", "f.yaml")
    assert [problem.code for problem in page.problems] == ["S108"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "stor.yaml"
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    assert [problem.code for problem in read(file, "stor.yaml").problems] == ["S108"]


def test_another_encoding_is_told_at_the_first_letter(tmp_path: Path) -> None:
    file = tmp_path / "gammel.yaml"
    file.write_bytes("a: b\nnavn: kålås\n".encode("latin-1"))
    (found,) = read(file, "gammel.yaml").problems
    assert (found.code, found.line, found.column) == ("S108", 2, 8)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: b\r\nc: d\r\n")
    page = read(file, "windows.yaml")
    assert (page.tree, page.problems) == ({"a": "b", "c": "d"}, ())


def test_a_file_that_is_gone_is_a_problem_not_an_exception(tmp_path: Path) -> None:
    assert read(tmp_path / "borte.yaml", "borte.yaml").problems[0].code == "S101"


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("a: b #c", True),
        ("a: b # c", True),
        ("a: #b", True),
        ("a: [b #c\n  , d]", True),
        ("a: b  # en kommentar", False),
        ("a: b#c", False),
        ('a: "b #c"', False),
        ("a: b    #", False),
        ("a: >-\n  b #c", False),
        ("a:  # kommentar\n  - b", False),
    ],
)
def test_a_value_cut_by_a_hash_is_told_and_a_comment_is_not(line: str, cut: bool) -> None:
    assert ("S104" in {problem.code for problem in parse(line + "\n", "f.yaml").problems}) is cut


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t\\0æ", max_size=60))
def test_no_text_is_an_exception(text: str) -> None:
    page = parse(text, "f.yaml")
    lines = text.count("\n") + 1
    assert page.tree is not None or page.problems
    for problem in page.problems:
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
