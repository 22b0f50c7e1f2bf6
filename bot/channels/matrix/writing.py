"""A message as Matrix shows it: plain text and HTML, choices as a numbered list, long ones in several parts."""

from __future__ import annotations

from html import escape
from typing import Any

from bot.core.effects import Kind
from bot.core.words.wording import Rendered

LONGEST = 3500
"""Characters of one part: about three screens of a phone."""
_QUIET = {Kind.RECEIPT, Kind.NOTICE}
"""These are sent as m.notice, which no phone announces; everything else a person should see, so it is m.text."""


def contents(message: Rendered, hint: str) -> list[dict[str, Any]]:
    """What is sent, in order; the choices stand under the last part, with `hint` below."""
    kind = "m.notice" if message.kind in _QUIET else "m.text"
    *before, last = parts(message.text)
    whole = [_content(kind, part, _paragraphs(part)) for part in before]
    plain, html = last, _paragraphs(last)
    if message.choices:
        plain = f"{plain}\n\n{_listed(message)}\n\n{hint}".strip()
        html = f"{html}{_list(message)}<p><em>{escape(hint)}</em></p>"
    return [*whole, _content(kind, plain, html)]


def notice(text: str) -> dict[str, Any]:
    return _content("m.notice", text, _paragraphs(text))


def parts(text: str) -> list[str]:
    """Cut between paragraphs; only a paragraph that is too long by itself is cut between lines, or inside one."""
    found = [""]
    for piece, gap in _pieces(text):
        if found[-1] and len(found[-1]) + len(gap) + len(piece) > LONGEST:
            found.append(piece)
        else:
            found[-1] = f"{found[-1]}{gap}{piece}" if found[-1] else piece
    return found


def _pieces(text: str) -> list[tuple[str, str]]:
    """Each with what stands between it and the one before."""
    found = []
    for paragraph in text.split("\n\n"):
        if len(paragraph) <= LONGEST:
            found.append((paragraph, "\n\n"))
            continue
        gap = "\n\n"
        for line in paragraph.split("\n"):
            for start in range(0, max(len(line), 1), LONGEST):
                found.append((line[start : start + LONGEST], gap))
                gap = "\n"
    return found


def _content(kind: str, plain: str, html: str) -> dict[str, Any]:
    """The empty list asks clients for no previews of links (MSC4095)."""
    return {
        "msgtype": kind,
        "body": plain,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "com.beeper.linkpreviews": [],
    }


def _paragraphs(text: str) -> str:
    paragraphs: list[str] = [escape(paragraph, quote=False) for paragraph in text.split("\n\n") if paragraph]
    return "".join("<p>" + paragraph.replace("\n", "<br/>") + "</p>" for paragraph in paragraphs)


def _listed(message: Rendered) -> str:
    marks = (f"{place}." if message.numbered else "•" for place in range(1, len(message.choices) + 1))
    return "\n".join(f"{mark} {choice.label}" for mark, choice in zip(marks, message.choices, strict=True))


def _list(message: Rendered) -> str:
    tag = "ol" if message.numbered else "ul"
    rows = "".join(f"<li>{escape(choice.label, quote=False)}</li>" for choice in message.choices)
    return f"<{tag}>{rows}</{tag}>"
