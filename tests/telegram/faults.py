"""What goes wrong with a call of the Bot API: on purpose, or because it asked for what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class RefusedError(Exception):
    """What the Bot API answers in place of a result."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: `status` is answered; `done`: but first what was asked is done; `cut`: the line
    goes dead in place of an answer; `chat`: only in that chat; `then`: what happens at that moment."""

    status: int = 0
    retry_after: int = 0
    done: bool = False
    cut: bool = False
    body: bytes | None = None
    chat: int | None = None
    then: Callable[[], object] | None = None
