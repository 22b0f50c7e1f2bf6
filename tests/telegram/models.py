"""Other people's models of the Bot API (aiogram), generated from its page, made to refuse what they do not know."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram import methods, types
from aiogram.methods import TelegramMethod
from aiogram.types.base import TelegramObject
from pydantic import BaseModel, TypeAdapter


def check_call(method: str, fields: dict[str, Any], result: Any) -> None:
    """That the bot sent what this method takes, and that the stand-in answered what it gives."""
    model = _method(method)
    model.model_validate(fields)
    _returned(method).validate_python(result)


def check_update(update: dict[str, Any]) -> None:
    _strict()
    types.Update.model_validate(update)


@cache
def _method(name: str) -> type[TelegramMethod[Any]]:
    _strict()
    found: type[TelegramMethod[Any]] = getattr(methods, name[0].upper() + name[1:])
    return found


@cache
def _returned(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_method(name).__returning__)


@cache
def _strict() -> None:
    """Every type and method, from the leaves on, forbids keys that it does not have."""
    every = [*_below(TelegramObject), *_below(TelegramMethod)]
    for model in every:
        model.model_config["extra"] = "forbid"
    for model in every:
        if "Generic" not in model.__name__:
            model.model_rebuild(force=True, _types_namespace=vars(types))


def _below(model: type[BaseModel]) -> list[type[BaseModel]]:
    found = [model]
    for child in model.__subclasses__():
        found += _below(child)
    return found
