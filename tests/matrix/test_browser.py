"""Encrypted, in a real browser: Hydrogen in Chromium. `VARDE_PICTURES` names a folder for the screenshot."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest

from matrix.browser import Browser
from matrix.homeserver import Homeserver, UnavailableError
from matrix.person import Person
from matrix.sealed import installed
from matrix.varde import Varde

HERE = Path(__file__).parent / "hydrogen"
ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
TALK = (
    ("start veiviser", "Er noen i fare nå"),
    ("5", "Hvilken rolle har du"),
    ("1", "Du svarte: Helsepersonell på sykehus"),
)


def built(place: Path) -> Path:
    """The page with everything that it needs. Raises UnavailableError."""
    packages = installed(HERE / "package.json", "page.js") / "node_modules"
    left_out = ["--external:crypto", "--external:path", "--external:fs"]
    command: list[str | Path] = [packages / ".bin" / "esbuild", packages.parent / "page.js"]
    command += ["--bundle", "--format=esm", *left_out]
    subprocess.run([*command, f"--outfile={place / 'bundle.js'}"], check=True, capture_output=True)
    hydrogen = packages / "hydrogen-view-sdk"
    shutil.copytree(hydrogen / "asset-build" / "assets", place / "assets")
    shutil.copytree(packages / "@matrix-org" / "olm", place / "olm")
    shutil.copy(hydrogen / "lib-build" / "sw.js", place)
    shutil.copy(HERE / "index.html", place)
    return place


async def test_a_conversation_in_a_browser(varde: Varde, kari: Person, homeserver: Homeserver, tmp_path: Path) -> None:
    try:
        browser = Browser(built(tmp_path))
    except UnavailableError as why:
        pytest.skip(str(why))
    room = await kari.chat_with(varde.user, initial_state=[ENCRYPTED])
    await kari.until(lambda heard: any(e["type"] == "m.room.member" and e["sender"] == varde.user for e in heard))
    async with browser:
        asked = {"server": homeserver.url, "user": kari.user, "password": "secret", "room": room}
        await browser.does("Page.navigate", url=f"{browser.url}/index.html?{urlencode(asked)}")
        await browser.until("window.ready === true && window.encrypted()")
        for said, answer in TALK:
            await browser.value(f"window.say({json.dumps(said)})")
            await browser.until(f"document.body.innerText.includes({json.dumps(answer)})")
        picture = Path(os.environ.get("VARDE_PICTURES", tmp_path)) / "hydrogen.png"
        await browser.picture(picture)
        assert picture.stat().st_size > 20_000
