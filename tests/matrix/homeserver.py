"""A real Synapse of our own: installed once into a cache, started for a test run, on this machine only."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

SYNAPSE = "matrix-synapse==1.163.2"
NAME = "example.test"
UP_WITHIN = 60.0
_CONFIG = """
server_name: {name}
pid_file: {place}/pid
listeners:
  - {{port: {port}, bind_addresses: [127.0.0.1], tls: false, type: http, resources: [{{names: [client]}}]}}
database: {{name: sqlite3, args: {{database: {place}/homeserver.db}}}}
log_config: {place}/log.yaml
media_store_path: {place}/media
signing_key_path: {place}/signing.key
registration_shared_secret: {secret}
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
federation_domain_whitelist: []
bcrypt_rounds: 4
presence: {{enabled: false}}
url_preview_enabled: false
enable_registration: false
caches: {{sync_response_cache_duration: 0s}}
default_room_version: "{version}"
{limits}
"""
_OPEN = "{per_second: 10000, burst_count: 10000}"
_NO_LIMITS = f"""
rc_message: {_OPEN}
rc_registration: {_OPEN}
rc_login: {{address: {_OPEN}, account: {_OPEN}, failed_attempts: {_OPEN}}}
rc_admin_redaction: {_OPEN}
rc_joins: {{local: {_OPEN}, remote: {_OPEN}}}
rc_joins_per_room: {_OPEN}
rc_invites: {{per_room: {_OPEN}, per_user: {_OPEN}, per_issuer: {_OPEN}}}
rc_room_creation: {_OPEN}
rc_key_requests: {_OPEN}
"""
_LOG = """
version: 1
formatters: {{plain: {{format: '%(asctime)s %(name)s %(levelname)s %(message)s'}}}}
handlers: {{file: {{class: logging.FileHandler, filename: {place}/synapse.log, formatter: plain}}}}
root: {{level: WARNING, handlers: [file]}}
"""


class UnavailableError(Exception):
    """This peer cannot be had here; the message is one line."""


def cache() -> Path:
    """Where peers are installed: `VARDE_TEST_CACHE`, else the user's own cache."""
    given = os.environ.get("VARDE_TEST_CACHE")
    return Path(given) if given else user_cache_path("varde-tests")


def python_of_synapse() -> Path:
    """The Python of a virtual environment with Synapse in it, made where it is missing. Raises UnavailableError."""
    home = cache() / SYNAPSE.replace("==", "-")
    python = home / "bin" / "python"
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f"{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "installed").exists():
            shutil.rmtree(home, ignore_errors=True)
            try:
                subprocess.run([sys.executable, "-m", "venv", home], check=True, capture_output=True)
                subprocess.run([python, "-m", "pip", "install", "-q", SYNAPSE], check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError) as error:
                raise UnavailableError(f"{SYNAPSE} cannot be installed here ({type(error).__name__})") from None
            (home / "installed").touch()
    return python


class Homeserver:
    """`limits`: with the rate limits that Synapse has by itself. `version`: of the rooms that are made here.
    `settings`: a file of settings more, as it stands in the guide."""

    def __init__(self, *, version: str = "12", limits: bool = False, settings: str = "") -> None:
        self._python = python_of_synapse()
        memory = Path("/dev/shm")
        self.place = Path(tempfile.mkdtemp(prefix="varde-synapse-", dir=memory if os.access(memory, os.W_OK) else None))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._secret = os.urandom(16).hex()
        self._config = self.place / "homeserver.yaml"
        kept = "" if limits else _NO_LIMITS
        values = {"name": NAME, "place": self.place, "port": self.port, "secret": self._secret}
        self._config.write_text(_CONFIG.format(**values, version=version, limits=kept))
        self._more = self.place / "more.yaml"
        self._more.write_text(settings)
        (self.place / "log.yaml").write_text(_LOG.format(place=self.place))
        self._run("--generate-keys")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Up and answering."""
        with (self.place / "stderr").open("ab") as errors:
            self._process = subprocess.Popen(
                [self._python, "-m", "synapse.app.homeserver", "-c", self._config, "-c", self._more],
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        end = time.monotonic() + UP_WITHIN
        while time.monotonic() < end:
            try:
                self._ask("/_matrix/client/versions")
            except OSError:
                assert self._process.poll() is None, (self.place / "stderr").read_text()[-2000:]
                time.sleep(0.05)
            else:
                return
        raise AssertionError("Synapse does not come up")

    def stop(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """By default like a power cut."""
        assert self._process is not None
        self._process.send_signal(sign)
        self._process.wait(UP_WITHIN)

    def close(self) -> None:
        """Gone, with everything that was in it."""
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def register(self, name: str, password: str = "secret", *, admin: bool = False) -> str:
        """A new user, by the shared secret; its full id."""
        nonce = self._ask("/_synapse/admin/v1/register")["nonce"]
        told = "\0".join([nonce, name, password, "admin" if admin else "notadmin"])
        mac = hmac.new(self._secret.encode(), told.encode(), hashlib.sha1).hexdigest()
        content = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        self._ask("/_synapse/admin/v1/register", content)
        return f"@{name}:{NAME}"

    def _ask(self, where: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self.url + where, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def _run(self, *arguments: str) -> None:
        command: list[str | Path] = [self._python, "-m", "synapse.app.homeserver", "-c", self._config, *arguments]
        subprocess.run(command, cwd=self.place, check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port
