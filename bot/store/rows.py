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
    leapt: datetime | None = None
    """Since when the clock has been too far ahead of what was moved to be believed."""


KEYS = Tally._fields[1:]


@dataclass(frozen=True, slots=True)
class Saved:
    """A state as JSON; `due` is when its owner wants to be woken."""

    json: str
    due: datetime | None = None
    tag: str = ""
    """What a tagged row that it owns must carry to be handed over."""


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
    owner: str = ""
    """The key of the state that it speaks for; empty: nobody but the address has to do with it."""
    tag: str = ""
    """It is handed over only while its owner is stored with this tag; empty: in any case."""


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
    tag: str
    parts: int
    """How many parts of it the network has taken."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What is wrong with the timers and the outbox; clean is nothing, nothing and None."""

    lost: tuple[str, ...]
    """Keys of states that nothing would ever happen to again: no time set, and nothing unsent."""
    overdue: int
    """States that should have been woken long ago."""
    oldest_unsent: datetime | None

    @property
    def clean(self) -> bool:
        return not self.lost and not self.overdue
