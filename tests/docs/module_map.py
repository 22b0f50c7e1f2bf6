"""Writes the map of modules in bot/README.md from what each file says of itself: `python tests/docs/module_map.py`."""

from __future__ import annotations

import ast
import re
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "bot" / "README.md"
BEGIN, END = "<!-- map: written by tests/docs/module_map.py -->\n", "<!-- end of map -->"


def modules() -> list[Path]:
    """Every Python file of `bot/`, packages by their `__init__.py`; migrations are listed by their folder's."""
    found = (ROOT / "bot").rglob("*.py")
    ours = (file for file in found if not {"shipped", "migrations"} & set(file.relative_to(ROOT).parts))
    return sorted(ours, key=lambda file: (file.parent, file.name))


def sentence(file: Path) -> str:
    """The first line of the file's docstring, without its full stop."""
    told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return told.split("\n")[0].removesuffix(".").replace("|", "\\|")


def module_map() -> str:
    """One table for each package."""
    tables = []
    for package, files in groupby(modules(), key=lambda file: file.parent):
        listed = list(files)
        inside = [file for file in listed if file.name != "__init__.py"]
        head = f"**`{package.relative_to(ROOT)}/`**: {sentence(package / '__init__.py')}.\n\n| module | |\n|---|---|\n"
        tables.append(head + "".join(f"| `{file.stem}` | {sentence(file)} |\n" for file in inside))
    return "\n".join(tables)


def rewritten(page: str) -> str:
    """The page with the map as it should be."""
    return re.sub(f"{re.escape(BEGIN)}.*?{END}", lambda _: f"{BEGIN}\n{module_map()}\n{END}", page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
