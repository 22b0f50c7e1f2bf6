"""A running `varde run` on the stand-in: started, killed, looked into."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import yaml
from standin import TOKEN

from channels.driving import VARDE, bare_environment

READY_WITHIN = 60.0
ENDS_WITHIN = 10.0


def configured(place: Path, url: str, **telegram: object) -> Path:
    """A configuration file in `place` that turns Telegram on, at the Bot API under `url`."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "token").write_text(f"{TOKEN}\n")
    section = {"token_file": "token", "api": url, "allow": ["*"], "owner_has_considered_nsm_2023": True, **telegram}
    config = place / "config.yaml"
    config.write_text(yaml.safe_dump({"data": "data", "channels": {"telegram": section}}))
    return config


class Varde:
    """`place` keeps its data, configuration and everything that it wrote to standard error."""

    def __init__(self, place: Path, url: str, **telegram: object) -> None:
        self.place = place
        self.errors = place / "errors"
        self.config = configured(place, url, **telegram)
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, ready: bool = True) -> None:
        known = self.complaints().count("varde: ready")
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [VARDE, "run", "--config", self.config],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                env=bare_environment(**self.environment),
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

    def complaints(self) -> str:
        return self.errors.read_text(encoding="utf-8", errors="replace") if self.errors.exists() else ""
