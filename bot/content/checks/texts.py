"""The bot's own sentences: that every one the code uses is there, with placeholders that the code fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from bot.content.gathering import TEXTS, Gathered
from bot.content.problems import Problem, Spot, did_you_mean, problem


def sentences(found: Gathered, required: Mapping[str, frozenset[str]] | None) -> Iterator[Problem]:
    """`required`: text id -> the placeholders that the code fills in it; None when nobody asks for any."""
    for name, (text, spot) in found.texts.items():
        used = _placeholders(text)
        if used is None:
            yield problem("plassholder-form", spot)
        elif required is not None and name in required:
            for word in sorted(used - required[name]):
                hint = did_you_mean(word, required[name])
                yield problem("ukjent-plassholder", spot, hint, ord=word, id=name)
    file = next((page.file for kind, page in found.pages if kind == TEXTS and page.tree is not None), None)
    if file is not None:
        for name in sorted(set(required or ()) - found.texts.keys()):
            hint = did_you_mean(name, found.texts.keys() - set(required or ()))
            yield problem("mangler-tekst", Spot(file, 1, 1), hint, id=name)


def _placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; None when the braces do not match, or hold more than a name."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    names = [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
    if any(spec or conversion or not name.isidentifier() for name, spec, conversion in names):
        return None
    return frozenset(name for name, _, _ in names)
