"""What people can do on every channel. How it is done on each stands in the modules beside this one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Protocol

import yaml

CONTENT = Path(__file__).parents[2] / "knowledge"
PARAGRAPHS = [f"Avsnitt {number}. " + "Her står det noe som er til hjelp. " * 12 for number in range(1, 15)]
"""The help text that all of them are given, longer than one message may be anywhere: about 6,000 characters."""


class Network(Protocol):
    """A running Varde and the people on one channel. Whoever is named `who` has a chat of her own with it."""

    longest: int
    """So many characters of text a message may have that a person can still read there."""

    def newcomer(self) -> str:
        """Somebody whom Varde has not met."""
        ...

    def says(self, who: str, text: str) -> str:
        """Type a line; an id for it. Does not wait for anything."""
        ...

    def hears(self, who: str, many: int = 1) -> str:
        """The next so many messages to her, from where she last listened; white space is one blank each."""
        ...

    def chooses(self, who: str, place: int) -> None:
        """The choice at a place, counted from 1, under the message that she heard last: a button, or its number."""
        ...

    def chooses_again(self, who: str) -> None:
        """What she chose last, once more, where she chose it: the button under the old message, or its number."""
        ...

    def kill(self) -> None:
        """Like a power cut."""
        ...

    def start(self) -> None:
        """Again, on the data that is there."""
        ...

    def close(self) -> None: ...


class ToldAgain(Network, Protocol):
    """One whose network can tell of the same event twice."""

    def says_twice(self, who: str, text: str) -> str:
        """Type a line once; the network tells of it, and when it is answered, again. What was heard."""
        ...


class Erasing(Network, Protocol):
    """One whose network lets Varde remove what a person typed."""

    def erased(self, who: str, line: str) -> bool:
        """Whether it is gone, or will be in a moment."""
        ...


class Guarded(Network, Protocol):
    """One with a list of those who may talk to Varde."""

    def outsider(self, text: str) -> list[str]:
        """What somebody who is not on it is told, when she types this."""
        ...


def wordy(place: Path) -> Path:
    """The shipped content with the long help text."""
    shutil.copytree(CONTENT, place)
    file = place / "tekster.yaml"
    texts = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = re.search(r"(?ms)^hjelp:.*?(?=^\S)", file.read_text(encoding="utf-8"))
    assert found, list(texts)[:5]
    longer = yaml.safe_dump({"hjelp": "\n\n".join(PARAGRAPHS)}, allow_unicode=True)
    file.write_text(file.read_text(encoding="utf-8").replace(found[0], longer), encoding="utf-8")
    return place


def one_line(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())
