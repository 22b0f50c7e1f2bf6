"""States and messages as JSON and back; the shapes are the core's own."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from bot.core.colleagues.ping import Ping
from bot.core.conversation import Conversation
from bot.core.effects import Say
from bot.core.engine import CONVERSATION, PING, State
from bot.core.reminder import Reminder

_CONVERSATION = TypeAdapter(Conversation)
_PING = TypeAdapter(Ping)
_REMINDER = TypeAdapter(Reminder)
_SAY = TypeAdapter(Say)


class UnreadableError(Exception):
    """Another version of the program wrote a ping, a reminder or a message, in a shape that is not known here."""


def state_json(state: State) -> str:
    if isinstance(state, Conversation):
        return _CONVERSATION.dump_json(state, exclude_defaults=True).decode()
    if isinstance(state, Ping):
        return _PING.dump_json(state, exclude_defaults=True).decode()
    return _REMINDER.dump_json(state, exclude_defaults=True).decode()


def state(key: str, json: str) -> State | None:
    """What is stored under a key. A conversation that cannot be read begins anew: None. Raises UnreadableError."""
    machine = key.partition(":")[0]
    try:
        if machine == CONVERSATION:
            return _CONVERSATION.validate_json(json)
        return _PING.validate_json(json) if machine == PING else _REMINDER.validate_json(json)
    except ValidationError:
        if machine == CONVERSATION:
            return None
        # Without its cause, which would show what is stored.
        raise UnreadableError(machine) from None


def say_json(say: Say) -> str:
    return _SAY.dump_json(say).decode()


def say(json: str) -> Say:
    """Raises UnreadableError when another version of the program wrote it."""
    try:
        return _SAY.validate_json(json)
    except ValidationError:
        raise UnreadableError("message") from None
