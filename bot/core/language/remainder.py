"""A folded question while words are taken out of it: what is left at the end was not read."""

from __future__ import annotations

import re


class Remainder:
    """What is left of a question; no value, but something that shrinks while it is read."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place that fits, which is then gone."""
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found

    def has(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.text))
