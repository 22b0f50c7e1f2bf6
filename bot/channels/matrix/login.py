"""Becoming a device on the homeserver: the one of the last run, or a new one."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix.account import Account, Device, Place
from bot.channels.matrix.client import Client, path


async def logged_in(account: Account, place: Place) -> Client:
    """A client with its keys, known to the server.

    Raises ChannelRefused where only the operator can help, and ChannelError where waiting may: only for a device that
    the server knew before, and whatever it answers now, but that the log-in has ended. Whatever fails at the very first
    log-in is the operator's, and leaves no file behind.
    """
    known = place.device()
    if known is None:
        try:
            return await _new(account, place)
        except ChannelError as error:
            raise ChannelRefused(_first_time(account, error)) from None
    _check_known(account, known, place)
    return await _again(account, known, place)


async def _again(account: Account, known: Device, place: Place) -> Client:
    client = Client(known.homeserver, known.user, place, known.store_key)
    try:
        client.access_token = account.access_token or known.access_token
        await _check_token(client, known.user, known.id)
        place.prepare()
        client.unseal(known, client.access_token)
    except BaseException:
        await client.close()
        raise
    return client


def _check_known(account: Account, known: Device, place: Place) -> None:
    if (known.homeserver, _local(known.user)) != (account.homeserver, _local(account.user)):
        raise ChannelRefused(
            f"matrix: {place.directory} belongs to {known.user} on {known.homeserver}; "
            f"change channels.matrix back, or move the directory away to log in anew"
        )
    if not place.keys.exists() or place.keys.stat().st_size == 0:
        raise ChannelRefused(
            f"matrix: the keys of device {known.id} are gone from {place.keys}; "
            f"put a backup back, or move {place.directory} away, and Varde logs in as a new device"
        )


async def _new(account: Account, place: Place) -> Client:
    client = Client(account.homeserver, account.user, place)
    try:
        await _check_server(client)
        if account.access_token:
            device = await _by_token(client, account)
        else:
            device = await _by_password(client, account)
        place.prepare()
        token = account.access_token or device.access_token
        await client.close()
        client = Client(account.homeserver, device.user, place, device.store_key)
        client.unseal(device, token)
        # The keys are stored before the device is known: whoever is killed in between begins anew.
        client.olm.save_account()
        place.keep(device)
    except BaseException:
        await client.close()
        place.abandon()
        raise
    return client


async def _check_server(client: Client) -> None:
    found = await client.call("GET", "/_matrix/client/versions")
    if not isinstance(found.get("versions"), list):
        raise ChannelError("no-matrix", None)


async def _by_password(client: Client, account: Account) -> Device:
    content = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": account.user},
        "password": account.password,
        "initial_device_display_name": account.device_name,
    }
    answer = await client.call("POST", path("login"), content)
    user, device, token = (answer.get(key) for key in ("user_id", "device_id", "access_token"))
    if not (isinstance(user, str) and isinstance(device, str) and isinstance(token, str)):
        raise ChannelError("no-matrix", None)
    return Device(account.homeserver, user, device, token)


async def _by_token(client: Client, account: Account) -> Device:
    """A token comes with its device; where that has keys already, their store should be here."""
    client.access_token = account.access_token
    user, device = await _whoami(client)
    if _local(user) != _local(account.user):
        raise ChannelRefused(f"matrix: the access token is that of {user}, not of {account.user}")
    found = await client.call("POST", path("keys", "query"), {"device_keys": {user: [device]}})
    if found.get("device_keys", {}).get(user, {}).get(device):
        raise ChannelRefused(
            f"matrix: device {device} has keys on the server, but their store is not in the data directory; "
            f"put it back, or use the access token of a new log-in"
        )
    return Device(account.homeserver, user, device, "")


async def _check_token(client: Client, user: str, device: str) -> None:
    found = await _whoami(client)
    if found != (user, device):
        raise ChannelRefused(
            f"matrix: the access token is that of {found[0]} with device {found[1]}, "
            f"but the data directory belongs to {user} with device {device}"
        )


async def _whoami(client: Client) -> tuple[str, str]:
    answer = await client.call("GET", path("account", "whoami"))
    user = answer.get("user_id")
    if not isinstance(user, str):
        raise ChannelError("no-matrix", None)
    return user, str(answer.get("device_id", ""))


def _first_time(account: Account, error: ChannelError) -> str:
    if error.code == "M_FORBIDDEN":
        return f"matrix: the password of {account.user} is wrong, or the account may not log in ({error.code})"
    if error.code == "too-many":
        return f"matrix: {account.homeserver} asks to wait {error.retry_in:.0f} s between log-ins; try again then"
    place = urlsplit(account.homeserver).netloc or account.homeserver
    if error.code == "no-trust":
        return f"matrix: the certificate of {place} is not trusted here; mend it, or check channels.matrix.homeserver"
    return f"matrix: no Matrix homeserver answers at {place} ({error.code}); check channels.matrix.homeserver"


def _local(user: str) -> str:
    """`@varde:example.no` may also be written `varde`."""
    return user.removeprefix("@").split(":", 1)[0]
