"""A homeserver as it is reached through something that answers a few requests itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

Answer = Callable[[web.Request, bytes], web.Response | None]
"""Of a request and its body; None: the homeserver's."""


@asynccontextmanager
async def between(url: str, answer: Answer) -> AsyncIterator[str]:
    """Its address, in front of the homeserver at `url`."""

    async def asked(request: web.Request) -> web.Response:
        body = await request.read()
        own = answer(request, body)
        if own is not None:
            return own
        headers = {key: request.headers[key] for key in ("Authorization",) if key in request.headers}
        async with http.request(request.method, url + request.path_qs, data=body, headers=headers) as found:
            return web.Response(status=found.status, body=await found.read(), content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", asked)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as http:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()
