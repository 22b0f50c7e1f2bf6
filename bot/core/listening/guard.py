"""Sees emergencies, worries and who is writing in what was typed, before anything else does; keeps nothing."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.core.language.inquiry import asks, asks_more_than_what_now, supposes
from bot.core.language.phrases import Phrasebooks, Span, readings
from bot.core.listening.likeness import WORRY, Likeness

_PHRASES: Final = "fraser"
_PATTERNS: Final = "mønstre"
_WRITERS: Final = "avsender"
_FAMILY: Final = "familie"
_HARMLESS: Final = "!"
# «…» and what follows «hun sa:», but not «jeg spør:».
_QUOTED: Final = re.compile(
    r"«[^»]*»|“[^”]*”|\"[^\"]*\"|(?<!\beg )(?<!\bjeg )\b(?:sa|sier|seier|skrev|skriver|skreiv|skriv|spør|spurte|spurde|"
    r"fortalte|forteller|fortel|fortalde|svarte|says|said|told|wrote|asked)\b[^.:!?\n]{0,30}:[^\n]*",
    re.I,
)
# The place of the gravest group, whose patterns are always believed.
_GRAVEST: Final = "0"
_SENTENCE: Final = re.compile(r"[^.!?;\n]+[.!?;\n]*")


@dataclass(frozen=True, slots=True)
class Samples:
    """Sentences that must and must not be found (`prøver`), proved by `unproven` when the content is loaded."""

    fires: tuple[str, ...] = ()
    stays_quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Phrases and patterns as an author writes them; the notation stands at the top of faresignaler.yaml.

    A match that lies wholly inside a match of `harmless` does not count.
    """

    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    samples: Samples = field(default_factory=Samples)


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerGroup(Signs):
    """One kind of emergency. The order of groups is their priority, so one id may stand in the list more than once."""

    id: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Signs):
    """Signs that the writer is not staff; `id` says who writes: barn, pasient or parorende."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerSigns:
    """Everything the guard listens for: the content of knowledge/faresignaler.yaml, key by key."""

    vocabulary: Mapping[str, tuple[str, ...]]
    never_typos: tuple[str, ...]
    groups: tuple[DangerGroup, ...]
    concern: Signs
    audiences: tuple[Audience, ...]
    family: Signs = Signs()


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of emergency that was seen, and the outcome of the flow that answers it."""

    group: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Unproven:
    """A sample sentence that does not do what its place promises; `place` is a group id, "bekymring" or an audience."""

    place: str
    sentence: str
    should_fire: bool


class Guard:
    """Compiled danger signs: phrases, patterns, and the weights of `likeness`.

    A phrase always rings: negation, past tense and quotation marks silence nothing, on purpose. A pattern reaches
    further and rings unless it stands in a question for knowledge that the weights find quite ordinary; patterns of the
    gravest group ring always. Where nothing is found, the weights alone can ring. Worries have weights of their own,
    `worries`; those of emergencies know them as a kind that is no emergency.

    Compiling raises PatternError for a phrase that cannot be read. Text beyond 2 x MAX_END characters is looked at in
    its beginning and its end only.
    """

    def __init__(self, signs: DangerSigns, likeness: Likeness | None = None, worries: Likeness | None = None) -> None:
        self._likeness = likeness
        self._worries = worries
        self.groups = signs.groups
        self.worry = signs.concern
        self.family = signs.family
        self.audiences = signs.audiences
        books = {
            _PHRASES: _owners({f"{place}": replace(group, patterns=()) for place, group in enumerate(signs.groups)}),
            _PATTERNS: _owners({f"{place}": replace(group, phrases=()) for place, group in enumerate(signs.groups)}),
            WORRY: _owners({WORRY: signs.concern}),
            _FAMILY: _owners({_FAMILY: signs.family}),
            _WRITERS: _owners({f"{place}": audience for place, audience in enumerate(signs.audiences)}),
        }
        self._books = Phrasebooks(signs.vocabulary, books, signs.never_typos)

    def dangers(self, text: str) -> tuple[Danger, ...]:
        """Every kind of emergency in `text`, the one to answer first; empty when there is none."""
        found = [*self._heard(_PHRASES, text), *self._believed(text)]
        seen = {int(owner) for owner in found} or self._alike(text)
        in_order = (Danger(group.id, group.outcome) for place, group in enumerate(self.groups) if place in seen)
        return tuple(dict.fromkeys(in_order))

    def is_ordinary(self, text: str) -> bool:
        """Whether `text` reads like a question of every day, whatever dangerous word stands in it."""
        return self._likeness is not None and all(map(self._likeness.doubts, readings(text)))

    def concern(self, text: str) -> bool:
        """Whether `text` tells of a worry about a child, which is no emergency: by a phrase or by the weights.

        A phrase in a question for knowledge that the weights find quite ordinary is only what the question is about.
        """
        return any(map(self._worrying, (text, *_SENTENCE.findall(text)))) or self._kind(text) == WORRY

    def _worrying(self, part: str) -> bool:
        phrased = any(True for _ in self._heard(WORRY, part))
        if self._worries is None or supposes(part):
            return phrased
        asked, found = asks(part), tuple(readings(part))
        if phrased and not (asked and all(map(self._worries.doubts, found))):
            return True
        return any(self._worries.hears(words, asked) for words in found)

    def tells_of_family(self, text: str) -> bool:
        """Whether `text` tells that somebody has children, and asks for nothing."""
        return not asks_more_than_what_now(text) and self.speaks_of_family(text)

    def speaks_of_family(self, text: str) -> bool:
        """Whether `text` says that somebody has children, whatever it asks."""
        return any(True for _ in self._heard(_FAMILY, text))

    def audience(self, text: str) -> str | None:
        """Who seems to write when it is not staff (the id of an Audience), or None. What she quotes is not her own."""
        seen = {int(owner) for owner in self._heard(_WRITERS, _QUOTED.sub(" ", text))}
        return self.audiences[min(seen)].id if seen else None

    def _believed(self, text: str) -> Iterator[str]:
        """Owners of patterns, but for those found only in ordinary questions."""
        for part in (text, *_SENTENCE.findall(text)):
            doubted = asks(part) and self.is_ordinary(part)
            yield from (owner for owner in self._heard(_PATTERNS, part) if owner == _GRAVEST or not doubted)

    def _alike(self, text: str) -> set[int]:
        """What no phrase describes but the weights hear; one kind, by its first place in the list, or a worry: none."""
        kind = self._kind(text)
        return {place for place, group in enumerate(self.groups) if group.id == kind}

    def _kind(self, text: str) -> str | None:
        """What the weights of emergencies hear in `text`, a worry that is none of them among the kinds."""
        if self._likeness is None or supposes(text):
            return None
        if not any(self._likeness.hears(words, asks(text)) for words in readings(text)):
            return None
        return self._likeness.kind(next(readings(text)))

    def _heard(self, book: str, text: str) -> Iterator[str]:
        """The owners with a match that no harmless match covers."""
        for words in readings(text):
            found = self._books.find(book, words)
            for owner, spans in found.items():
                if not owner.startswith(_HARMLESS) and _uncovered(spans, found.get(f"{_HARMLESS}{owner}", ())):
                    yield owner


def _owners(signs: Mapping[str, Signs]) -> Mapping[str, Sequence[str]]:
    loud = {name: (*sign.phrases, *sign.patterns) for name, sign in signs.items()}
    return loud | {f"{_HARMLESS}{name}": sign.harmless for name, sign in signs.items()}


def _uncovered(spans: Sequence[Span], harmless: Sequence[Span]) -> bool:
    return any(not any(first <= start and end <= last for first, last in harmless) for start, end in set(spans))


def unproven(guard: Guard) -> tuple[Unproven, ...]:
    """The samples that fail, for the loader to report; empty when all hold."""
    return (
        *(miss for group in guard.groups for miss in _misses(group.id, group, lambda text: _groups(guard, text))),
        *_misses(WORRY, guard.worry, lambda text: {WORRY if guard.concern(text) else None}),
        *_misses(_FAMILY, guard.family, lambda text: {_FAMILY if guard.tells_of_family(text) else None}),
        *(miss for one in guard.audiences for miss in _misses(one.id, one, lambda text: {guard.audience(text)})),
    )


def _groups(guard: Guard, text: str) -> set[str | None]:
    return {danger.group for danger in guard.dangers(text)}


def _misses(place: str, signs: Signs, heard: Callable[[str], set[str | None]]) -> Iterator[Unproven]:
    for sentence in signs.samples.fires:
        if place not in heard(sentence):
            yield Unproven(place, sentence, should_fire=True)
    for sentence in signs.samples.stays_quiet:
        if place in heard(sentence):
            yield Unproven(place, sentence, should_fire=False)
