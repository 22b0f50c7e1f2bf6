"""The kinds of value that content is made of, each with what is said when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function, no_info_before_validator_function

Item = TypeVar("Item")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_DIGITS = re.compile(r"\d{1,6}")
_PERIOD = re.compile(r"(\d{1,3}) (dag|dager|uke|uker|måned|måneder|år)")
_DAYS_IN = {"dag": 1, "dager": 1, "uke": 7, "uker": 7, "måned": 30, "måneder": 30, "år": 365}
WEEKDAYS = ("ma", "ti", "on", "to", "fr", "lø", "sø")


class Written(BaseModel):
    """Anything that a person writes as keys and values; a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


def wrong(name: str, /, known: Iterable[str] = (), at: str = "", **values: object) -> PydanticCustomError:
    """A problem of that name in meldinger.yaml; `known` is what could have been meant, `at` a key inside the value."""
    return PydanticCustomError(name, "{name}", {"name": name, "known": tuple(known), "at": at, "values": values})


@dataclass(frozen=True, slots=True, eq=False)  # as types, annotations are hashed
class Allowed:
    """A check of a value, and what it allows in the words of JSON Schema."""

    check: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), **self.schema}


class Listed:
    """One value may stand where a list is expected."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        several = handler(core)
        return {"anyOf": [several["items"], several]}


class OrNo:
    """«nei» in place of something with keys: nobody has done it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(lambda value: None if value == "nei" else value, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        done = next(each for each in handler(core)["anyOf"] if each != {"type": "null"})
        return {"anyOf": [done, {"type": "string", "enum": ["nei"]}]}


def at_most(length: int) -> Allowed:
    """A text that fits into a chat message."""

    def check(text: str) -> str:
        if len(text) > length:
            raise wrong("for-lang", lengde=len(text), grense=length)
        return text

    return Allowed(check, {"maxLength": length})


def one_of(*words: str) -> Allowed:
    """A word out of a list."""

    def check(text: str) -> str:
        if text not in words:
            raise wrong("ukjent-ord", words, ord=text, lov=", ".join(words))
        return text

    return Allowed(check, {"type": "string", "enum": list(words)})


def counting(least: int, most: int, name: str) -> Allowed:
    """As many items as a person can take in."""

    def check(items: tuple[Item, ...]) -> tuple[Item, ...]:
        if not least <= len(items) <= most:
            raise wrong(name, antall=len(items), minst=least, mest=most)
        return items

    return Allowed(check, {"minItems": least, "maxItems": most})


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise wrong("ugyldig-id", ord=text)
    return text


def _date(value: object) -> date:
    if not isinstance(value, str):
        raise wrong("skal-vaere-tekst")
    if _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise wrong("ugyldig-dato", ord=value)


def _minutes(value: object) -> int:
    if not isinstance(value, str) or not _TIME.fullmatch(value.strip()):
        raise wrong("ugyldig-klokkeslett", ord=value if isinstance(value, str) else "")
    hours, minutes = value.strip().split(":")
    return int(hours) * 60 + int(minutes)


def _days(value: object) -> int:
    found = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise wrong("ugyldig-periode", ord=value if isinstance(value, str) else "")
    return int(found[1]) * _DAYS_IN[found[2]]


def _age(value: object) -> int:
    if not isinstance(value, str) or not value.strip().isdigit() or int(value) > 120:
        raise wrong("ugyldig-alder", ord=value if isinstance(value, str) else "")
    return int(value)


def _yes(value: object) -> bool:
    if value not in ("ja", "nei"):
        raise wrong("ukjent-ord", ("ja", "nei"), ord=value if isinstance(value, str) else "", lov="ja, nei")
    return value == "ja"


def _number(value: object) -> int:
    if not isinstance(value, str) or not value.strip().isdigit() or len(value) > 6:
        raise wrong("ugyldig-tall", ord=value if isinstance(value, str) else "")
    return int(value)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _shape(expression: re.Pattern[str], kind: str | list[str] = "string") -> WithJsonSchema:
    """A whole text of that form; an editor reads bare digits as a number, the loader as text."""
    return WithJsonSchema({"type": kind, "pattern": f"^({expression.pattern})$"})


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, strict=True),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1}),
]
_LIKE_AN_ID = {"type": ["string", "number"], "pattern": f"^({_ID.pattern})$"}
Id = Annotated[Text, Allowed(_id, _LIKE_AN_ID)]
Ref = Annotated[Text, WithJsonSchema({**_LIKE_AN_ID, "minLength": 1})]
"""The id of something else. Whatever is no id is not found there, and then it can be said what was meant."""
Day = Annotated[date, BeforeValidator(_date), _shape(_DATE)]
Time = Annotated[int, BeforeValidator(_minutes), _shape(_TIME)]
Period = Annotated[int, BeforeValidator(_days), _shape(_PERIOD)]
Age = Annotated[int, BeforeValidator(_age), _shape(_DIGITS, ["string", "integer"])]
Number = Annotated[int, BeforeValidator(_number), _shape(_DIGITS, ["string", "integer"])]
YesNo = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"type": "string", "enum": ["ja", "nei"]})]
Weekday = Annotated[Text, one_of(*WEEKDAYS)]
Texts = Annotated[tuple[Text, ...], Listed()]
Ids = Annotated[tuple[Id, ...], Listed()]
Refs = Annotated[tuple[Ref, ...], Listed()]
SomeRefs = Annotated[tuple[Ref, ...], Listed(), counting(1, 99, "tom-liste")]
