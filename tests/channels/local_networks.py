"""The channels that need no network: a program on the other side of a pipe, and a person at a terminal."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import count
from pathlib import Path

from channels.driving import Line, Talk
from channels.network import one_line, wordy
from channels.screens import Screen, opened, plain


class JsonLines:
    """A program on the other side of a pipe."""

    longest = 1_000_000

    def __init__(self, place: Path) -> None:
        self._place = place
        self._content = wordy(place / "knowledge")
        self._names = count(1)
        self._events = count(1)
        self._unread: dict[str, list[Line]] = defaultdict(list)
        self._last: dict[str, Line] = {}
        self._chosen: dict[str, Line] = {}
        self._erased: set[str] = set()
        self.start()

    def start(self) -> None:
        self._talk = Talk(self._place / "data", "--knowledge", self._content, errors=self._place / "errors")
        self._answered = 0

    def kill(self) -> None:
        self._listen()
        self._talk.kill()

    def close(self) -> None:
        self._talk.quits()
        self._talk.kill()

    def newcomer(self) -> str:
        return f"kari-{next(self._names)}"

    def says(self, who: str, text: str) -> str:
        event = f"line-{next(self._events)}"
        self._post({"user": who, "text": text, "event": event})
        return event

    def says_twice(self, who: str, text: str) -> str:
        line = {"user": who, "text": text, "event": f"twice-{who}"}
        self._post(line)
        heard = self.hears(who)
        self._post(line)
        return heard

    def hears(self, who: str, many: int = 1) -> str:
        self._listen()
        said, self._unread[who] = self._unread[who][:many], self._unread[who][many:]
        assert len(said) == many, said
        self._last[who] = said[-1]
        choices = [f"{place}. {choice['label']}" for place, choice in enumerate(said[-1]["choices"], 1)]
        return one_line([line["text"] for line in said] + choices)

    def chooses(self, who: str, place: int) -> None:
        last = self._last[who]
        self._chosen[who] = {"user": who, "choice": last["choices"][place - 1]["id"], "message": last["id"]}
        self._post(self._chosen[who])

    def chooses_again(self, who: str) -> None:
        self._post(self._chosen[who])

    def erased(self, who: str, line: str) -> bool:
        self._listen()
        return line in self._erased

    def _post(self, line: Line) -> None:
        self._talk.post([json.dumps(line).encode()])

    def _listen(self) -> None:
        while self._answered < self._talk.lines:
            self._answered += 1
            for line in self._talk.answer(self._answered):
                if "deleted" in line:
                    self._erased.add(line["deleted"])
                else:
                    self._unread[line["to"]].append(line)


class Terminal:
    """`varde chat`: each has a terminal of her own, and what is on it is not told apart into messages."""

    longest = 1_000_000

    def __init__(self, place: Path) -> None:
        self._place = place
        self._content = wordy(place / "knowledge")
        self._screens: dict[str, Screen] = {}
        self._opened: dict[str, str] = {}
        self._chosen: dict[str, int] = {}
        self._names = count(1)

    def newcomer(self) -> str:
        who = f"kari-{next(self._names)}"
        self._open(who)
        return who

    def says(self, who: str, text: str) -> str:
        self._screens[who].child.sendline(text)
        return ""

    def hears(self, who: str, many: int = 1) -> str:
        """All until it is her turn, and what the terminal opened with."""
        return one_line([self._opened.pop(who, ""), plain(self._screens[who].shows())])

    def chooses(self, who: str, place: int) -> None:
        self._chosen[who] = place
        self.says(who, str(place))

    def chooses_again(self, who: str) -> None:
        self.says(who, str(self._chosen[who]))

    def kill(self) -> None:
        for screen in self._screens.values():
            screen.child.close(force=True)

    def start(self) -> None:
        for who in self._screens:
            self._open(who)

    def close(self) -> None:
        self.kill()

    def _open(self, who: str) -> None:
        self._screens[who] = opened(self._place / who, "--knowledge", self._content)
        self._opened[who] = plain(self._screens[who].shows())
