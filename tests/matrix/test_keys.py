"""The keys of a device while its disk refuses, and what the next start makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nio.crypto import OlmAccount, OutboundSession
from peewee import OperationalError

from bot.channels.matrix.keys import Keys
from store.refusing import at_most_bytes_a_file, reading

NO_ROOM = 16
"""Bytes: no journal of a transaction is so small."""
NAMES = ("kari", "ola", "per")


class Device:
    """The keys in a directory as one run has them; a run that ends without a word was killed."""

    def __init__(self, store: Keys) -> None:
        self.store = store
        known = store.load_account()
        self.account = known or OlmAccount()
        if known is None:
            store.save_account(self.account)
        sessions = store.load_sessions()
        self.knew = [name for name in NAMES if sessions.get(name)]
        """Those with whom earlier runs had begun a session."""

    def meets(self, name: str) -> None:
        other = OlmAccount()
        other.generate_one_time_keys(1)
        (one_time,) = other.one_time_keys["curve25519"].values()
        self.store.save_session(name, OutboundSession(self.account, other.identity_keys["curve25519"], one_time))


@contextmanager
def run(place: Path, *, begun: bool = True) -> Iterator[Device]:
    store = Keys("@varde:example.test", "DEVICE", str(place), "secret", "keys.db")
    try:
        device = Device(store)
        if begun:
            store.begin()
        yield device
    finally:
        store.database.close()


def test_what_the_disk_refused_is_written_when_it_takes_again(tmp_path: Path) -> None:
    with run(tmp_path) as device:
        device.meets("kari")
        with at_most_bytes_a_file(NO_ROOM):
            device.meets("ola")
            assert device.store.afloat
            device.store.land()
            assert device.store.afloat
            device.meets("per")
        device.store.land()
        assert not device.store.afloat
    with run(tmp_path) as device:
        assert device.knew == ["kari", "ola", "per"]


def test_killed_meanwhile_the_next_start_begins_its_sessions_anew(tmp_path: Path) -> None:
    with run(tmp_path) as device:
        device.meets("kari")
        before = device.account.identity_keys
        with at_most_bytes_a_file(NO_ROOM):
            device.meets("ola")
    with run(tmp_path) as device:
        assert device.knew == []
        assert device.account.identity_keys == before
        device.meets("per")
    with run(tmp_path) as device:
        assert device.knew == ["per"]


def test_of_a_transaction_all_is_owed_where_the_disk_refuses_in_its_middle(tmp_path: Path) -> None:
    with run(tmp_path) as device:
        with device.store.in_one():
            device.meets("kari")
            with at_most_bytes_a_file(NO_ROOM):
                device.meets("ola")
        device.store.land()
    with run(tmp_path) as device:
        assert device.knew == ["kari", "ola"]


def test_of_a_transaction_that_cannot_be_committed_all_is_owed(tmp_path: Path) -> None:
    """Another program reads the file: it may be written to, but not changed."""
    with run(tmp_path) as device:
        device.store.database.execute_sql("PRAGMA busy_timeout = 0")
        with reading(tmp_path / "keys.db") as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM olmsessions").fetchone()
            with device.store.in_one():
                device.meets("kari")
                device.meets("ola")
                assert not device.store.afloat
        assert device.store.afloat
        device.store.land()
    with run(tmp_path) as device:
        assert device.knew == ["kari", "ola"]


def test_of_a_transaction_that_is_broken_off_nothing_is_kept(tmp_path: Path) -> None:
    def halfway(device: Device) -> None:
        with device.store.in_one():
            device.meets("kari")
            raise ValueError("halfway")

    with run(tmp_path) as device, pytest.raises(ValueError, match="halfway"):
        halfway(device)
    with run(tmp_path) as device:
        assert device.knew == []


def test_at_the_start_the_disk_may_not_refuse(tmp_path: Path) -> None:
    with run(tmp_path, begun=False) as device, at_most_bytes_a_file(NO_ROOM), pytest.raises(OperationalError):
        device.meets("kari")


def test_where_the_next_start_could_not_be_told_nothing_is_owed(tmp_path: Path) -> None:
    (tmp_path / "keys.db-kept").mkdir()  # it cannot be taken away, as on a disk that is read only now
    with run(tmp_path) as device, at_most_bytes_a_file(NO_ROOM), pytest.raises(OperationalError):
        device.meets("kari")


def test_damage_is_no_refusal(tmp_path: Path) -> None:
    with run(tmp_path) as device:
        device.store.database.execute_sql("DROP TABLE olmsessions")
        with pytest.raises(OperationalError, match="no such table"):
            device.meets("kari")
