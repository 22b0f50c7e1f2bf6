"""A headless Chromium of the system, driven by its own DevTools protocol, and a folder served to it."""

from __future__ import annotations

import asyncio
import base64
import shutil
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from matrix.homeserver import UnavailableError

PATIENCE = 40.0
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Browser:
    """One page, as wide as a phone."""

    def __init__(self, folder: Path) -> None:
        found = next((path for name in _NAMES if (path := shutil.which(name))), None)
        if found is None:
            raise UnavailableError("no Chromium here (Debian: apt-get install chromium)")
        self._program = found
        self._folder = folder
        self._numbers = count(1)
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_static("/", self._folder)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        server = site._server
        assert isinstance(server, asyncio.Server)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._profile = Path(tempfile.mkdtemp())
        self._process = await asyncio.create_subprocess_exec(
            self._program,
            "--headless=new",
            "--no-sandbox",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self._http = aiohttp.ClientSession()
        async with asyncio.timeout(PATIENCE):
            while not (self._profile / "DevToolsActivePort").exists():
                await asyncio.sleep(0.05)
        port = (self._profile / "DevToolsActivePort").read_text().split()[0]
        async with self._http.get(f"http://127.0.0.1:{port}/json") as answer:
            pages = [page for page in await answer.json() if page["type"] == "page"]
        self._socket = await self._http.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)
        phone = {"width": 420, "height": 860, "deviceScaleFactor": 2, "mobile": True}
        await self.does("Emulation.setDeviceMetricsOverride", **phone)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._socket.close()
        await self._http.close()
        self._process.kill()
        await self._process.wait()
        await self._runner.cleanup()
        shutil.rmtree(self._profile, ignore_errors=True)

    async def does(self, method: str, **more: Any) -> Any:
        """One command of the protocol."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": more})
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await self._socket.receive_json()
                if told.get("id") == number:
                    assert "error" not in told, told
                    return told["result"]

    async def value(self, script: str) -> Any:
        found = await self.does("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def until(self, script: str) -> None:
        """Until this is true in the page."""
        async with asyncio.timeout(PATIENCE):
            while not await self.value(script):
                await asyncio.sleep(0.1)

    async def picture(self, file: Path) -> None:
        """What stands on the screen, as a PNG."""
        found = await self.does("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(found["data"]))
