"""Every hidden number of a quarter attacked by linear programming, by an outsider and by whoever used Varde most.

Targets: an outsider knows no number closer than 5 values apart; whoever takes away her own use knows none of what
others did. Says how many numbers are shown, for a report must be worth reading, too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from bot.usage.suppression import WIDTH  # noqa: E402 -- tests/ is no package
from usage.attack import Attack, decided, numbers, used  # noqa: E402

QUARTER = 20263


def attacked(staff: int, seed: int, quarter: int) -> None:
    found = numbers(staff, seed)
    shown, relations = decided(staff, seed, quarter, whole=False)
    attack = Attack(found, shown, relations)
    began = time.process_time()
    hidden = [cell for cell in attack.hidden if cell in found]
    narrow, known = [], []
    for cell in hidden:
        least, most = attack.interval(cell)
        narrow += [cell] if most - least < WIDTH - 1e-6 else []
        own = attack.insider(cell, used(staff, seed))
        least, most = attack.interval(cell, own)
        known += [cell] if most - least < 1 - 1e-6 and found[cell].n > own[cell] else []
    tables = Counter(cell[0] for cell in shown)
    print(
        f"{staff} staff, year {seed}, quarter {quarter}: {len(shown)} numbers shown "
        f"({', '.join(f'{table} {n}' for table, n in sorted(tables.items()))}); {len(hidden)} hidden that are not 0: "
        f"{len(narrow)} too narrow for an outsider, {len(known)} known to an insider "
        f"({time.process_time() - began:.0f} s of the processor)"
    )
    for cell in (*narrow, *known)[:10]:
        print("  ", cell, found[cell])


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--staff", type=int, nargs="*", default=[12, 60, 400])
    arguments.add_argument("--seeds", type=int, default=2)
    given = arguments.parse_args()
    for many in given.staff:
        for seed in range(1, given.seeds + 1):
            attacked(many, seed, QUARTER)
