"""A running `varde run` on a homeserver: started, killed, looked into."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import psutil
import yaml

from channels.driving import VARDE, bare_environment

READY_WITHIN = 60.0
ENDS_WITHIN = 10.0


class Varde:
    """`place` keeps its data, configuration and everything that it wrote to standard error."""

    def __init__(self, place: Path, url: str, user: str = "@varde:example.test", **matrix: object) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.place = place
        self.user = user
        self.data = place / "data"
        self.errors = place / "errors"
        self.config = place / "config.yaml"
        (place / "password").write_text("secret\n")
        usual = {
            "homeserver": url,
            "user": user,
            "password_file": "password",
            "allow": ["@*:example.test"],
        }
        section = {key: value for key, value in {**usual, **matrix}.items() if value is not None}
        self.settings: dict[str, object] = {"data": "data", "channels": {"matrix": section}}
        self.process: subprocess.Popen[bytes] | None = None

    def configure(self) -> None:
        self.config.write_text(yaml.safe_dump(self.settings))

    def start(self, *, ready: bool = True) -> None:
        known = self.complaints().count("varde: ready")
        self.configure()
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [VARDE, "run", "--config", self.config],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                env=bare_environment(),
            )
        end = time.monotonic() + READY_WITHIN
        while ready and self.complaints().count("varde: ready") == known:
            assert self.process.poll() is None, self.complaints()
            assert time.monotonic() < end, self.complaints()
            time.sleep(0.02)

    def ended(self) -> int:
        """The exit status."""
        assert self.process is not None
        return self.process.wait(READY_WITHIN)

    def stop(self) -> int:
        """As systemd does it; the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ENDS_WITHIN)

    def kill(self) -> None:
        """Like a power cut."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(ENDS_WITHIN)

    def memory(self) -> int:
        """Bytes."""
        assert self.process is not None
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def cpu(self) -> float:
        """Seconds that it has computed for."""
        assert self.process is not None
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def complaints(self) -> str:
        return self.errors.read_text(encoding="utf-8", errors="replace") if self.errors.exists() else ""
