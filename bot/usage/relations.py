"""Which published numbers add up to which: what somebody with a pencil could subtract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.counts import BUCKETS, What
from bot.usage.periods import first_week, last_week, weeks
from bot.usage.schema import CHANNELS, KINDS
from bot.usage.tables import BY_PLACE, BY_SUBJECT, GIVEN_UP, LEFT, SHOWN, UNKNOWN, Cell

PUBLISHED = tuple(w for w in What if w not in (What.STEP_SHOWN, What.STEP_ANSWERED, What.STEP_LEFT))
"""What is shown by the week; steps are shown by the quarter only, since every week of them would add up to it."""
Codes = Mapping[str, Sequence[str]]
"""Kind of code -> every code that a row can have; a row that is absent is a cell too, and a hidden one."""


@dataclass(frozen=True, slots=True)
class Relation:
    """The parts add up to the totals, or to no more than the totals."""

    totals: tuple[Cell, ...]
    parts: tuple[Cell, ...]
    at_most: bool = False


@dataclass(frozen=True)
class Graph:
    """The flows as far as numbers add up along them."""

    options: Mapping[str, Sequence[str]]
    """Step -> its options."""
    ways: Mapping[str, Sequence[tuple[str, str]]]
    """Step or outcome -> the answers that lead to it."""
    starts: frozenset[str]
    """Steps that a flow can begin at: they are shown oftener than the answers that lead to them are given."""
    rated: frozenset[str]
    """Outcomes that are shown at the end of a flow and nowhere else, so that they are rated no oftener than reached."""


def of_week(week: int, codes: Codes, there: Container[Cell]) -> Iterator[Relation]:
    """What adds up within one week. `there` are the cells that were counted."""
    use = {what: ("week_use", week, (what.value,)) for what in What}
    for what in BY_PLACE:
        districts = tuple(("week_district", week, (district, what.value)) for district in codes["district"])
        yield Relation((use[what],), _few(districts, there))
        spoken = ((channel, language) for channel in (*CHANNELS, UNKNOWN) for language in codes["language"])
        channels = tuple(("week_channel", week, (*both, what.value)) for both in spoken)
        yield Relation((use[what],), _few(channels, there))
    took = tuple(("latency", week, (What.PING_TAKEN.value, bucket)) for bucket in (*BUCKETS, UNKNOWN))
    yield Relation((use[What.PING_TAKEN],), took)
    # Not quite a sum: who goes back from advice ends twice, who begins anew in the middle does neither. Whatever is
    # taken for a sum leaves hidden numbers less room than they have, so that more is hidden and never less.
    yield Relation((use[What.FLOW_STARTED],), (use[What.FLOW_ENDED], use[What.GIVEN_UP]))
    yield Relation((use[What.PING_OPENED],), (use[What.PING_TAKEN], use[What.PING_UNANSWERED]))
    yield Relation((use[What.IDENTITY_STOPPED],), (use[What.IDENTITY_DELETED],), at_most=True)


def _few(cells: tuple[Cell, ...], there: Container[Cell]) -> tuple[Cell, ...]:
    """Cells that stand in no other sum, and of those that are absent one: what is known of it is known of all."""
    absent = next((cell for cell in cells if cell not in there), None)
    return (*(cell for cell in cells if cell in there), *((absent,) if absent else ()))


def of_quarter(quarter: int, codes: Codes, graph: Graph, there: Container[Cell]) -> Iterator[Relation]:
    """What adds up within one quarter, and to its weeks."""
    spanned = list(weeks(first_week(quarter), last_week(quarter)))
    use = {what: tuple(("week_use", week, (what.value,)) for week in spanned) for what in What}
    for what in BY_PLACE:
        kinds = tuple(("quarter_unit_kind", quarter, (kind, what.value)) for kind in (*KINDS, UNKNOWN))
        yield Relation(use[what], kinds)
    for what in BY_SUBJECT:
        subjects = tuple(("quarter_answer", quarter, (subject, what.value)) for subject in codes["subject"])
        yield Relation(use[what], _few(subjects, there))
    outcomes = {str(outcome): ("quarter_outcome", quarter, (outcome,)) for outcome in codes["outcome"]}
    yield Relation(use[What.FLOW_ENDED], tuple(outcomes.values()))
    for outcome in sorted(graph.rated & outcomes.keys()):
        ratings = (What.USEFUL_YES, What.USEFUL_NO)
        parts = tuple(("quarter_answer", quarter, (outcome, what.value)) for what in ratings)
        yield Relation((outcomes[outcome],), parts, at_most=True)
    yield from _along(quarter, graph, use, outcomes)


def _along(
    quarter: int, graph: Graph, use: Mapping[What, tuple[Cell, ...]], outcomes: Mapping[str, Cell]
) -> Iterator[Relation]:
    def cell(step: str, option: str) -> Cell:
        return ("quarter_step", quarter, (step, option))

    yield Relation(use[What.GIVEN_UP], tuple(cell(step, GIVEN_UP) for step in graph.options))
    begun = tuple(cell(step, SHOWN) for step in sorted(graph.starts))
    yield Relation(begun, use[What.FLOW_STARTED], at_most=True)
    for step, options in graph.options.items():
        yield Relation((cell(step, SHOWN),), tuple(cell(step, option) for option in (*options, LEFT, GIVEN_UP)))
    # The same here: who goes back is shown a question that no answer has led to, who changes an answer may pass one.
    for target, ways in graph.ways.items():
        led = tuple(cell(step, option) for step, option in ways)
        yield Relation((outcomes.get(target) or cell(target, SHOWN),), led, at_most=target in graph.starts)


def touching(relations: Sequence[Relation]) -> dict[Cell, list[int]]:
    """Cell -> the relations that it stands in, by their places."""
    found: dict[Cell, list[int]] = defaultdict(list)
    for place, relation in enumerate(relations):
        for cell in (*relation.totals, *relation.parts):
            found[cell].append(place)
    return found
