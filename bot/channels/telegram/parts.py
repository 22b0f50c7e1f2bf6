"""Cuts a text into messages that Telegram takes, at paragraphs where that is possible."""

from __future__ import annotations

LONGEST = 4000
"""UTF-16 units in a message. Telegram takes 4,096 characters and does not say of which kind."""
_SEAMS = ("\n\n", "\n", " ")


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """At least one part; put together again they are the text but for the white space at the seams."""
    rest = text.strip("\n")
    found = []
    while _units(rest) > longest:
        head = _fitting(rest, longest)
        cut = _seam(head)
        found.append(head[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest or not found else found


def _seam(head: str) -> int:
    """Where to cut: behind the last paragraph, else the last line, else the last word; never in the first half."""
    for seam in _SEAMS:
        place = head.rfind(seam)
        if place > len(head) // 2:
            return place
    return len(head)


def _fitting(text: str, longest: int) -> str:
    """The longest beginning that fits; a character of two units is not cut."""
    head = text[:longest]
    while _units(head) > longest:
        head = head[: len(head) - max(1, (_units(head) - longest) // 2)]
    return head


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
