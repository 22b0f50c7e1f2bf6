"""What a typed line means beside the choices on the screen: an answer, a command, an entry word or a greeting."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.core.conversation import Shown
from bot.core.effects import Pick
from bot.core.events import DistrictId
from bot.core.flow import EntryId, OptionId, StepId
from bot.core.language.norwegian import telling
from bot.core.library import World
from bot.core.words.labels import label

LONGEST_ANSWER = 200
"""Characters; a longer line is a question or a story, never an answer to match loosely."""
SHORTEST_PREFIX = 3
SHORTEST_TYPO = 5
ALIKE = 88.0
"""Of 100 (normalised indel similarity): so alike are a line and a name with a small typo between them."""
APART = 6.0
"""So much better than the next best must a loose match be."""
MOST_NEAR = 2
NEARLY = 0.75
"""Share of the best answer's common words from which another is asked about with it."""


class Command(StrEnum):
    """Words that work at any time; the words themselves stand in tekster.yaml as `ord-…`."""

    BACK = "tilbake"
    WHY = "hvorfor"
    STOP = "avbryt"
    MENU = "meny"
    HELP = "hjelp"
    ENGLISH = "engelsk"
    ACUTE = "akutt"
    WORRIED = "bekymret"
    SOMEBODY = "snakk-med-noen"
    CHANGE = "endre"
    SUMMARY = "oppsummer"
    RESTART = "start-veiviser"
    SETTINGS = "innstillinger"
    OFFERS = "finn-tilbud"
    FORGET = "glem"
    RESUME = "fortsett"
    CALL = "varsle"
    MINE = "mine"
    WITHDRAW = "trekk-tilbake"
    REMIND = "paminnelse"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The line is an answer to what is open."""

    pick: Pick


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The line fits several answers."""


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command, with its number where it takes one (`endre 2`)."""

    command: Command
    number: int = 0


_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae"})
_NEGATIONS = frozenset(
    (
        *("ikke", "ikkje", "nei", "ingen", "inga", "ingenting", "aldri", "uten", "utan", "usikker", "usikre", "uviss"),
        *("tvil", "vet_ikke", "not", "no", "none", "never", "dont", "unsure"),
    )
)
_BARE_NUMBER = re.compile(r"(?:nr\.?|nummer|valg|#)?\s*([0-9]{1,2})\s*[.)]?")
_CLAUSES = re.compile(r",| – |\beller\b")
_CHANGE = re.compile(r"(\D+?)\s*([0-9]{1,2})")


def fold(text: str) -> str:
    """The text as it is compared: lower case, ae oe aa, no punctuation, hyphens as spaces, one space between words."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    return " ".join(re.findall(r"[^\W_]+", text))


@lru_cache(maxsize=4096)
def _content(text: str) -> str:
    """`fold` for words of the content, remembered; what a person typed never goes through here."""
    return fold(text)


@lru_cache(maxsize=256)
def _listed(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split(","))


def bare_number(text: str) -> int | None:
    """The number that the line is: «2», «2.», «nr 2»."""
    found = _BARE_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold())
    return int(found[1]) if found else None


def _short(text: str) -> str:
    """A line folded; empty when it is too long to be an answer or a word, so that a book costs nothing here."""
    return fold(text) if len(text) <= LONGEST_ANSWER else ""


def exact(world: World, shown: Shown | None, text: str) -> Chosen | None:
    """The line is a choice's number, whole label or whole alias; all ways to say «usikker» are one."""
    if shown is None:
        return None
    place = bare_number(text)
    if place is not None:
        return Chosen(shown.picks[place - 1]) if 1 <= place <= len(shown.picks) else None
    line = _short(text)
    if not line:
        return None
    hits = {pick for pick in shown.picks if line in _names(world, pick)}
    if not hits and line in _words(world, "svar-usikker"):
        hits = {pick for pick in _unsure(world, shown) if _says_unsure(world, pick)}
    return Chosen(hits.pop()) if len(hits) == 1 else None


def _unsure(world: World, shown: Shown) -> tuple[Pick, ...]:
    """The choices that one of the ways to say «usikker» names."""
    words = _words(world, "svar-usikker")
    return tuple(pick for pick in shown.picks if not words.isdisjoint(_names(world, pick)))


def _says_unsure(world: World, pick: Pick) -> bool:
    """Whether the label says no more than that: «Noe skurrer, men jeg vet ikke hva» does."""
    words = _words(world, "svar-usikker")
    clauses = (fold(clause) for clause in _CLAUSES.split(label(world, pick)))
    return any(f"{clause} ".startswith(f"{said} ") for clause in clauses for said in words)


def loose(world: World, shown: Shown | None, text: str) -> Chosen | Ambiguous | None:
    """The line is the beginning of one choice, or one with a small typo; never across a negation."""
    line = _short(text)
    if shown is None or not line or len(text) > LONGEST_ANSWER:
        return None
    names = [(pick, name) for pick in shown.picks for name in _names(world, pick) if _negates(name) == _negates(line)]
    begun = {pick for pick, name in names if _begins(line, name)}
    if len(begun) == 1:
        return Chosen(begun.pop())
    if len(begun) > 1:
        return Ambiguous()
    return _typo(line, names) or _within(line, names)


def command(world: World, text: str) -> Commanded | None:
    """The line is one of the words that work at any time; a leading slash and polite words around it are allowed."""
    line = _short(text)
    for said in (line, plainly(world, line)):
        found = next((each for each in Command if said in _words(world, f"ord-{each}")), None)
        if found is not None:
            return Commanded(found)
    change = _CHANGE.fullmatch(line)
    if change is not None and change[1].strip() in _words(world, "ord-endre"):
        return Commanded(Command.CHANGE, int(change[2]))
    return None


def plainly(world: World, line: str) -> str:
    """«Jeg vil gjerne snakke med noen» is «snakke med noen»."""
    polite = _words(world, "ord-hoflig")
    said = line.split()
    while said and said[0] in polite:
        del said[0]
    while said and said[-1] in polite:
        del said[-1]
    return " ".join(said)


def near(world: World, shown: Shown, text: str) -> tuple[int, ...]:
    """The places (1 is the first) of the answers that have telling words in common with the line: at most two.

    Only ever asked back, never taken for an answer: «de vil» and «de vil ikke» have the same words.
    """
    if len(text) > LONGEST_ANSWER:
        return ()
    unsure = _unsure(world, shown) if fold(text) in _words(world, "svar-usikker") else ()
    if unsure:
        return tuple(place for place, pick in enumerate(shown.picks, start=1) if pick in unsure)[:MOST_NEAR]
    named = [frozenset(chain.from_iterable(map(telling, _names(world, pick)))) for pick in shown.picks]
    shared = [telling(text) & words for words in named]
    worth = [sum(1 / sum(word in words for words in named) for word in common) for common in shared]
    best = max(worth, default=0.0)
    places = tuple(place for place, each in enumerate(worth, start=1) if each >= NEARLY * best)
    return places if best >= 1.0 and len(places) <= MOST_NEAR else ()


def entry(world: World, text: str) -> EntryId | None:
    """The line is a word that opens a sub-flow."""
    line = _short(text)
    if not line:
        return None
    entries = world.library.flows.entries.values()
    return next((entry.id for entry in entries if line in map(_content, entry.words)), None)


def greeting(world: World, text: str) -> bool:
    return _short(text) in _words(world, "ord-hilsen")


def goodbye(world: World, text: str) -> bool:
    return _short(text) in _words(world, "ord-hade")


def thanks(world: World, text: str) -> bool:
    return _short(text) in _words(world, "ord-takk")


def spoken(world: World, text_id: str) -> frozenset[str]:
    """The words of one of the lists in tekster.yaml, folded."""
    return _words(world, text_id)


def _words(world: World, text_id: str) -> frozenset[str]:
    return _listed(world.library.texts.get(text_id, ""))


def _names(world: World, pick: Pick) -> frozenset[str]:
    """What a choice is called. The id of an answer is not: «nei» is the id of some answers that begin with «Ja»."""
    called = [label(world, pick)]
    if pick.of == "option":
        step_id, option_id = pick.ref.split(".", 1)
        step = world.library.flows.steps.get(StepId(step_id))
        option = step.option(OptionId(option_id)) if step else None
        called += option.aliases if option else ()
    else:
        called.append(pick.id)
    if pick.of == "district":
        district = world.library.knowledge.districts.get(DistrictId(pick.ref))
        called += district.aliases if district else ()
    if pick.of == "agency":
        agency = world.library.knowledge.agencies.get(pick.ref)
        called += agency.aliases if agency else ()
    return frozenset(folded for name in called if (folded := _content(name)))


def denies(text: str) -> bool:
    """Whether the line says no to something, in whatever words."""
    return _negates(_short(text))


def _begins(line: str, name: str) -> bool:
    if name.startswith(line + " "):
        return True
    return len(line) >= SHORTEST_PREFIX and name.startswith(line)


def _within(line: str, names: list[tuple[Pick, str]]) -> Chosen | None:
    """Two or more words as they stand in one label, with a telling one that no other answer has."""
    asked = [(pick, name) for pick, name in names if pick.of in ("option", "text")]
    holding = {pick for pick, name in asked if f" {line} " in f" {name} "}
    if len(line.split()) < 2 or len(holding) != 1:
        return None
    pick = holding.pop()
    others = chain.from_iterable(telling(name) for other, name in asked if other != pick)
    return Chosen(pick) if telling(line) - set(others) else None


def _negates(folded: str) -> bool:
    return not _NEGATIONS.isdisjoint(folded.replace("vet ikke", "vet_ikke").split())


def _likeness(line: str, name: str) -> float:
    """Of 100. One wrong, missing, extra or swapped letter is always alike; «utrygg» is never «trygg»."""
    if any(a == f"u{b}" or b == f"u{a}" for a in line.split() for b in name.split()):
        return 0.0
    ratio = fuzz.ratio(line, name)
    return max(ratio, ALIKE) if OSA.distance(line, name, score_cutoff=1) <= 1 else ratio


def _typo(line: str, names: list[tuple[Pick, str]]) -> Chosen | None:
    if len(line) < SHORTEST_TYPO:
        return None
    best: dict[Pick, float] = {}
    for pick, name in names:
        best[pick] = max(best.get(pick, 0.0), _likeness(line, name))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < APART:
        return None
    return Chosen(ranked[0][0])
