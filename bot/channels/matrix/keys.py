"""The keys of a device on the disk; while the disk refuses, in nio's memory, and the next start is told so."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from nio.crypto import TrustState
from nio.store import DefaultStore
from nio.store.models import OlmSessions
from peewee import OperationalError, PeeweeException

_PASSING = ("is full", "disk i/o", "is locked", "readonly", "unable to open")
"""What a disk says that may take what is written in a while."""
_KEPT = "keys.db-kept"

log = logging.getLogger("varde.matrix")
Write = Callable[..., None]


def _despite_the_disk(write: Write) -> Write:
    """One write of nio's that its memory has as well."""

    @wraps(write)
    def written(keys: Keys, *given: Any) -> None:
        keys._owed[(write.__name__, *map(id, given))] = (write, given)
        if keys.afloat:
            return
        try:
            write(keys, *given)
        except OperationalError as refused:
            keys._float(refused)
        if not keys.afloat and not keys.database.in_transaction():
            keys._owed.clear()

    return written


class Keys(DefaultStore):  # type: ignore[misc]  # nio has no types
    """nio reads its store at the start only. So when the disk refuses, writing can wait until it takes again.

    Killed meanwhile, Varde would use keys a second time that it has used already: others could not read it, and what
    it says would be less well sealed. So the file `keys.db-kept` stands beside the keys just as long as they are as
    they were used last. Where it is missing at a start, the sessions with other devices are begun anew.
    """

    def __post_init__(self) -> None:
        self._kept = Path(self.store_path) / _KEPT
        self._floats = False
        self.afloat = False
        self._owed: dict[tuple[object, ...], tuple[Write, tuple[Any, ...]]] = {}
        """What is not on the disk for certain, in order; the same of the same once."""
        super().__post_init__()

    save_account = _despite_the_disk(DefaultStore.save_account)
    save_session = _despite_the_disk(DefaultStore.save_session)
    save_inbound_group_session = _despite_the_disk(DefaultStore.save_inbound_group_session)
    save_device_keys = _despite_the_disk(DefaultStore.save_device_keys)
    add_outgoing_key_request = _despite_the_disk(DefaultStore.add_outgoing_key_request)
    remove_outgoing_key_request = _despite_the_disk(DefaultStore.remove_outgoing_key_request)
    delete_encrypted_room = _despite_the_disk(DefaultStore.delete_encrypted_room)
    _save_encrypted_rooms = _despite_the_disk(DefaultStore.save_encrypted_rooms)

    def save_encrypted_rooms(self, rooms: set[str]) -> None:
        """Nothing where there is nothing to do: a sync comes twice a message."""
        if rooms:
            self._save_encrypted_rooms(rooms)

    def ignore_devices(self, devices: list[Any]) -> None:
        """That nobody has compared keys with a device is no secret of ours, and no reason to write its id to a file."""
        for device in devices:
            device.trust_state = TrustState.ignored

    def load_sessions(self) -> Any:
        if not self._kept.exists():
            with self.database.bind_ctx(self.models):
                OlmSessions.delete().execute()
        return super().load_sessions()

    def begin(self) -> None:
        """The start is over: everything is on the disk, and from now on it may refuse. Raises OSError."""
        self._kept.touch(mode=0o600)
        self._floats = True

    @contextmanager
    def in_one(self) -> Iterator[None]:
        """A transaction: all of what is written in it is on the disk, or is owed."""
        over = False
        try:
            with self.database.atomic():
                yield
                over = True
        except PeeweeException as refused:
            if not over:
                raise
            if not self.afloat:
                self._float(refused)
        if not self.afloat:
            self._owed.clear()

    def land(self) -> None:
        """Write what is owed, if the disk takes it."""
        if not self.afloat:
            return
        try:
            with self.database.atomic():
                for write, given in self._owed.values():
                    write(self, *given)
            self._kept.touch(mode=0o600)
        except (OperationalError, OSError):
            return
        self._owed.clear()
        self.afloat = False
        log.warning("keys-kept-again")

    def _float(self, refused: PeeweeException) -> None:
        """Raises what was refused where it will not pass, or where the next start could not be told."""
        if not (self._floats and _passes(refused)):
            raise refused
        try:
            self._kept.unlink(missing_ok=True)
            directory = os.open(self._kept.parent, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)
        except OSError:
            raise refused from None
        self.afloat = True
        log.error("keys-not-kept")


def _passes(refused: BaseException | None) -> bool:
    """Undoing what was begun can fail in turn; then the first error says what it was."""
    while refused is not None:
        if any(sign in str(refused).lower() for sign in _PASSING):
            return True
        refused = refused.__context__
    return False
