"""The published tables: what each is kept by, and which of them a count belongs to. No finer table exists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.counts import What
from bot.usage.periods import quarter_of

if TYPE_CHECKING:  # the report reads these tables without the store and its libraries
    from bot.store.rows import Tally

Cell = tuple[str, int, tuple[str, ...]]
"""A table, its period (0 where it has none), and the codes of one row."""

TURN = "tur"
"""Stands in place of `What` for one thing that a person did, of which only the hour of the week is kept."""
UNKNOWN = "ukjent"
"""The code where a person has told nothing, or where the content has the id no longer."""
SHOWN, LEFT, GIVEN_UP = "vist", "forlatt", "gitt-opp"
"""What stands for an option in quarter_step where no option was chosen."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "week_use": ("what",),
    "week_district": ("district", "what"),
    "week_channel": ("channel", "language", "what"),
    "latency": ("what", "bucket"),
    "quarter_step": ("step", "option"),
    "quarter_outcome": ("outcome",),
    "quarter_answer": ("subject", "what"),
    "quarter_unit_kind": ("unit_kind", "what"),
    "hour": ("weekday", "hour"),
}
"""Table -> its columns after the period; each but those of `hour` is a foreign key to the table code_COLUMN."""

BY_PLACE = (What.FLOW_STARTED, What.ANSWER_GIVEN, What.NOT_KNOWN)
"""What is kept by district, by channel and language, and by the kind of unit."""
BY_SUBJECT = (
    What.ANSWER_GIVEN,
    What.ASKED_BACK,
    What.NOT_KNOWN,
    What.WRONG_ENTRY,
    What.EMERGENCY_SHOWN,
    What.USEFUL_YES,
    What.USEFUL_NO,
)
"""What is kept by the entry, outcome or topic that it was about."""
_IN_STEP = {What.STEP_SHOWN: SHOWN, What.STEP_LEFT: LEFT, What.GIVEN_UP: GIVEN_UP}


@lru_cache(maxsize=20_000)
def cells(tally: Tally) -> tuple[Cell, ...]:
    """The row of each table that one more of this adds to."""
    if tally.what == TURN:
        weekday, _, hour = tally.subject.partition("-")
        return (("hour", 0, (weekday, hour)),)
    what, quarter = What(tally.what), quarter_of(tally.week)
    found: list[Cell] = [("week_use", tally.week, (what,))]
    if what in BY_PLACE:
        found.append(("week_district", tally.week, (tally.district or UNKNOWN, what)))
        found.append(("week_channel", tally.week, (tally.channel, tally.language or UNKNOWN, what)))
        found.append(("quarter_unit_kind", quarter, (tally.unit_kind or UNKNOWN, what)))
    if what in BY_SUBJECT:
        found.append(("quarter_answer", quarter, (tally.subject, what)))
    if what is What.STEP_ANSWERED or what in _IN_STEP:
        found.append(("quarter_step", quarter, (tally.subject, _IN_STEP.get(what, tally.option))))
    if what is What.FLOW_ENDED:
        found.append(("quarter_outcome", quarter, (tally.subject,)))
    if what is What.PING_TAKEN:
        found.append(("latency", tally.week, (what, tally.subject)))
    return tuple(found)
