"""What each key of the content files means, in Norwegian: for editors, and for whoever left one out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

_IN_COMMON = "felles"


def words_for(part: str, key: str) -> str:
    """What nokler.yaml says of a key of a part (`Offer`), or of the part itself (`.`)."""
    own = key_words()[part].get(key)
    return own if own is not None else key_words()[_IN_COMMON][key]


@cache
def key_words() -> Mapping[str, Mapping[str, str]]:
    """The whole of nokler.yaml."""
    raw = resources.files("bot.content").joinpath("nokler.yaml").read_text(encoding="utf-8")
    book: Mapping[str, Mapping[str, str]] = yaml.safe_load(raw)
    return book
