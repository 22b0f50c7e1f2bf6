"""A unit, its people and an asker on the pure engine: states, timers and an outbox as the program keeps them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot import saved
from bot.core import engine
from bot.core.calls import Event, News, PingOpened
from bot.core.colleagues.ping import OVER, Ping, Stage
from bot.core.effects import Count, Raise, Say, Withdraw
from bot.core.engine import State
from bot.core.events import (
    Address,
    ChatOpened,
    ChoiceId,
    ChoicePressed,
    EventId,
    MessageNumber,
    MessageReceived,
    PingNumber,
    SettingsChanged,
    UnitId,
)
from bot.core.library import World
from bot.core.people import RESERVE, Away, Barneansvarlig, People, Unit
from bot.core.typed import Typed
from bot.core.windows import Window
from bot.core.words.wording import render
from playing import staffed

OSLO = ZoneInfo("Europe/Oslo")
UNIT = UnitId("grorud-hjemmetjenesten")
TOPIC = "droft-barnevern"
KARI = Address("jsonlines:kari")
MONA, ALI, EVA = (Address(f"jsonlines:{name}") for name in ("mona", "ali", "eva"))
LISE = Address("jsonlines:lise")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAIT = 30 * MINUTE
LEADER = Barneansvarlig(RESERVE, "Lise Leder", "", (LISE,), "21 00 00 09")


def oslo(text: str) -> datetime:
    """«2026-01-05 10:00» in Oslo; a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


def one(name: str, *away: Away, addresses: tuple[str, ...] | None = None) -> Barneansvarlig:
    chats = (f"jsonlines:{name}",) if addresses is None else addresses
    return Barneansvarlig(name, name.title(), "", tuple(map(Address, chats)), f"21 00 00 0{len(name)}", away)


def days(first: str, last: str, stand_in: str = "") -> Away:
    return Away(date.fromisoformat(first), date.fromisoformat(last), stand_in)


def unit(
    *people: Barneansvarlig,
    reserve: Barneansvarlig | None = LEADER,
    rounds: int = 0,
    window: Window | None = None,
    wait: timedelta | None = None,
) -> Unit:
    return Unit(UNIT, "Hjemmetjenesten Grorud", None, "kommune", people, reserve, wait, rounds, window)


MESSAGE_IDS = count(1)


@dataclass
class Row:
    """A message that was decided on."""

    say: Say
    at: datetime
    status: str = "pending"


@dataclass
class Scene:
    """Everything that is stored, and the time. `working` tells which addresses their network takes messages for."""

    world: World
    now: datetime
    met: Iterable[Address] = (KARI, MONA, ALI, EVA, LISE)
    working: Callable[[Address], bool] = lambda _: True
    states: dict[str, State] = field(default_factory=dict)
    dues: dict[str, datetime | None] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    outbox: list[Row] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    number: int = 1
    unexpected: list[Row] = field(default_factory=list)
    """Messages that went out and that no test has taken note of yet."""
    taken: int = 0
    """How many times a ping was taken."""

    def __post_init__(self) -> None:
        for address in self.met:
            self.act(ChatOpened(EventId(f"hello-{address}"), address))
        self.act(SettingsChanged(EventId("unit"), KARI, unit=UNIT))
        self.unexpected.clear()
        self.outbox.clear()

    # --- what people do -----------------------------------------------------------------------------------------

    def presses(self, who: Address, choice: str) -> None:
        self.act(ChoicePressed(EventId(f"e{next(MESSAGE_IDS)}"), who, ChoiceId(choice)))

    def types(self, who: Address, text: str) -> None:
        self.act(MessageReceived(EventId(f"e{next(MESSAGE_IDS)}"), who, Typed(text)))

    def asks(self, topic: str = TOPIC, phone: str = "") -> PingNumber:
        """Kari's ping, as her conversation opens it once she has confirmed."""
        from bot.core.calls import Call

        number = PingNumber(self.number)
        self.number += 1
        unit_ = self.world.people.units[UNIT]
        self.act(PingOpened(number, Call(UNIT, unit_.name, unit_.district, topic, bool(phone)), KARI, phone))
        return number

    # --- what the program does ----------------------------------------------------------------------------------

    def act(self, event: Event, *, deliver: bool = True) -> None:
        """One transaction; then what can be handed over is."""
        waiting = deque([event])
        while waiting:
            now = waiting.popleft()
            key = engine.key(now)
            before = self.states.get(key)
            transition = engine.advance(before, now, self.now, self.world, MessageNumber(self.number))
            self._keep(key, transition.state, transition.due, transition.tag)
            self._note(before, transition.state)
            for effect in transition.effects:
                if isinstance(effect, Say):
                    assert effect.number == self.number
                    self.number += 1
                    self.outbox.append(Row(effect, self.now))
                elif isinstance(effect, Raise):
                    waiting.append(effect.event)
                elif isinstance(effect, Withdraw):
                    self._withdraw(effect)
                elif isinstance(effect, Count):
                    self.counts.append(effect)
        if deliver:
            self.deliver()

    def wake(self, *, deliver: bool = True) -> None:
        """Tell every state that is due now."""
        for key in [key for key, due in self.dues.items() if due is not None and due <= self.now]:
            due = self.dues.get(key)
            if due is None or due > self.now:
                continue
            self.act(engine.due_event(key, self.delivered(key)), deliver=deliver)
            again = self.dues.get(key)
            assert again is None or again > self.now, f"{key} would be woken again and again"

    def until(self, moment: datetime) -> None:
        """Time goes by; what is due on the way happens at its time."""
        while (first := min((due for due in self.dues.values() if due is not None), default=None)) is not None:
            if first > moment:
                break
            self.now = max(self.now, first)
            self.wake()
        self.now = max(self.now, moment)
        self.deliver()

    def waits(self, span: timedelta) -> None:
        self.until(self.now + span)

    def sleeps(self, span: timedelta) -> None:
        """The program does not run meanwhile; then it looks once at what is due."""
        self.now += span
        self.wake()

    def deliver(self) -> None:
        """Claim and hand over what its network takes; a claim holds only at the place the message belongs to."""
        for row in self.outbox:
            if row.status != "pending" or not self.working(row.say.to):
                continue
            if row.say.tag and self.tags.get(row.say.owner) != row.say.tag:
                row.status = "cancelled"
                continue
            row.status = "sent"
            self.unexpected.append(row)

    def delivered(self, key: str) -> datetime | None:
        sent = [row.at for row in self.outbox if row.say.owner == key and row.say.tag and row.status == "sent"]
        return max(sent, default=None)

    def restart(self) -> None:
        """Everything through JSON, as after a crash: what is not stored is gone."""
        for key, state in self.states.items():
            again = saved.state(key, saved.state_json(state))
            assert again == state
            self.states[key] = state

    def stored(self) -> tuple[object, ...]:
        """What a database would have; what was only thought is not in it."""
        rows = [(row.say, row.at, row.status) for row in self.outbox]
        return (dict(self.states), dict(self.dues), dict(self.tags), rows, self.number)

    def back_to(self, stored: tuple[object, ...]) -> None:
        """As a transaction that was never committed leaves it."""
        states, dues, tags, rows, self.number = stored  # type: ignore[assignment]
        self.states, self.dues, self.tags = dict(states), dict(dues), dict(tags)  # type: ignore[call-overload]
        self.outbox = [Row(*row) for row in rows]  # type: ignore[attr-defined]

    # --- what is to be seen -------------------------------------------------------------------------------------

    def ping(self, number: PingNumber) -> Ping:
        state = self.states[f"ping:{number}"]
        assert isinstance(state, Ping)
        return state

    def hears(self, who: Address, *texts: str) -> None:
        """These messages, each known by the text it begins with, and no other have gone to this person since."""
        mine = [row for row in self.unexpected if row.say.to == who]
        self.unexpected = [row for row in self.unexpected if row.say.to != who]
        assert [_named(row.say) for row in mine] == list(texts), f"{who}: {[_named(row.say) for row in mine]}"

    def silence(self) -> None:
        """Nobody has heard anything that a test did not take note of."""
        assert not self.unexpected, [(row.say.to, _named(row.say)) for row in self.unexpected]

    def audit(self) -> None:
        """PING.md 1, 3, 4 and 11, as they can be seen in what is stored."""
        for key, state in self.states.items():
            if not isinstance(state, Ping):
                continue
            unsent = any(row.say.owner == key and row.status == "pending" for row in self.outbox)
            assert state.over or self.dues[key] is not None or unsent, f"{key} is lost"
            assert not state.pending
            assert state.stage not in OVER or state.ended_at is not None
        tagged = [row for row in self.outbox if row.say.tag and row.status in ("pending", "sent")]
        places = [(row.say.owner, row.say.tag, row.say.to) for row in tagged]
        assert len(places) == len(set(places)), "two rows for one place in one ping"

    def words(self, row: Row) -> str:
        return render(self.world, row.say, self.now.date()).text

    def _keep(self, key: str, state: State | None, due: datetime | None, tag: str) -> None:
        if state is None:
            self.states.pop(key, None)
            self.dues.pop(key, None)
            self.tags.pop(key, None)
            return
        self.states[key], self.dues[key], self.tags[key] = state, due, tag

    def _note(self, before: State | None, after: State | None) -> None:
        was = before.stage if isinstance(before, Ping) else None
        self.taken += isinstance(after, Ping) and after.stage is Stage.ACKED and was is not Stage.ACKED

    def _withdraw(self, effect: Withdraw) -> None:
        for row in self.outbox:
            if row.status == "pending" and (row.say.owner, row.say.tag) == (effect.owner, effect.tag):
                row.status = "cancelled"


def _named(say: Say) -> str:
    """The first of the message's own sentences that names the news."""
    texts = [part.text for part in say.parts if part.part == "line"]
    return next((text.removeprefix("ping-") for text in texts if text != "ping-ovelse"), "")


def scene(*people: Barneansvarlig, at: str = "2026-01-05 10:00", **more: object) -> Scene:
    """A unit with these people on a Monday morning; `met`, `working` and what `unit` takes."""
    ours = {name: more.pop(name) for name in ("met", "working") if name in more}
    made = unit(*people, **more)  # type: ignore[arg-type]
    world = replace(staffed(), people=People({UNIT: made}))
    return Scene(world, oslo(at), **ours)  # type: ignore[arg-type]


def at(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), OSLO).astimezone(UTC)


__all__ = ["News", "Scene", "scene"]
