"""Has Varde's device signed by Varde's identity, for clients that deal with signed devices only (matrix-nio cannot).

The keys are on the disk before they are on the server, and every start does what is missing: whoever is killed in
between goes on where he was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channel import ChannelError
from bot.channels.matrix.client import Client, path
from bot.channels.matrix.identity import Identity, Json

_ASKS_WHO_YOU_ARE = 401


async def vouched(client: Client, identity: Identity, password: str) -> bool:
    """Whether this device is now signed by the identity; False where the account has another.

    That one is never replaced: people may have verified it. `password` (empty: there is none) is what older servers
    ask for before they take the first. Raises ChannelError.
    """
    if client.should_upload_keys:
        await client.keys_upload()
    known = await client.call("POST", path("keys", "query"), {"device_keys": {identity.user: [client.device_id]}})
    master = _at(known, "master_keys", identity.user, "keys")
    if not master:
        await _publish(client, identity, password)
    elif f"ed25519:{identity.public('master')}" not in master:
        return False
    device = _at(known, "device_keys", identity.user, client.device_id)
    ours = client.olm.account.identity_keys["ed25519"]
    # What we sign we have made ourselves: the server could show us another device under our name.
    if not client.fenced(client.olm.verify_json, dict(device), ours, identity.user, client.device_id):
        raise ChannelError("no-matrix", None)
    key = identity.public("self_signing")
    if not client.fenced(client.olm.verify_json, dict(device), key, identity.user, key):
        await _sign(client, identity, device)
    return True


async def _publish(client: Client, identity: Identity, password: str) -> None:
    where = path("keys", "device_signing", "upload")
    content = identity.published()
    answer = await client.call("POST", where, content, also=_ASKS_WHO_YOU_ARE)
    if "flows" in answer and password:
        who = {"type": "m.id.user", "user": identity.user}
        proof = {"type": "m.login.password", "identifier": who, "password": password, "session": answer.get("session")}
        answer = await client.call("POST", where, {**content, "auth": proof}, also=_ASKS_WHO_YOU_ARE)
    if "flows" in answer:
        raise ChannelError("not-allowed", None)


async def _sign(client: Client, identity: Identity, device: Json) -> None:
    signed = identity.signed(device, "self_signing")
    content = {identity.user: {client.device_id: signed}}
    answer = await client.call("POST", path("keys", "signatures", "upload"), content)
    if answer.get("failures"):
        raise ChannelError("no-matrix", None)


def _at(known: Mapping[str, Any], *keys: str) -> Json:
    """What stands there, as far as it is an object at all."""
    found: Any = known
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}
