"""What goes wrong with the store that only the operator can mend, in one line that says how."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

_REMEDIES = (
    ("not a database", "{place} is not a Varde database or is damaged; move it away or put a backup in its place"),
    ("malformed", "{place} is damaged; put a backup in its place"),
    ("is full", "no room is left on the disk that holds {place}; free some space"),
    ("disk i/o", "the disk that holds {place} refuses to write; is it full or broken?"),
    ("is locked", "another program holds {place} locked; close it"),
    ("readonly", "{place} cannot be written; check its owner and permissions"),
    ("unable to open", "{place} cannot be opened; check its owner and permissions"),
)


_PASSING = ("is full", "disk i/o", "is locked", "readonly")
"""What a disk says that could be read a moment ago and may take what is written in a while."""


class StoreError(Exception):
    """The operator's or the machine's fault. The message is one line and holds nothing from the tables."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        """`passing`: it may go over by itself or when somebody frees some space."""
        super().__init__(message)
        self.passing = passing


@contextmanager
def blaming(place: str) -> Iterator[None]:
    """Turn what the database refuses into a StoreError; a broken constraint or statement is our bug and stays one."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except (DBAPIError, sqlite3.DatabaseError) as error:
        # Pragmas are asked of the driver itself, so its errors come here without SQLAlchemy's wrapping.
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        raise StoreError(_sentence(said, place), passing=any(sign in said.lower() for sign in _PASSING)) from error


def _sentence(said: str, place: str) -> str:
    for sign, remedy in _REMEDIES:
        if sign in said.lower():
            return remedy.format(place=place)
    return f"{place}: {' '.join(said.split())}"
