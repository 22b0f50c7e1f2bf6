"""Takes events through the core inside one transaction: states in, states, messages and counts out."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from bot import saved
from bot.core import engine
from bot.core.calls import Call, Event, PingOpened
from bot.core.colleagues.coverage import coverage
from bot.core.colleagues.ping import Ping
from bot.core.conversation import Conversation, Settings
from bot.core.effects import Count, Kind, Line, Raise, Say, Transition, Withdraw
from bot.core.engine import State
from bot.core.events import Address, EventId, Incoming, MessageNumber, PingNumber, UnitId
from bot.core.library import World
from bot.core.talking import leave
from bot.store import Post, Saved, Store, Turn
from bot.usage.contributors import Contributors
from bot.usage.tallying import Counted

BATCH = 64
"""So many events at most share a commit."""
_Counting = tuple[Count, Address, Settings]
UNREADABLE = "uleselig"
"""The tag of a state that this program cannot read; it is kept, looked at again each day, and found by the audit."""

log = logging.getLogger("varde.deciding")


class Clock(Protocol):
    """Where the time comes from; it is asked once for each batch."""

    def now(self) -> datetime:
        """Aware."""
        ...


class Content(Protocol):
    """The content that is live at the moment."""

    @property
    def world(self) -> World: ...


@dataclass
class _Batch:
    """One transaction while it is being thought through."""

    turn: Turn
    world: World
    now: datetime
    counted: Counted
    states: dict[str, State | None] = field(default_factory=dict)
    changed: dict[str, Saved | None] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    withdrawn: list[tuple[str, str]] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)

    async def load(self, keys: Iterable[str]) -> None:
        """Bring in the states that are not here yet."""
        missing = sorted(set(keys) - self.states.keys())
        found = await self.turn.states(missing) if missing else {}
        for key in missing:
            self.states[key] = self._read(key, found[key]) if key in found else None

    def _read(self, key: str, json: str) -> State | None:
        try:
            return saved.state(key, json)
        except saved.UnreadableError:
            log.error("state-unreadable")
            self.unreadable.add(key)
            self.changed[key] = Saved(json, self.now + timedelta(days=1), UNREADABLE)
            return None

    def keep(self, key: str, transition: Transition[State]) -> None:
        state = transition.state
        self.states[key] = state
        self.changed[key] = Saved(saved.state_json(state), transition.due, transition.tag) if state else None

    def withdraw(self, effect: Withdraw) -> None:
        """Also what was decided on in this very batch."""
        self.withdrawn.append((effect.owner, effect.tag))
        self.posts = [post for post in self.posts if (post.owner, post.tag) != (effect.owner, effect.tag)]

    def holds(self, posts: Sequence[Post]) -> bool:
        """Whether these, the first that were decided on, are all still to be sent."""
        return self.posts[: len(posts)] == posts

    def copy(self) -> _Batch:
        """As it is now, to go back to after a mistake."""
        mine = (dict(self.states), dict(self.changed), list(self.posts), list(self.withdrawn), set(self.unreadable))
        return _Batch(self.turn, self.world, self.now, self.counted, *mine)

    def back_to(self, before: _Batch) -> None:
        self.states, self.changed, self.unreadable = before.states, before.changed, before.unreadable
        self.posts, self.withdrawn = before.posts, before.withdrawn

    async def write(self) -> None:
        await self.turn.save(self.changed)
        await self.turn.withdraw(self.withdrawn)
        await self.turn.post(self.posts)
        await self.turn.count(self.counted.counts)


class Deciding:
    """Numbers the messages; one at a time may be at work."""

    def __init__(
        self, store: Store, content: Content, clock: Clock, contributors: Contributors, first: MessageNumber
    ) -> None:
        self._store = store
        self._contributors = contributors
        self._content = content
        self._clock = clock
        self._next = first
        self.empty_rungs = 0
        """How often a ping was passed on because nobody on the rung could be asked, since the start."""

    @property
    def last_number(self) -> MessageNumber:
        """The number of the last message that was decided on."""
        return MessageNumber(self._next - 1)

    async def take(self, events: Sequence[Incoming]) -> dict[EventId, MessageNumber]:
        """Events as they came, each once; the last message number after each of them.

        It stops before an event that takes back a message which an earlier one of them has just sent: that one is to
        be handed over first. What is left out comes again.
        """
        return await self._store.go_on(lambda: self._take(events))

    async def _take(self, events: Sequence[Incoming]) -> dict[EventId, MessageNumber]:
        last: dict[EventId, MessageNumber] = {}
        async with self._store.turn() as turn:
            batch = self._batch(turn)
            new = set(await turn.unseen([event.id for event in events], batch.now))
            await batch.load(engine.key(event) for event in events)
            for event in events:
                if event.id in new:
                    if not await self._think(batch, event):
                        await turn.unsee(list(new))
                        break
                    new.discard(event.id)
                    batch.counted.turn(event.sender)
                last[event.id] = self.last_number
            await batch.write()
        batch.counted.committed()
        return last

    async def practise(self, unit: UnitId, people: Sequence[str]) -> None:
        """Show that these people of a unit can be reached: each gets a ping of her own that nobody waits for."""
        await self._store.go_on(lambda: self._practise(unit, people))

    async def _practise(self, unit: UnitId, people: Sequence[str]) -> None:
        async with self._store.turn() as turn:
            batch = self._batch(turn)
            found = batch.world.people.units.get(unit)
            for person in people if found is not None else ():
                call = Call(unit, found.name if found else "", found.district if found else None, practice=person)
                await self._think(batch, PingOpened(PingNumber(self._next), call, None))
            await batch.write()

    async def practise_all(self, unit: UnitId) -> None:
        """The same with everybody of the unit; who cannot be reached is left out by herself."""
        found = self._content.world.people.units.get(unit)
        people = (*found.barneansvarlige, *((found.reserve,) if found.reserve else ())) if found else ()
        await self.practise(unit, [one.id for one in people])

    async def wake(self) -> None:
        """Tell every state that is due now, a batch at a time."""
        while await self._store.go_on(self._wake_some) == BATCH:
            pass

    async def _wake_some(self) -> int:
        """So many were told."""
        async with self._store.turn() as turn:
            batch = self._batch(turn)
            keys = [key for key, _ in await turn.due(batch.now, BATCH)]
            delivered = await turn.delivered([key for key in keys if key.startswith(f"{engine.PING}:")])
            due = [engine.due_event(key, delivered.get(key)) for key in keys]
            await batch.load(keys)
            for event in due:
                await self._think(batch, event)
            await batch.write()
        batch.counted.committed()
        return len(due)

    async def thin_units(self) -> int:
        """In how many units fewer can be reached than is recommended, today or on a day of the next two weeks."""
        return await self._store.go_on(self._thin_units)

    async def _thin_units(self) -> int:
        async with self._store.turn() as turn:
            batch = self._batch(turn)
            people = batch.world.people
            keys = {f"{engine.CONVERSATION}:{address}": address for address in people.by_address}
            await batch.load(keys)
            states = {address: batch.states[key] for key, address in keys.items()}
        known = {
            address: there
            for address, state in states.items()
            if isinstance(state, Conversation) and (there := state.at(batch.now, batch.world.retention))
        }
        today = batch.now.astimezone(batch.world.zone).date()
        units = coverage(people, leave.met(known, batch.world), today, batch.world.escalation.window)
        return sum(not unit.enough for unit in units)

    def _batch(self, turn: Turn) -> _Batch:
        world, now = self._content.world, self._clock.now()
        if self._store.afloat:
            world = replace(world, afloat=True)
        return _Batch(turn, world, now, Counted(world, self._contributors, now))

    async def _think(self, batch: _Batch, event: Event) -> bool:
        """One event, and everything that it leads to; a mistake of ours on the way undoes all of it.

        False: it would have taken back what an earlier event of this batch has just sent, and did nothing.
        """
        before, number = batch.copy(), self._next
        counts: list[_Counting] = []
        waiting = deque([event])
        while waiting:
            now = waiting.popleft()
            key = engine.key(now)
            await batch.load([key])
            if key in batch.unreadable:
                continue
            try:
                transition = engine.advance(batch.states[key], now, batch.now, batch.world, self._next)
            except Exception as error:
                # The type alone: the text of an exception may hold what a person typed.
                log.error("event-failed %s", type(error).__name__)
                batch.back_to(before)
                self._next = number
                self._sorry(batch, event)
                return True
            self.empty_rungs += max(0, _empty(transition.state) - _empty(batch.states[key]))
            whose = engine.whose(now, transition.state or batch.states[key])
            counts += [(effect, *whose) for effect in transition.effects if isinstance(effect, Count)]
            batch.keep(key, transition)
            waiting.extend(self._do(batch, transition))
        if not batch.holds(before.posts):
            batch.back_to(before)
            self._next = number
            return False
        for counted in counts:
            batch.counted.add(*counted)
        return True

    def _do(self, batch: _Batch, transition: Transition[State]) -> Iterator[Event]:
        """The effects; what is raised comes out."""
        for effect in transition.effects:
            match effect:
                case Say():
                    batch.posts.append(_post(effect, batch.now))
                    self._next = MessageNumber(effect.number + 1)
                case Count():
                    pass  # counted when everything went well
                case Raise():
                    yield effect.event
                case Withdraw():
                    batch.withdraw(effect)
                case _:
                    assert_never(effect)

    def _sorry(self, batch: _Batch, event: Event) -> None:
        """Whoever did something is told that it went wrong; a timer is tried again later."""
        key = engine.key(event)
        state = batch.states[key]
        if state is not None:
            batch.keep(key, engine.unchanged(state, batch.now, batch.world))
        sender = engine.sender(event)
        if sender is not None:
            batch.posts.append(_post(Say(sender, self._next, Kind.NOTICE, (Line("feil-hos-oss"),)), batch.now))
            self._next = MessageNumber(self._next + 1)


def _empty(state: State | None) -> int:
    return state.empty if isinstance(state, Ping) else 0


def _post(say: Say, now: datetime) -> Post:
    channel, _, _ = say.to.partition(":")
    return Post(say.number, channel, say.to, "say", saved.say_json(say), now, say.owner, say.tag)
