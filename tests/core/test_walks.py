"""Every path of every flow, walked as a person walks it, and a set of paths walked in all the ways a person may."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import pytest

from bot.core.flow import SAFETY, EntryId, Flows, Outcome, Path, Step, paths
from bot.core.library import World
from bot.core.talking.matching import fold
from playing import Play, shipped

START = "start veiviser"
FROM_START, WITH_ENTRIES = 3161, 4022
TRIED = 20
"""So many paths are looked at for each piece when paths are chosen."""
QUESTION = "Hva er en barneansvarlig?"


def entries(flows: Flows) -> Iterator[EntryId]:
    """The entries that have paths of their own."""
    return (entry.id for entry in flows.entries.values() if entry.to != flows.start)


def begun(world: World, entry: EntryId | None) -> Play:
    """A conversation at the first question of the main flow or of an entry, the safety question answered."""
    play = Play(world)
    play.opens()
    if entry is None:
        play.types(START)
        return play
    play.types(next(iter(world.library.flows.entries[entry].words)))
    assert play.said[-1].ref.endswith(f"/{SAFETY}"), "a direct entry asks about safety first"
    play.presses("nei")
    return play


def sparing(play: Play) -> Play:
    play.sparing = True
    return play


def at(play: Play) -> str:
    """The step or outcome of the newest message."""
    return play.said[-1].ref.rpartition("/")[2]


def walk_all(play: Play, flows: Flows, here: Step) -> Iterator[Outcome]:
    """All ways on from a question, each turn taken once; leaves the conversation anywhere."""
    assert at(play) == here.id
    assert [str(choice.id) for choice in play.said[-1].choices] == [option.id for option in here.options]
    state = play.person.state
    for option in here.options:
        play.person.state = state
        play.presses(option.id)
        target = flows.at(option.to)
        assert len(play.said) == 1
        assert at(play) == target.id
        if isinstance(target, Outcome):
            assert play.said[0].kind == "outcome"
            assert play.said[0].severity == target.severity
            yield target
        else:
            yield from walk_all(play, flows, target)


def test_every_path_from_the_start_and_from_every_entry_reaches_its_outcome() -> None:
    flows = shipped().library.flows
    reached = list(walk_all(sparing(begun(shipped(), None)), flows, flows.steps[flows.start]))
    assert len(reached) == FROM_START
    for entry in entries(flows):
        reached += walk_all(sparing(begun(shipped(), entry)), flows, flows.steps[flows.entries[entry].to])
    assert len(reached) == WITH_ENTRIES
    assert {outcome.id for outcome in reached} == set(flows.outcomes)


# --- The same paths in other ways ---

Walk = tuple[EntryId | None, Path]


def pieces(path: Path) -> set[tuple[str, ...]]:
    """Every option on a path, and every pair of options that follow each other."""
    given = [f"{step}.{option}" for step, option in path.answers]
    return {(option,) for option in given} | set(pairwise(given))


@cache
def chosen() -> tuple[Walk, ...]:
    """Few paths that have every option and every pair of options that follow each other, the rarest piece first."""
    flows = shipped().library.flows
    starts = [(None, flows.start), *((entry, flows.entries[entry].to) for entry in entries(flows))]
    walks: dict[tuple[str, ...], list[Walk]] = {}
    for entry, start in starts:
        for path in paths(flows, start):
            for piece in pieces(path):
                walks.setdefault(piece, []).append((entry, path))
    missing = set(walks)
    found = []
    for piece in sorted(walks, key=lambda piece: (len(walks[piece]), piece)):
        if piece in missing:
            best = max(walks[piece][:TRIED], key=lambda walk: len(pieces(walk[1]) & missing))
            missing -= pieces(best[1])
            found.append(best)
    return tuple(found)


Answering = Callable[[Play, Step, str], None]


def press_with_new_content(play: Play, step: Step, option: str) -> None:
    play.world = reloaded() if play.world is shipped() else shipped()
    play.presses(option)


@cache
def reloaded() -> World:
    """The same content read anew: equal in all that counts, identical in nothing."""
    again: World = pickle.loads(pickle.dumps(shipped()))
    return again


def press_go_back_and_press_again(play: Play, step: Step, option: str) -> None:
    play.presses(option)
    play.types("tilbake")
    assert at(play) == step.id
    play.presses(option)


def press_change_and_press_again(play: Play, step: Step, option: str) -> None:
    play.presses(option)
    assert play.person.state
    assert play.person.state.run
    play.types(f"endre {len(play.person.state.run.answers)}")
    assert at(play) == step.id
    play.presses(option)


def ask_something_first(play: Play, step: Step, option: str) -> None:
    if play.number % 9 == 0:
        play.types(QUESTION)
        assert [message.kind for message in play.said] == ["answer", "question"]
        assert at(play) == step.id
    play.presses(option)


def look_around_first(play: Play, step: Step, option: str) -> None:
    words = ("hvorfor", "oppsummer", "hjelp", "snakk med noen")
    play.types(words[play.number % len(words)])
    assert at(play) == step.id
    play.presses(option)


def type_the_number(play: Play, step: Step, option: str) -> None:
    play.types(str([o.id for o in step.options].index(option) + 1))  # type: ignore[arg-type]


def type_the_label(play: Play, step: Step, option: str) -> None:
    """As it stands on the button, or in capitals without signs."""
    label = next(o.label for o in step.options if o.id == option)
    play.types(label if play.number % 2 else fold(label).upper())


def type_an_alias(play: Play, step: Step, option: str) -> None:
    aliases = next(o.aliases for o in step.options if o.id == option) or (option,)
    play.types(aliases[play.number % len(aliases)])


WAYS = (
    press_with_new_content,
    press_go_back_and_press_again,
    press_change_and_press_again,
    ask_something_first,
    look_around_first,
    type_the_number,
    type_the_label,
    type_an_alias,
)


def walk_some(play: Play, flows: Flows, way: Answering, walks: Sequence[Path], place: int = 0) -> int:
    """Walk these paths, which are one path up to here, each shared turn taken once; how many ends were reached."""
    state, said = play.person.state, play.said
    ends = 0
    for option in dict.fromkeys(path.answers[place][1] for path in walks):
        play.person.state, play.said = state, said
        further = [path for path in walks if path.answers[place][1] == option]
        path = further[0]
        assert at(play) == path.answers[place][0]
        way(play, flows.steps[path.answers[place][0]], option)
        if len(path.answers) > place + 1:
            ends += walk_some(play, flows, way, further, place + 1)
        else:
            assert at(play) == path.outcome.id, path.answers
            ends += 1
    return ends


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_another_way_of_answering_leads_to_the_same_outcome(way: Answering) -> None:
    flows = shipped().library.flows
    ends = 0
    for entry in (None, *entries(flows)):
        walks = [path for begins, path in chosen() if begins == entry]
        ends += walk_some(begun(shipped(), entry), flows, way, walks) if walks else 0
    assert ends == len(chosen())


def test_every_alias_is_the_answer_it_stands_for() -> None:
    flows = shipped().library.flows
    seen: set[str] = set()

    def look(here: Step) -> None:
        state = play.person.state
        for option in here.options:
            target = flows.at(option.to)
            for words in (option.label, *option.aliases):
                play.person.state = state
                play.types(words)
                assert at(play) == target.id, f"«{words}» at {here.id}"
            if isinstance(target, Step) and target.id not in seen:
                seen.add(target.id)
                look(target)

    play = begun(shipped(), None)
    look(flows.steps[flows.start])
    for entry in entries(flows):
        play = begun(shipped(), entry)
        look(flows.steps[flows.entries[entry].to])
    assert seen | {flows.start, *(flows.entries[entry].to for entry in entries(flows))} == set(flows.steps)
