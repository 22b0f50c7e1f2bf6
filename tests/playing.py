"""Plays a conversation against the pure engine, state and messages through JSON on the way, all of it checked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot import saved
from bot.content import load
from bot.core.calls import Event
from bot.core.conversation import Conversation
from bot.core.effects import Count, Effect, Raise, Say, Withdraw
from bot.core.engine import State, advance, due_event
from bot.core.engine import key as key_of
from bot.core.events import (
    UNCHANGED,
    Address,
    ChatOpened,
    ChoiceId,
    ChoicePressed,
    DistrictId,
    EventId,
    MessageNumber,
    MessageReceived,
    MessageUnreadable,
    SettingsChanged,
    UnitId,
)
from bot.core.library import World
from bot.core.people import People
from bot.core.texts import TEXTS
from bot.core.typed import Typed
from bot.core.words.wording import Rendered, render

ROOT = Path(__file__).parents[1]
CONVERSATIONS = ROOT / "tests" / "conversations"
UNITS = CONVERSATIONS / "enheter" / "enheter.yaml"
OSLO = ZoneInfo("Europe/Oslo")
MONDAY = datetime(2026, 1, 5, 10, 0, tzinfo=OSLO)
"""When a conversation begins if it does not say another time; the same as the virtual clock of CONTRACT.md."""

_SPANS = {"s": 1, "min": 60, "t": 3600, "time": 3600, "timer": 3600, "d": 86400, "døgn": 86400, "dager": 86400}
_HOLE = re.compile(r"\{\w*\}")


@cache
def staffed() -> World:
    """The shipped content, with the units of tests/conversations/enheter/enheter.yaml."""
    loaded = load(ROOT / "knowledge", ROOT / "flows", UNITS, MONDAY.date(), texts=TEXTS)
    wrong = "\n".join(problem.line_text() for problem in loaded.problems if problem.severity == "FEIL")
    assert loaded.library is not None, f"the shipped content does not load:\n{wrong}"
    return World(loaded.library, loaded.people)


@cache
def shipped() -> World:
    """The shipped content as it is without a people file."""
    return World(staffed().library, People())


@dataclass
class Person:
    """One person and what stands on her screen."""

    address: Address
    state: Conversation | None = None
    """The conversation as it came back from JSON; None: nothing is known about her."""
    json: str = ""
    due: datetime | None = None
    screen: list[Rendered] = field(default_factory=list)
    """Every message that she was sent."""


@dataclass
class Play:
    """A world, a clock and the people who talk with Varde in it."""

    world: World
    now: datetime = MONDAY
    people: dict[str, Person] = field(default_factory=dict)
    who: str = "kari"
    """Who spoke last."""
    number: int = 1
    """The next message's."""
    events: int = 0
    said: list[Rendered] = field(default_factory=list)
    """What Varde answered to the last thing that happened."""
    says: list[Say] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    sparing: bool = False
    """Not through JSON: for thousands of turns that other tests take through it."""
    others: dict[str, tuple[State | None, datetime | None]] = field(default_factory=dict)
    """Pings and reminders by their keys, and when they want to be woken."""
    delivered: dict[str, datetime] = field(default_factory=dict)
    """When the newest message that can be withdrawn was handed over: here always at once."""
    read: dict[str, Rendered] = field(default_factory=dict)
    """Messages that were read and found whole."""

    @property
    def person(self) -> Person:
        return self.people.setdefault(self.who, Person(Address(f"jsonlines:{self.who}")))

    def types(self, text: str, who: str = "") -> list[Rendered]:
        self.who = who or self.who
        return self._do(lambda i, a: MessageReceived(i, a, Typed(text)))

    def presses(self, choice: str, under: int | None = None) -> list[Rendered]:
        message = None if under is None else MessageNumber(under)
        return self._do(lambda i, a: ChoicePressed(i, a, ChoiceId(choice), message))

    def shows(self, captions: Sequence[str]) -> list[Rendered]:
        """Pictures that come together, each with its caption."""
        self._fresh()
        for place, caption in enumerate(captions):
            self.events += 1
            event = EventId(f"e{self.events}")
            self.take(MessageUnreadable(event, self.person.address, "uten-tekst", Typed(caption), quiet=place > 0))
        return self.said

    def opens(self, who: str = "") -> list[Rendered]:
        self.who = who or self.who
        return self._do(ChatOpened)

    def sets(
        self, district: str | None = None, unit: str | None = None, health: bool | None = None, who: str = ""
    ) -> list[Rendered]:
        """Settings that a bridge sets; what is None stays as it was."""
        self.who = who or self.who
        return self._do(
            lambda i, a: SettingsChanged(
                i,
                a,
                UNCHANGED if district is None else DistrictId(district),
                UNCHANGED if unit is None else UnitId(unit),
                UNCHANGED if health is None else health,
            )
        )

    def waits(self, how_long: timedelta) -> list[Rendered]:
        """Time goes by; what is due on the way happens, in order."""
        end = self.now + how_long
        self._fresh()
        while (due := min(self._dues(), default=None)) is not None and due[0] <= end:
            self.now = max(self.now, due[0])
            self.take(due_event(due[1], self.delivered.get(due[1])))
            assert due not in self._dues(), "a wake-up that asks for the same time again"
        self.now = end
        return self.said

    def _dues(self) -> list[tuple[datetime, str]]:
        """When which state wants to be woken."""
        talks = ((person.due, f"samtale:{person.address}") for person in self.people.values())
        others = ((due, key) for key, (_, due) in self.others.items())
        return [(due, key) for due, key in (*talks, *others) if due is not None]

    def _do(self, make: Callable[[EventId, Address], Event]) -> list[Rendered]:
        self.events += 1
        self._fresh()
        self.take(make(EventId(f"e{self.events}"), self.person.address))
        return self.said

    def _fresh(self) -> None:
        self.said, self.says, self.counts = [], [], []

    def take(self, event: Event) -> None:
        """One turn, as the app takes it: state from JSON, core, state and messages to JSON, messages in words."""
        waiting = deque([event])
        while waiting:
            now = waiting.popleft()
            for effect in self._advance(key_of(now), now):
                match effect:
                    case Say():
                        self._say(effect)
                    case Count():
                        self.counts.append(effect)
                    case Raise():
                        waiting.append(effect.event)
                    case Withdraw():
                        pass

    def _advance(self, under: str, event: Event) -> Sequence[Effect]:
        machine, _, whose = under.partition(":")
        number = MessageNumber(self.number)
        if machine != "samtale":
            before = self.others.get(under, (None, None))[0]
            transition = advance(before, event, self.now, self.world, number)
            after = transition.state if self.sparing else stored(under, transition.state)[0]
            self.others[under] = (after, transition.due)
            return transition.effects
        person = self.people.setdefault(whose.partition(":")[2], Person(Address(whose)))
        transition = advance(person.state, event, self.now, self.world, number)
        state, person.json = (transition.state, "") if self.sparing else stored(under, transition.state)
        assert state is None or isinstance(state, Conversation)
        person.state, person.due = state, transition.due
        return transition.effects

    def _say(self, say: Say) -> None:
        assert say.number == self.number, "message numbers come one after the other, none twice"
        self.number += 1
        self.says.append(say)
        shown = self._words(say)
        self.said.append(shown)
        self.people[say.to.partition(":")[2]].screen.append(shown)
        if say.tag:
            self.delivered[say.owner] = self.now

    def _words(self, say: Say) -> Rendered:
        """The message in words; the same message is read only once."""
        same = saved.say_json(replace(say, number=MessageNumber(0)))
        if same not in self.read:
            self.read[same] = in_words(self.world, say, self.now.astimezone(OSLO).date())
        return replace(self.read[same], number=say.number)


def stored(under: str, state: State | None) -> tuple[State | None, str]:
    """The state as it comes back from JSON, which is as it was, and the JSON."""
    if state is None:
        return None, ""
    json = saved.state_json(state)
    again = saved.state(under, json)
    assert again == state, "the state is another one after JSON"
    return again, json


def in_words(world: World, say: Say, today: date) -> Rendered:
    """The message as it is read, after JSON; whole, with words in it and on every button."""
    again = saved.say(saved.say_json(say))
    assert again == say, "the message is another one after JSON"
    deleted = True if say.deletes else None
    shown = render(world, again, today, deleted)
    assert shown.text.strip(), f"an empty message: {say}"
    assert not _HOLE.search(shown.text), f"a hole that nobody filled: {shown.text}"
    assert len(shown.choices) == len(say.picks), f"a choice without words: {say.picks}"
    assert len({choice.id for choice in shown.choices}) == len(shown.choices), f"a choice twice: {say.picks}"
    assert "None" not in shown.text
    return shown


# --- Transcripts: what tests/conversations/README.md describes -------------------------------------------------------

_HEAD = {"tittel", "hvem", "samtale", "enheter", "begynner", "hvorfor"}
_LOOKED = {"varde", "varde-først", "teller", "husker", "husker-ikke"}
_DONE = {"trykker", "under", "vent", "åpner", "bilder", "innstillinger"}
_KNOWN = {"bydel", "enhet", "helsepersonell", "kjent"}
_ABOUT = {
    "sier",
    "begynner",
    "ikke",
    "type",
    "steg",
    "utfall",
    "oppføring",
    "alvor",
    "valg",
    "tilbyr",
    "tilbyr-ikke",
    "sletter",
    "til",
}


@dataclass(frozen=True)
class Transcript:
    """One conversation as a person wrote it."""

    file: str
    title: str
    head: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def transcripts(folder: Path) -> Iterator[Transcript]:
    """All transcripts in the files of one folder."""
    for file in sorted(folder.glob("*.yaml")):
        for raw in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader):
            unknown = set(raw) - _HEAD
            assert not unknown, f"{file.name}: ukjente nøkler {sorted(unknown)}"
            yield Transcript(file.stem, raw["tittel"], raw, tuple(raw["samtale"]))


def play(transcript: Transcript) -> Play:
    """Play it from the first line to the last; a line that does not come true says which one it was."""
    head = transcript.head
    known = head.get("hvem", {})
    going = Play(staffed() if head.get("enheter") == "ja" or "enhet" in known else shipped())
    if "begynner" in head:
        going.now = datetime.fromisoformat(head["begynner"]).replace(tzinfo=OSLO)
    _introduce(going, known, transcript.lines)
    for place, line in enumerate(transcript.lines, start=1):
        try:
            for what, value in line.items():
                _act(going, what, value, line)
        except AssertionError as wrong:
            seen = "\n---\n".join(f"[{m.kind} {m.ref}] {m.text}\n{[str(c.id) for c in m.choices]}" for m in going.said)
            raise AssertionError(f"{transcript}, linje {place} {dict(line)}: {wrong}\nVarde sa:\n{seen}") from None
    return going


def _introduce(going: Play, known: Mapping[str, str], lines: Sequence[Mapping[str, Any]]) -> None:
    """Whoever writes first is somebody whom Varde has met before, with her settings."""
    assert set(known) <= _KNOWN, f"ukjente nøkler i hvem: {sorted(set(known) - _KNOWN)}"
    if not known:
        return
    health = {"ja": True, "nei": False}.get(known.get("helsepersonell", ""))
    first = next(iter(lines[0]))
    going.opens("kari" if first in _DONE | _LOOKED else first)
    going.sets(known.get("bydel"), known.get("enhet"), health)
    going.person.screen.clear()
    going.said = []


def _act(going: Play, what: str, value: Any, line: Mapping[str, Any]) -> None:
    if what in _LOOKED:
        _look(going, what, value)
    elif what in _DONE:
        _do(going, what, value, line)
    else:
        going.types(value, what)


def _do(going: Play, what: str, value: Any, line: Mapping[str, Any]) -> None:
    match what:
        case "trykker":
            _press(going, value, line.get("under"))
        case "under":
            assert "trykker" in line, "«under» hører til «trykker»"
        case "vent":
            going.waits(span(value))
        case "åpner":
            going.opens(value)
        case "bilder":
            going.shows(value)
        case "innstillinger":
            health = {"ja": True, "nei": False}.get(value.get("helsepersonell", ""))
            going.sets(value.get("bydel"), value.get("enhet"), health)


def _look(going: Play, what: str, value: Any) -> None:
    match what:
        case "varde":
            _expect(going, value)
        case "varde-først":
            assert going.said, "ingenting kom"
            _compare(going.said[0], going.says[0], value)
        case "teller":
            assert [str(count.what) for count in going.counts] == _many(value), f"talt: {going.counts}"
        case "husker":
            missing = [word for word in _many(value) if word not in going.person.json]
            assert not missing, f"husker ikke {missing}: {going.person.json}"
        case "husker-ikke":
            kept = [word for word in _many(value) if word in going.person.json]
            assert not kept, f"husker {kept}: {going.person.json}"


def _press(going: Play, wanted: str, under: str | None) -> None:
    """A button by its id or by the words on it; one that is on no screen is pressed as it is written."""
    screen = going.person.screen
    if under is not None:
        message = screen[int(under) - 1]
        going.presses(_choice(message, wanted) or wanted, message.number)
        return
    found = next((choice for message in reversed(screen) if (choice := _choice(message, wanted))), wanted)
    going.presses(found)


def _choice(message: Rendered, wanted: str) -> str | None:
    return next((str(c.id) for c in message.choices if wanted in (c.id, c.label)), None)


def _expect(going: Play, wanted: Any) -> None:
    wanted = [wanted] if isinstance(wanted, dict | str) else wanted
    assert len(going.said) == len(wanted), f"{len(wanted)} meldinger er ventet, {len(going.said)} kom"
    for message, say, want in zip(going.said, going.says, wanted, strict=True):
        alone = message.to == going.person.address
        assert alone or (isinstance(want, dict) and "til" in want), f"er til {message.to}: skriv «til»"
        _compare(message, say, {"sier": want} if isinstance(want, str) else want)


def _compare(message: Rendered, say: Say, want: Mapping[str, Any]) -> None:
    assert set(want) <= _ABOUT, f"ukjente nøkler: {sorted(set(want) - _ABOUT)}"
    text = _plain(message.text)
    for words in _many(want.get("sier", [])):
        assert _plain(words) in text, f"sier ikke «{words}»"
    for words in _many(want.get("ikke", [])):
        assert _plain(words) not in text, f"sier «{words}»"
    assert text.startswith(_plain(want.get("begynner", ""))), "begynner med noe annet"
    to = want.get("til", "")
    assert not to or message.to.partition(":")[2] == to, f"er til {message.to}"
    name = message.ref.rpartition("/")[2]
    for key, is_kind in (("steg", ("question",)), ("utfall", ("outcome", "urgent")), ("oppføring", ("answer", "none"))):
        if key in want:
            assert message.kind in is_kind, f"er {message.kind}"
            assert name == want[key], f"er {name}, ikke {want[key]}"
    if "type" in want:
        assert message.kind == want["type"], f"er {message.kind}"
    if "alvor" in want:
        assert message.severity == want["alvor"], f"alvor er {message.severity}"
    if "sletter" in want:
        assert (say.deletes is not None) == (want["sletter"] == "ja")
    offered = [str(choice.id) for choice in message.choices]
    if "valg" in want:
        assert offered == _many(want["valg"]), f"valgene er {offered}"
    assert set(_many(want.get("tilbyr", []))) <= set(offered), f"valgene er {offered}"
    assert not set(_many(want.get("tilbyr-ikke", []))) & set(offered), f"valgene er {offered}"


def span(words: str) -> timedelta:
    """«30 min», «11 t», «90 døgn»."""
    number, unit = words.split()
    return timedelta(seconds=int(number) * _SPANS[unit])


def _many(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value]


def _plain(text: str) -> str:
    return " ".join(text.split())
