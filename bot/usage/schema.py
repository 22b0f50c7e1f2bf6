"""The tables of usage.db: strict, every text column a foreign key to codes of checked content, no times, nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from bot.core.counts import BUCKETS, TOPICS, What
from bot.core.library import World
from bot.core.talking.settings import LANGUAGES
from bot.usage.tables import COLUMNS, GIVEN_UP, LEFT, SHOWN, UNKNOWN

VERSION = 2
APPLICATION = 0x56415244
"""«VARD»: marks the file as ours."""

_NUMBERS = ("weekday", "hour")
CODES = [*sorted({column for columns in COLUMNS.values() for column in columns} - {*_NUMBERS}), "flow"]
PERIODIC = tuple(table for table in COLUMNS if table != "hour")
"""The tables whose rows belong to a week or a quarter."""
CHANNELS = ("jsonlines", "terminal", "matrix", "telegram")
KINDS = ("sykehus", "kommune", "akuttkjeden", "ikke-helse")
"""The services of a unit in people.yaml (CONTRACT.md)."""


def period(table: str) -> str:
    """The name of a table's period column; empty where it has none."""
    return "week" if table.startswith("week_") or table == "latency" else "quarter" if table != "hour" else ""


def statements() -> Iterable[str]:
    """What makes an empty usage.db."""
    for code in CODES:
        yield f"CREATE TABLE code_{code} (code TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID"
    for table in COLUMNS:
        yield _table(table)
    yield (
        "CREATE TABLE applied (one INTEGER PRIMARY KEY CHECK (one = 1), source INTEGER NOT NULL, "
        "batch INTEGER NOT NULL, week INTEGER NOT NULL) STRICT"
    )
    yield "CREATE VIEW counter AS SELECT what, sum(n) AS n FROM week_use GROUP BY what"
    yield from for_publishing()
    yield f"PRAGMA application_id = {APPLICATION}"


def for_publishing() -> Iterable[str]:
    """What version 2 has more than version 1: which periods are decided on, and the rows of them that are shown."""
    yield "CREATE TABLE published (period INTEGER PRIMARY KEY) STRICT"
    for table in PERIODIC:
        keys = ", ".join((period(table), *COLUMNS[table]))
        columns = ", ".join(_column(key) for key in (period(table), *COLUMNS[table]))
        yield (
            f"CREATE TABLE shown_{table} ({columns}, PRIMARY KEY ({keys}), "
            f"FOREIGN KEY ({keys}) REFERENCES {table} ({keys})) STRICT, WITHOUT ROWID"
        )
    yield (
        "CREATE TABLE hour_level (weekday INTEGER NOT NULL, hour INTEGER NOT NULL, level INTEGER NOT NULL, "
        "PRIMARY KEY (weekday, hour)) STRICT, WITHOUT ROWID"
    )
    yield f"PRAGMA user_version = {VERSION}"


def _table(table: str) -> str:
    keys = [period(table)] if period(table) else []
    keys += COLUMNS[table]
    extra = ["flow TEXT NOT NULL REFERENCES code_flow"] if table == "quarter_step" else []
    columns = [_column(key) for key in keys] + extra
    columns += ["n INTEGER NOT NULL CHECK (n >= 0)"]
    columns += ["contributors INTEGER NOT NULL CHECK (contributors BETWEEN 0 AND 5)"]
    return f"CREATE TABLE {table} ({', '.join(columns)}, PRIMARY KEY ({', '.join(keys)})) STRICT, WITHOUT ROWID"


def _column(name: str) -> str:
    if name in ("week", "quarter", *_NUMBERS):
        return f"{name} INTEGER NOT NULL"
    return f"{name} TEXT NOT NULL REFERENCES code_{name}"


def codes(world: World) -> Mapping[str, frozenset[str]]:
    """Code table -> every code that the checked content and the program's own closed lists have."""
    flows, knowledge = world.library.flows, world.library.knowledge
    subjects = chain(knowledge.offers, knowledge.articles, flows.outcomes, flows.heads, TOPICS)
    options = {str(option.id) for step in flows.steps.values() for option in step.options}
    found: dict[str, Iterable[str]] = {
        "what": [what.value for what in What],
        "district": knowledge.districts,
        "channel": CHANNELS,
        "language": LANGUAGES,
        "bucket": BUCKETS,
        "step": flows.steps,
        "option": options | {SHOWN, LEFT, GIVEN_UP},
        "outcome": flows.outcomes,
        "subject": subjects,
        "unit_kind": KINDS,
        "flow": flows.heads,
    }
    assert set(found) == set(CODES)
    return {table: frozenset({str(code) for code in names} | {UNKNOWN}) for table, names in found.items()}


def flows_of_steps(world: World) -> Mapping[str, str]:
    """Step -> the flow it belongs to."""
    return {str(step.id): str(step.flow) for step in world.library.flows.steps.values()}
