"""Who Varde is on a homeserver, and the files that its device lives in between two runs."""

from __future__ import annotations

import errno
import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from peewee import PeeweeException

from bot.channel import ChannelRefused
from bot.channels.matrix.identity import Identity

_DEVICE, _SINCE, _KEYS = "device.json", "since", "keys.db"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)

log = logging.getLogger("varde.matrix")


@dataclass(frozen=True, slots=True)
class Account:
    """What the operator has configured; one of the two secrets is empty."""

    homeserver: str
    user: str
    password: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    device_name: str = "Varde"
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """One log-in, for ever the same: its keys and its transaction ids belong together."""

    homeserver: str
    user: str
    id: str
    access_token: str = field(repr=False)
    """Empty where the operator keeps the token in a file of his own."""
    store_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """What the keys are sealed with in their store."""


class Place:
    """The directory `matrix` in the data directory. Only we may read it, and only one process may use it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.keys = directory / _KEYS
        # Beside the directory and not in it: whoever moves that away for a new device keeps who Varde is.
        self._identity = directory.with_name(f"{directory.name}-identity.json")

    def device(self) -> Device | None:
        """The device of an earlier run. Raises ChannelRefused where its file cannot be used."""
        file = self.directory / _DEVICE
        try:
            return Device(**json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError):
            raise ChannelRefused(
                f"matrix: {file} cannot be read; check its owner, or move {self.directory} away to log in anew"
            ) from None

    def prepare(self) -> None:
        """Make the directory; what a log-in that was killed half-way has left there goes."""
        with self.blaming():
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.directory.chmod(0o700)
            self._clear()
            if not self.keys.exists():
                os.close(os.open(self.keys, os.O_RDWR | os.O_CREAT, 0o600))
            self.keys.chmod(0o600)

    def abandon(self) -> None:
        """The log-in came to nothing: leave nothing of it behind. Where a device is known, nothing is touched."""
        with suppress(OSError):
            self._clear()
            self.directory.rmdir()

    def keep(self, device: Device) -> None:
        """From here on the device is known; its keys are there already."""
        with self.blaming():
            _write(self.directory / _DEVICE, json.dumps(asdict(device)))

    def identity(self, user: str) -> Identity:
        """The one of all earlier devices of this user; else a new one, kept. Raises ChannelRefused."""
        try:
            known = Identity(**json.loads(self._identity.read_text(encoding="utf-8")))
        except FileNotFoundError:
            known = Identity(user)
            with self.blaming():
                _write(self._identity, json.dumps(asdict(known)))
        except (OSError, ValueError, TypeError):
            raise ChannelRefused(
                f"matrix: {self._identity} cannot be read; check its owner, or put a backup of it back"
            ) from None
        if known.user != user:
            raise ChannelRefused(f"matrix: {self._identity} is that of {known.user}; move it away, and {user} gets one")
        return known

    def since(self) -> str:
        """The last place in the server's stream whose events are all stored; empty: none."""
        try:
            return (self.directory / _SINCE).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def keep_since(self, token: str) -> None:
        """Where the disk refuses, the last one stays: what comes again after a start has been seen."""
        try:
            _write(self.directory / _SINCE, token, lasting=False)
        except OSError as refused:
            log.warning("since-not-kept %s", type(refused))

    @contextmanager
    def blaming(self) -> Iterator[None]:
        """Turn what the disk refuses into one line for the operator."""
        try:
            yield
        except PeeweeException:
            raise self.broken() from None
        except OSError as error:
            if error.errno in _NO_ROOM or isinstance(error, PermissionError | FileExistsError | NotADirectoryError):
                raise ChannelRefused(
                    f"matrix: {self.directory} cannot be written ({error.strerror}); check its owner and the disk"
                ) from None
            raise

    def broken(self) -> ChannelRefused:
        """The keys cannot be used, or not be written any more."""
        return ChannelRefused(
            f"matrix: the store of keys {self.keys} cannot be used; is the disk full, or the file damaged? "
            f"Without it: move {self.directory} away, and Varde logs in as a new device"
        )

    def _clear(self) -> None:
        if not (self.directory / _DEVICE).exists():
            for left in ("*.new", _SINCE, f"{_KEYS}*"):
                for file in self.directory.glob(left):
                    file.unlink()


def _write(to: Path, text: str, *, lasting: bool = True) -> None:
    """Whole or not at all. `lasting`: also through a power cut; without, an older text may come back."""
    new = to.with_name(f"{to.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        if lasting:
            file.flush()
            os.fsync(descriptor)
    new.replace(to)
