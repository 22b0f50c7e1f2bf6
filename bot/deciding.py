"""Takes events through the core inside one transaction: states in, states, messages and counts out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, assert_never

from bot import saved
from bot.core import engine
from bot.core.conversation import Conversation, Settings
from bot.core.effects import Count, Kind, Line, Say, Transition
from bot.core.engine import State
from bot.core.events import Event, EventId, Incoming, MessageNumber
from bot.core.library import World
from bot.store import Post, Saved, Store, Turn
from bot.usage.contributors import Contributors
from bot.usage.tallying import Counted

BATCH = 64
"""So many events at most share a commit."""

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

    async def load(self, keys: Iterable[str]) -> None:
        """Bring in the states that are not here yet."""
        missing = sorted(set(keys) - self.states.keys())
        found = await self.turn.states(missing)
        self.states.update({key: saved.state(found[key]) if key in found else None for key in missing})

    def keep(self, key: str, transition: Transition[State]) -> None:
        state = transition.state
        self.states[key] = state
        self.changed[key] = Saved(saved.state_json(state), transition.due) if state is not None else None

    async def write(self) -> None:
        await self.turn.save(self.changed)
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

    @property
    def last_number(self) -> MessageNumber:
        """The number of the last message that was decided on."""
        return MessageNumber(self._next - 1)

    async def take(self, events: Sequence[Incoming]) -> dict[EventId, MessageNumber]:
        """Events as they came, each once; the last message number after each of them."""
        last: dict[EventId, MessageNumber] = {}
        async with self._store.turn() as turn:
            batch = self._batch(turn)
            new = set(await turn.unseen([event.id for event in events], batch.now))
            await batch.load(engine.key(event) for event in events)
            for event in events:
                if event.id in new:
                    new.discard(event.id)
                    batch.counted.turn(event.sender)
                    self._think(batch, event)
                last[event.id] = self.last_number
            await batch.write()
        batch.counted.committed()
        return last

    async def wake(self) -> None:
        """Tell every state that is due now, a batch at a time."""
        told = BATCH
        while told == BATCH:
            async with self._store.turn() as turn:
                batch = self._batch(turn)
                due = [engine.due_event(key) for key, _ in await turn.due(batch.now, BATCH)]
                await batch.load(engine.key(event) for event in due)
                for event in due:
                    self._think(batch, event)
                await batch.write()
            batch.counted.committed()
            told = len(due)

    def _batch(self, turn: Turn) -> _Batch:
        world, now = self._content.world, self._clock.now()
        return _Batch(turn, world, now, Counted(world, self._contributors, now))

    def _think(self, batch: _Batch, event: Event) -> None:
        """One event, and what it leads to."""
        key = engine.key(event)
        transition = self._advance(batch, key, event)
        settings = _settings(transition.state or batch.states[key])
        batch.keep(key, transition)
        for effect in transition.effects:
            match effect:
                case Say():
                    batch.posts.append(_post(effect, batch.now))
                    self._next = MessageNumber(effect.number + 1)
                case Count():
                    batch.counted.add(effect, key.partition(":")[2], settings)
                case _:
                    assert_never(effect)

    def _advance(self, batch: _Batch, key: str, event: Event) -> Transition[State]:
        """Through the core; a mistake of ours is answered, logged by its kind, and changes nothing."""
        state = batch.states[key]
        try:
            return engine.advance(state, event, batch.now, batch.world, self._next)
        except Exception as error:
            # The type alone: the text of an exception may hold what a person typed.
            log.error("event-failed %s", type(error).__name__)
            address = engine.address(event)
            sorry = (Say(address, self._next, Kind.NOTICE, (Line("feil-hos-oss"),)),)
            return Transition(state, sorry, engine.due(state, batch.world))


def _settings(state: State | None) -> Settings:
    """What the person has told about her work, for the counts."""
    return state.settings if isinstance(state, Conversation) else Settings()


def _post(say: Say, now: datetime) -> Post:
    channel, _, _ = say.to.partition(":")
    return Post(say.number, channel, say.to, "say", saved.say_json(say), now)
