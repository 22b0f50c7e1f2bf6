"""nio's client for one device, made to keep its promises: no error passed over, no event that stops the rest.

Five things in matrix-nio 0.26 would cost messages or keys, and are mended here by overriding:

- an exception while one event is read or decrypted ends the whole sync: every event is fenced off from the others;
- one-time keys are uploaded before they are stored: a crash in between would leave keys on the server that nobody has;
- what a sync brings is stored in many transactions: a crash between two would lose a room key for good;
- a room key that could not be handed to a device counts as handed over, and its owner could not read us;
- a failure while keys are claimed leaves a lock behind that the next message to the room waits for without end.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from aiohttp import ClientConnectorCertificateError, ClientError
from nio import (
    AsyncClient,
    AsyncClientConfig,
    EncryptionError,
    Event,
    KeysUploadResponse,
    LocalProtocolError,
    MatrixRoom,
    MegolmEvent,
    SendRetryError,
    ShareGroupSessionResponse,
    SyncResponse,
)
from peewee import PeeweeException

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix.account import Device, Place
from bot.channels.matrix.keys import Keys
from bot.channels.matrix.synced import read, wanted

ANSWERS_WITHIN = 30.0
"""Seconds until a request is given up."""
LONGEST_WAIT = 60.0
"""Seconds between two tries at most; the wait grows with the length of the outage."""
POLL = 30_000
"""Milliseconds that the server may hold a sync back while nothing happens."""
LANDING_EVERY = 30.0
"""Seconds between two tries to write keys to a disk that refused: one that is locked holds everybody up meanwhile."""
NO_SUCH_PATH = "status-404"
"""What is said of a path that a server of another make, or the proxy in front of it, does not know."""
_GONE = {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED"}

log = logging.getLogger("varde.matrix")


def path(*parts: str) -> str:
    """A path of the client-server API; what stands in ids is quoted."""
    return "/_matrix/client/v3/" + "/".join(quote(part, safe="") for part in parts)


class Client(AsyncClient):  # type: ignore[misc]  # nio has no types
    """Raises ChannelError and ChannelRefused where nio's own would return an error or wait for ever."""

    def __init__(self, homeserver: str, user: str, place: Place, store_key: str = "") -> None:
        config = AsyncClientConfig(
            max_limit_exceeded=0,
            max_timeouts=0,
            request_timeout=ANSWERS_WITHIN,
            store=Keys,
            store_name=place.keys.name,
            pickle_key=store_key,
        )
        super().__init__(homeserver.rstrip("/"), user, store_path=str(place.directory), config=config)
        self.connected = False
        self._place = place
        self._down_since: float | None = None
        self._unshared: set[str] = set()
        self._landing_at = 0.0

    def unseal(self, device: Device, access_token: str) -> None:
        """Take up a device: its keys are read, or made where the store is empty. Raises ChannelRefused."""
        try:
            with self._place.blaming():
                self.restore_login(device.user, device.id, access_token)
        except ChannelRefused:
            raise
        except Exception as error:
            # Whatever the cryptography says of a damaged store, it cannot be used.
            log.error("store-unreadable %s", type(error).__name__)
            raise self._place.broken() from None

    async def call(
        self, method: str, where: str, content: Mapping[str, Any] | None = None, *, also: int = 200
    ) -> dict[str, Any]:
        """One request that nio has no call for; `also` is a status that is an answer too. Raises ChannelError."""
        headers = {"Content-Type": "application/json"}
        if self.access_token:
            headers["Authorization"] = f"Bearer {self.access_token}"
        with self._reaching():
            data = None if content is None else json.dumps(content)
            answer = await self.send(method, where, data, headers)
            body = _object(await answer.read())
        if body is None or answer.status not in (200, also) or body.get("errcode") in _GONE:
            raise self._refusal(answer.status, body or {})
        self._reached()
        return body

    async def next_sync(self, since: str, *, timeout: int = POLL, full_state: bool = False) -> SyncResponse:
        """What happened since, decrypted as far as possible and kept in `rooms`. Raises ChannelError."""
        try:
            async with asyncio.timeout(POLL / 1000 + 2 * ANSWERS_WITHIN):
                return await self.sync(timeout, wanted(self.user_id), since or None, full_state or None)
        except TimeoutError:
            raise self._unreachable() from None

    async def keep_up(self) -> None:
        """The calls that nio's own loop makes beside each sync; what fails is done beside the next."""
        now = asyncio.get_running_loop().time()
        if now >= self._landing_at:
            self._landing_at = now + LANDING_EVERY
            self.store.land()
        try:
            if self.should_upload_keys and not self.store.afloat:
                await self.keys_upload()
            if self.should_query_keys:
                await self.keys_query()
            if self.should_claim_keys:
                await self.keys_claim(self.get_users_for_key_claiming())
            await self.send_to_device_messages()
        except (ChannelError, LocalProtocolError) as error:
            log.warning("keys-not-kept-up %s", type(error).__name__)

    def enter(self, room: str, guest: str) -> None:
        """An encrypted room of our own making: no sync tells of it before its guest does something there.

        One that came while the room was still being made may have told of it without its encryption.
        """
        made = self.rooms.setdefault(room, MatrixRoom(room, self.user_id))
        made.encrypted = True
        made.add_member(self.user_id, None, None)
        made.add_member(guest, None, None, invited=True)
        self.encrypted_rooms.add(room)
        self.store.save_encrypted_rooms({room})
        self.olm.update_tracked_users(made)

    def ready(self) -> None:
        """The start is over: from here on the disk may refuse. Raises ChannelRefused where it does already."""
        with self._place.blaming():
            self.store.begin()

    async def say(self, room: str, content: Mapping[str, Any], transaction: str) -> None:
        """A message, encrypted where the room is; the same transaction twice is one message. Raises ChannelError."""
        try:
            await self.room_send(room, "m.room.message", content, transaction, ignore_unverified_devices=True)
        except LocalProtocolError:
            raise ChannelError("room-not-here", 2.0) from None
        except (EncryptionError, SendRetryError):
            raise ChannelError("not-encrypted", 2.0) from None

    def unlocked(self, source: dict[str, Any], room: str) -> Event | None:
        """An event that did not come by sync, decrypted if that is possible; None when it is no event at all."""
        event = self.fenced(Event.parse_event, source)
        if isinstance(event, MegolmEvent):
            event.room_id = room
            return self.fenced(self.olm._decrypt_megolm_no_error, event) or event
        return event

    # --- what nio calls itself ----------------------------------------------------------------------------------------

    async def _send(self, response_class: type, *given: Any, **named: Any) -> Any:
        try:
            with self._reaching():
                if response_class is KeysUploadResponse:
                    self.olm.save_account()
                    if self.store.afloat:
                        # On the server and not on the disk they would be nobody's after a crash.
                        raise ChannelError("keys-not-kept", LANDING_EVERY)
                response = await super()._send(response_class, *given, **named)
            if isinstance(response, response_class):
                self._reached()
                return response
            status = response.transport_response.status
            body = {"errcode": response.status_code, "retry_after_ms": response.retry_after_ms}
            raise self._refusal(status, body)
        except BaseException:
            if response_class is ShareGroupSessionResponse:
                self._unshared.add(named["response_data"][0])
            raise

    async def create_matrix_response(self, response_class: type, transport_response: Any, *given: Any, **n: Any) -> Any:
        if response_class is not SyncResponse or transport_response.status != 200:
            return await super().create_matrix_response(response_class, transport_response, *given, **n)
        body = await self.parse_body(transport_response)
        if not isinstance(body.get("next_batch"), str):
            raise self._unreachable("no-matrix")
        response = read(body, self.fenced)
        response.transport_response = transport_response
        return response

    async def parse_body(self, transport_response: Any) -> dict[str, Any]:
        return _object(await transport_response.read()) or {}

    async def receive_response(self, response: Any) -> None:
        if not isinstance(response, SyncResponse) or not response.to_device_events:
            await super().receive_response(response)
            return
        # Nothing in here waits for anything, so the transaction is ours alone.
        with self.store.in_one():
            await super().receive_response(response)

    async def share_group_session(self, room_id: str, *given: Any, **named: Any) -> Any:
        self._unshared.discard(room_id)
        try:
            shared = await super().share_group_session(room_id, *given, **named)
        finally:
            waiting = self.sharing_session.pop(room_id, None)
            if waiting is not None:
                waiting.set()
        if room_id in self._unshared:
            self.olm.outbound_group_sessions.pop(room_id, None)
            raise ChannelError("key-not-shared", 2.0)
        return shared

    def _handle_timeline_event(self, *given: Any) -> Any:
        return self.fenced(super()._handle_timeline_event, *given)

    def _handle_joined_state(self, *given: Any) -> None:
        self.fenced(super()._handle_joined_state, *given)

    def _handle_decrypt_to_device(self, event: Any) -> Any:
        return self.fenced(super()._handle_decrypt_to_device, event)

    def _handle_olm_events(self, response: Any) -> None:
        self.fenced(super()._handle_olm_events, response)

    def fenced(self, doing: Callable[..., Any], *given: Any) -> Any:
        """None where one event cannot be digested; what it held stays unsaid."""
        try:
            return doing(*given)
        except PeeweeException:
            raise
        except Exception as error:
            log.warning("event-unreadable %s", type(error).__name__)
            return None

    # --- errors -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turn a network that is down into ChannelError, and keys that cannot be kept into ChannelRefused."""
        try:
            with self._place.blaming():
                yield
        except ClientConnectorCertificateError:
            raise self._unreachable("no-trust") from None
        except (ClientError, TimeoutError, OSError):
            raise self._unreachable() from None

    def _reached(self) -> None:
        """The homeserver itself, and not a proxy in front of it."""
        self.connected, self._down_since = True, None

    def _unreachable(self, code: str = "unreachable") -> ChannelError:
        """Try again after as long as it has been down already."""
        now = asyncio.get_running_loop().time()
        self.connected = False
        self._down_since = self._down_since or now
        return ChannelError(code, min(max(now - self._down_since, 1.0), LONGEST_WAIT))

    def _refusal(self, status: int, body: Mapping[str, Any]) -> ChannelError | ChannelRefused:
        code = body.get("errcode")
        if code in _GONE:
            return ChannelRefused(
                f"matrix: {self.homeserver} no longer accepts the log-in of {self.user_id or self.user} ({code}); "
                f"with a token: get a new one; with a password: move {self._place.directory} away to log in anew"
            )
        if status == 429 or code == "M_LIMIT_EXCEEDED":
            self._reached()
            wait = body.get("retry_after_ms")
            return ChannelError("too-many", wait / 1000 if isinstance(wait, int | float) and wait > 0 else 5.0)
        if status >= 500:
            return self._unreachable(f"server-{status}")
        known = isinstance(code, str) and code.startswith("M_") and code.replace("_", "").isalnum() and len(code) < 50
        if not known:
            # A proxy, or a page of maintenance: what the homeserver itself would say nobody knows yet.
            return self._unreachable(f"status-{status}")
        self._reached()
        return ChannelError(str(code), None)


def _object(text: bytes) -> dict[str, Any] | None:
    """None where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
