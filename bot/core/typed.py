"""What a person typed, wrapped so that it cannot slip into a log, a state or a message by accident."""

from typing import NoReturn

_SHOWN = "<typed>"


class Typed:
    """Text a person typed. Only the dialogue calls `reveal`, for the guard, the matcher and the search.

    Everything that turns a value into text (`repr`, `str`, `format`, `%s`, pickling, copying) gives a constant, so a
    traceback, a log line or a stored state shows that something was typed, never what. Two of them are equal only when
    they are the same object.
    """

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself, exactly as it came from the network."""
        return self.__text

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> str:
        return _SHOWN

    def __format__(self, spec: str) -> str:
        return _SHOWN

    def __reduce__(self) -> str | tuple[type["Typed"], tuple[str]]:
        # Pickling and copying go through here; the copy holds the constant, not the text.
        return (Typed, (_SHOWN,))

    def __getstate__(self) -> NoReturn:
        raise TypeError("Typed has no state to give away")
