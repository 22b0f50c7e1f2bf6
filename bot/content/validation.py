"""Holds one piece of a file against its model, and says what is wrong at the line and column where it stands."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.keys import words_for
from bot.content.problems import Problem, did_you_mean, problem, wording
from bot.content.reading import Page, Tree, Where

Model = TypeVar("Model", bound=BaseModel)

_EMPTY = ("string_too_short", "too_short")
_NOT_A_LIST = ("tuple_type", "list_type", "iterable_type")
_NOT_KEYS = ("model_type", "dict_type", "model_attributes_type", "dataclass_type")


def shaped(model: type[Model], tree: Tree, page: Page, where: Where, problems: list[Problem]) -> Model | None:
    """The model made of one piece of a page; None when it is not what it should be, and then `problems` says why."""
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        problems.extend(_told(details, model, page, where) for details in error.errors(include_url=False))
        return None


def _told(details: ErrorDetails, model: type[BaseModel], page: Page, where: Where) -> Problem:
    kind, inside = details["type"], details["loc"]
    place = (*where, *inside)
    if kind == "extra_forbidden":
        known = _keys(_model_at(model, inside[:-1]))
        key = str(inside[-1])
        return problem("ukjent-nokkel", page.key_spot(place), did_you_mean(key, known), nøkkel=key)
    if kind == "missing":
        return problem("mangler", page.spot(place[:-1]), _what_it_is(model, inside), nøkkel=inside[-1])
    if kind in _EMPTY:
        return problem("tom-verdi", page.spot(place), nøkkel=_named(place))
    if kind == "string_type":
        # `Husk: innesko` is a key and its value to YAML.
        split = isinstance(details["input"], dict)
        return problem("kolon-i-tekst" if split else "skal-vaere-tekst", page.spot(place))
    if kind in _NOT_A_LIST:
        return problem("skal-vaere-liste", page.spot(place), nøkkel=_named(place))
    if kind in _NOT_KEYS:
        return problem("skal-ha-nokler", page.spot(place), nøkler=", ".join(_keys(_model_at(model, inside))))
    context = details.get("ctx", {})
    deeper = tuple(int(step) if step.isdigit() else step for step in str(context.get("at", "")).split(".") if step)
    values = context.get("values", {})
    hint = did_you_mean(str(values.get("ord", "")), context["known"]) if context.get("known") else ""
    return problem(kind, page.spot((*place, *deeper)), hint, **values)


def _what_it_is(model: type[BaseModel], inside: Where) -> str:
    """What a key that was left out is for."""
    part = _model_at(model, inside[:-1])
    assert part is not None  # where a key is missing, something with keys stands
    key = str(inside[-1])
    return wording("skriv-nokkel", nøkkel=key, betyr=words_for(part.__name__.removesuffix("Written"), key))


def _named(place: Where) -> str:
    """The nearest key, for items of a list the list's."""
    return next((step for step in reversed(place) if isinstance(step, str)), "")


def _keys(model: type[BaseModel] | None) -> tuple[str, ...]:
    if model is None:
        return ()
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _model_at(model: type[BaseModel], inside: Iterable[str | int]) -> type[BaseModel] | None:
    """The model that stands where an error's path leads."""
    at: type[BaseModel] | None = model
    for step in inside:
        if at is None or isinstance(step, int):
            continue
        field = next((info for name, info in at.model_fields.items() if (info.alias or name) == step), None)
        at = _inner(field.annotation) if field else None
    return at


def _inner(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _inner(part))), None)
