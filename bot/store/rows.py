"""What is put into the store and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

PostKind = Literal["say", "delete"]


class Tally(NamedTuple):
    """What is counted as the same: ids of checked content, the local week (202603), and nothing about anybody."""

    week: int
    what: str
    subject: str = ""
    option: str = ""
    district: str = ""
    channel: str = ""
    language: str = ""
    unit_kind: str = ""


@dataclass(frozen=True, slots=True)
class CountSource:
    """Which database the counts are of, and whether any of them were ever moved to a usage.db."""

    id: int
    moved: bool


KEYS = Tally._fields[1:]


@dataclass(frozen=True, slots=True)
class Saved:
    """A state as JSON; `due` is when its owner wants to be woken."""

    json: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Something to be handed to a channel. A deletion has no message number."""

    number: int | None
    channel: str
    address: str
    kind: PostKind
    body: str
    """JSON of ids and content parameters, cleared when the row is sent or given up."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A post that waits in the outbox. `id` grows in the order of posting and is never used twice."""

    id: int
    number: int | None
    channel: str
    address: str
    kind: PostKind
    body: str
    at: datetime
    tries: int
    """How many times the network refused it."""
