"""Telegram by long polling, on the stand-in for its Bot API."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from pathlib import Path

import yaml
from faults import Fault
from running import Varde
from standin import Standin
from talking import buttons

from channels.network import one_line, wordy


class TelegramNetwork:
    """Everybody from 1001 to 1019 may talk to Varde."""

    longest = 4096

    def __init__(self, place: Path) -> None:
        self._standin = Standin()
        self._standin.__enter__()
        self._varde = Varde(place, self._standin.url, allow=[*range(1001, 1020)])
        settings = yaml.safe_load(self._varde.config.read_text())
        settings["knowledge"] = str(wordy(place / "knowledge"))
        self._varde.config.write_text(yaml.safe_dump(settings))
        self._varde.start()
        self._people = count(1001)
        self._heard: dict[str, int] = defaultdict(int)
        self._cut: dict[str, int] = {}
        self._chosen: dict[str, tuple[str, int]] = {}

    def start(self) -> None:
        self._varde.start()

    def kill(self) -> None:
        self._varde.kill()
        self._cut = {who: len(self._standin.told(int(who))) for who in self._heard}

    def close(self) -> None:
        try:
            assert self._varde.stop() == 0
            assert "Traceback" not in self._varde.complaints()
            assert self._standin.complaints == []
        finally:
            self._varde.kill()
            self._standin.__exit__()

    def newcomer(self) -> str:
        return str(next(self._people))

    def says(self, who: str, text: str) -> str:
        return str(self._standin.writes(int(who), text))

    def says_twice(self, who: str, text: str) -> str:
        """Killed before it can say that it has the update, Varde is given it once more."""
        self._standin.faults["getUpdates"].extend([Fault(502)] * 20)
        self.says(who, text)
        heard = self.hears(who)
        self.kill()
        self._standin.faults["getUpdates"].clear()
        assert self._standin.unacknowledged()
        self.start()
        return heard

    def hears(self, who: str, many: int = 1) -> str:
        """Telegram knows no transactions: a message that was on its way in a power cut may come a second time."""
        said: list[str] = []
        while len(said) < many:
            place = self._heard[who]
            text = self._standin.said(int(who), place)[0]["text"]
            self._heard[who] += 1
            if place != self._cut.get(who) or text != self._standin.told(int(who))[place - 1]["text"]:
                said.append(text)
        return one_line(said)

    def chooses(self, who: str, place: int) -> None:
        message = self._standin.told(int(who))[self._heard[who] - 1]
        self._chosen[who] = list(buttons(message).values())[place - 1], message["message_id"]
        self.chooses_again(who)

    def chooses_again(self, who: str) -> None:
        self._standin.presses(int(who), *self._chosen[who])

    def erased(self, who: str, line: str) -> bool:
        return (int(who), int(line)) in self._standin.deleted

    def outsider(self, text: str) -> list[str]:
        self._standin.writes(6666, text)
        return [message["text"] for message in self._standin.said(6666)]
