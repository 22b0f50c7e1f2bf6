"""What a command asks of the service that runs beside it: an empty file in the data directory, named after it."""

from __future__ import annotations

import os
import re
from pathlib import Path

_PREFIX = "practice-"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


def order_practice(data: Path, unit: str) -> None:
    """Ask for a practice ping to a unit."""
    if _NAME.fullmatch(unit):
        os.close(os.open(data / f"{_PREFIX}{unit}", os.O_WRONLY | os.O_CREAT, 0o600))


def ordered_practices(data: Path) -> list[str]:
    """The units that were asked for since the last time."""
    found = sorted(data.glob(f"{_PREFIX}*"))
    for file in found:
        file.unlink(missing_ok=True)
    return [file.name.removeprefix(_PREFIX) for file in found if _NAME.fullmatch(file.name.removeprefix(_PREFIX))]
