"""States and messages as JSON and back; the shapes are the core's own."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from bot.core.conversation import Conversation
from bot.core.effects import Say
from bot.core.engine import State

_CONVERSATION = TypeAdapter(Conversation)
_SAY = TypeAdapter(Say)


def state_json(state: State) -> str:
    return _CONVERSATION.dump_json(state, exclude_defaults=True).decode()


def state(json: str) -> State | None:
    """None when it was written by a program whose shapes are no longer known: the conversation begins anew."""
    try:
        return _CONVERSATION.validate_json(json)
    except ValidationError:
        return None


def say_json(say: Say) -> str:
    return _SAY.dump_json(say).decode()


def say(json: str) -> Say:
    return _SAY.validate_json(json)
