"""What `bot/README.md` promises of the code, held against the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from bot.core.flow import Severity
from bot.core.retrieval.wants import Want
from bot.core.talking.matching import Command
from bot.core.texts import TEXTS

ROOT = Path(__file__).parents[2]
MODULES = sorted(file for file in (ROOT / "bot").rglob("*.py") if not {"shipped", "versions"} & set(file.parts))
"""All of `bot/` but for the content in it and the migrations, which are never touched again."""
CORE = [file for file in MODULES if file.is_relative_to(ROOT / "bot" / "core")]

LONGEST_FILE, LONGEST_FUNCTION, SHORT_FUNCTION = 300, 40, 10
JOB_TITLES = ("Manager", "Handler", "Helper", "Service", "Base", "Util", "Utils")
NO_MODULE_IS_CALLED = {"utils", "util", "helpers", "common", "base", "models", "services", "managers", "misc"}
MAY_REVEAL = {"dialogue.py"}
CLOCKS = {"now", "utcnow", "today"}
CLOCK_OWNER = ROOT / "bot" / "cli" / "setting.py"
WORD_LISTS = {
    *("address_words.py", "clock_words.py", "day_words.py", "feasts.py", "function_words.py", "hour_words.py"),
    *("leaning_words.py", "lexicon.py", "norwegian.py", "numerals.py", "places.py", "texts.py", "wishes.py"),
}
"""Modules of the core whose business is lists of words that people type, or of ids."""
GENERATED_TEXTS = {
    "dag": {str(day) for day in range(7)},
    "alvor": {severity.value for severity in Severity},
    "hast": {severity.value for severity in Severity},
    "ord": {command.value for command in Command},
    "avsender": {"barn", "pasient", "parorende"},
    "vei": {"telefon", "sms", "epost", "nettside", "skjema", "oppmøte"},
    "sprak": {"nb", "nn", "en"},
    "tid": {"at", "from", "before", "after", "until", "kveld", "ettermiddag", "formiddag", "morg", "natt"},
    "tider": {"ja", "nei", "ja-tid", "nei-tid"},
    "har": {f"ikke-{want.value}" for want in Want},
}
"""Texts whose id is put together when they are used: family -> what may stand after the hyphen."""


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree(file)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def strings(file: Path) -> Iterator[ast.Constant]:
    """String literals that the program uses: no docstrings, and nothing that documents an attribute."""
    told = {id(n.value) for n in ast.walk(tree(file)) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def test_the_import_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_module_opens_with_one_sentence(file: Path) -> None:
    opening = (ast.get_docstring(tree(file)) or "").split("\n\n")[0]
    assert opening.endswith("."), "a module says in one sentence what it is"


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_file_stays_short(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines: split it by noun"


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_functions_stay_short(file: Path) -> None:
    long = [node for node in functions(file) if length(node) > LONGEST_FUNCTION]
    assert not [f"{node.name} at line {node.lineno}: {length(node)}" for node in long]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_public_classes_say_what_they_are(file: Path) -> None:
    classes = [n for n in tree(file).body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
    sections = [n for n in classes if any(isinstance(base, ast.Name) and base.id == "_Section" for base in n.bases)]
    assert not [n.name for n in classes if n not in sections and not ast.get_docstring(n)]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_public_functions_that_are_not_short_say_what_the_signature_cannot(file: Path) -> None:
    public = [n for n in functions(file) if not n.name.startswith("_") and n in tree(file).body and n.name != "run"]
    assert not [n.name for n in public if length(n) > SHORT_FUNCTION and not ast.get_docstring(n)]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_nothing_is_named_after_a_job(file: Path) -> None:
    assert file.stem not in NO_MODULE_IS_CALLED
    assert not [n.name for n in ast.walk(tree(file)) if isinstance(n, ast.ClassDef) and n.name.endswith(JOB_TITLES)]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_only_the_dialogue_opens_what_was_typed(file: Path) -> None:
    opens = any(isinstance(n, ast.Attribute) and n.attr == "reveal" for n in ast.walk(tree(file)))
    assert not opens or (file in CORE and file.name in MAY_REVEAL)


@pytest.mark.parametrize("file", [file for file in MODULES if file != CLOCK_OWNER], ids=name)
def test_nobody_but_the_clock_of_cli_asks_for_the_time(file: Path) -> None:
    named = [n for n in ast.walk(tree(file)) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
    assert not [n.lineno for n in named if n.attr in CLOCKS and n.value.id in ("datetime", "date")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", CORE, ids=name)
def test_no_sentence_that_a_person_reads_stands_in_the_core(file: Path) -> None:
    """A heuristic: Norwegian letters, and three words in a row. Patterns and word lists are no sentences."""
    texts = [str(node.value) for node in strings(file)] if file.name not in WORD_LISTS else []
    norwegian = [text for text in texts if re.search("[æøåÆØÅ]", text) and not re.search(r"\\[bwWds]|\[\^", text)]
    assert not [text for text in norwegian if re.search(r"[^\W\d_]+ [^\W\d_]+ [^\W\d_]+", text)]


@pytest.mark.parametrize("file", CORE, ids=name)
def test_the_core_has_no_any(file: Path) -> None:
    assert not [n.lineno for n in ast.walk(tree(file)) if isinstance(n, ast.Name) and n.id == "Any"]


@pytest.mark.parametrize("file", CORE, ids=name)
def test_values_of_the_core_are_frozen(file: Path) -> None:
    """A class whose name begins with an underscore may change while it works something out."""
    for node in tree(file).body:
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        for decorator in node.decorator_list:
            if "dataclass" in ast.unparse(decorator):
                assert "frozen=True" in ast.unparse(decorator), f"{node.name} can be changed"


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_sentence_that_is_used_stands_in_the_list(file: Path) -> None:
    """`Line("…")` and `texts["…"]` name ids of TEXTS, which the loader holds against tekster.yaml."""
    assert not [used for used in _named_texts(file) if used not in TEXTS]


def _named_texts(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Line" and node.args:
            yield from _literals(node.args[0])
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("texts"):
            yield from _literals(node.slice)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_sentence_of_the_list_is_used() -> None:
    files = [file for file in MODULES if file.name != "texts.py"]
    literals = {str(node.value) for node in chain.from_iterable(map(strings, files))}
    built = {value.split("-")[0] for value in literals if value.endswith("-")}
    unused = [text for text in TEXTS if text not in literals and not _built(text, literals, built)]
    assert not unused


def _built(text: str, literals: set[str], built: set[str]) -> bool:
    """`knapp-…` from the choice's own id, which is a literal; the rest from closed lists."""
    family, _, rest = text.partition("-")
    if family not in built:
        return False
    return rest in GENERATED_TEXTS.get(family, set()) or any(rest.removeprefix(s) in literals for s in ("", "sett-"))
