"""Who Varde is on Telegram, and how it is reached there; nothing of it is ever printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.telegram.pace import Limits


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to listen, under which address Telegram calls, and how it shows that it is Telegram."""

    host: str
    port: int
    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """`allow` holds people's numbers, or `*` for everybody; without limits the network alone says what is too much."""

    api: str
    token: str = field(repr=False)
    allow: tuple[str, ...]
    webhook: Webhook | None = None
    limits: Limits | None = None
