"""What is at the address is no Matrix homeserver: refused at the first log-in, with one line and no file."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from bot.channel import ChannelError, ChannelRefused
from bot.channels.matrix import Account, Matrix
from bot.channels.matrix.account import Device, Place
from bot.channels.matrix.client import Client
from bot.channels.matrix.login import logged_in

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[..., Awaitable[str]]


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Answers everything in one way; the address."""
    runners: list[web.AppRunner] = []

    async def served(answer: Answer, *, tls: ssl.SSLContext | None = None) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        return f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"

    yield served
    for runner in runners:
        await runner.cleanup()


async def page(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>Velkommen til kommunen</html>", content_type="text/html")


async def other_json(_: web.Request) -> web.StreamResponse:
    return web.json_response(["versions"])


async def deep_json(_: web.Request) -> web.StreamResponse:
    return web.Response(text="[" * 100_000, content_type="application/json")


async def nothing(_: web.Request) -> web.StreamResponse:
    return web.Response(status=404)


async def broken(_: web.Request) -> web.StreamResponse:
    return web.Response(status=502, text="<html>Bad Gateway</html>")


async def astray(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/again")


async def cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def half_a_log_in(request: web.Request) -> web.StreamResponse:
    """A server of another make: it has versions, and a log-in without what a log-in must give."""
    return web.json_response({"versions": ["v1.11"]} if request.path.endswith("versions") else {"user_id": 7})


async def refusal(url: str, place: Path) -> str:
    channel = Matrix(Account(url, "varde", "secret", allow=("@*:x",)), place / "matrix", dict)
    with pytest.raises(ChannelRefused) as refused:
        await channel.connect()
    await channel.close()
    assert not (place / "matrix").exists()
    return str(refused.value)


@pytest.mark.parametrize("answer", [page, other_json, deep_json, nothing, broken, astray, cut, half_a_log_in])
async def test_it_is_one_line_that_names_the_address(serve: Serve, tmp_path: Path, answer: Answer) -> None:
    url = await serve(answer)
    line = await refusal(url, tmp_path)
    assert line.startswith("matrix: no Matrix homeserver answers at 127.0.0.1:")
    assert "channels.matrix.homeserver" in line
    assert "\n" not in line
    assert "kommunen" not in line


async def test_tls_where_there_is_none(serve: Serve, tmp_path: Path) -> None:
    url = await serve(page)
    assert "no Matrix homeserver answers" in await refusal(url.replace("http:", "https:"), tmp_path)


async def test_a_certificate_that_nobody_here_trusts(serve: Serve, tmp_path: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).with_name("untrusted.pem"))
    url = await serve(page, tls=tls)
    assert "certificate" in await refusal(url, tmp_path)


async def test_a_name_that_does_not_exist(tmp_path: Path) -> None:
    assert "no Matrix homeserver answers at matrix.invalid" in await refusal("https://matrix.invalid", tmp_path)


@pytest.mark.parametrize("answer", [page, other_json, nothing, broken, cut])
async def test_a_device_that_was_there_before_waits_whatever_is_answered(
    serve: Serve, tmp_path: Path, answer: Answer
) -> None:
    """A page of maintenance passes; nobody should have to start Varde after it."""
    account = Account(await serve(answer), "@varde:x.no", "secret", allow=("@*:x.no",))
    place = Place(tmp_path / "matrix")
    place.prepare()
    place.keep(Device(account.homeserver, account.user, "DEVICE", "token"))
    place.keys.write_bytes(b"x")
    with pytest.raises(ChannelError):
        await logged_in(account, place)


@pytest.mark.parametrize("answer", [page, other_json, deep_json, nothing, broken])
async def test_behind_a_proxy_that_answers_for_it_the_wait_grows_all_the_same(
    serve: Serve, tmp_path: Path, answer: Answer
) -> None:
    client = Client(await serve(answer), "@varde:x.no", Place(tmp_path / "matrix"))
    client.access_token = "token"
    try:
        waits = []
        for tried in (client.call("GET", "/_matrix/client/versions"), client.next_sync("s1", timeout=0)):
            with pytest.raises(ChannelError) as error:
                await tried
            assert error.value.retry_in is not None
            waits.append(error.value.retry_in)
            await asyncio.sleep(error.value.retry_in)
        assert waits[0] == 1
        assert waits[1] > waits[0]
        assert not client.connected
    finally:
        await client.close()
