"""JSON Schemas of the content files, for editors that help while one writes; made from the models, in Norwegian."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, TypeAdapter

from bot.content.fields import Text
from bot.content.flow_file import FlowWritten
from bot.content.gathering import FLOW, GUARD, LISTS, PEOPLE, TEXTS
from bot.content.guard_file import DangerSignsWritten
from bot.content.keys import key_words, words_for
from bot.content.people_file import UnitWritten

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors' YAML extensions read."""
_PART, _FILES = ".", "Filer"
_ENDING = "Written"

SCHEMAS: dict[str, type[BaseModel] | None] = {
    **{name.removesuffix(".yaml"): model for name, (_, model) in LISTS.items()},
    TEXTS.removesuffix(".yaml"): None,
    FLOW: FlowWritten,
    GUARD.removesuffix(".yaml"): DangerSignsWritten,
    PEOPLE: UnitWritten,
}
"""Name of a schema -> the model of the file or of an item of its list; None: sentences by id."""
_WHOLE = frozenset({FLOW, GUARD.removesuffix(".yaml")})
"""Files that are one thing, not a list of them."""


def schema(name: str) -> Schema:
    """The schema of one kind of file; `name` is one of SCHEMAS."""
    model = SCHEMAS[name]
    head = {"$schema": DRAFT, "title": name, "description": key_words()[_FILES][name]}
    if model is None:
        return head | {"type": "object", "additionalProperties": TypeAdapter(Text).json_schema()}
    made = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    parts = {**made.pop("$defs", {}), model.__name__: made}
    definitions = {part.removesuffix(_ENDING): _told(part, parts[part]) for part in sorted(parts)}
    item = {"$ref": f"#/definitions/{model.__name__.removesuffix(_ENDING)}"}
    return head | _around(name, item) | {"definitions": definitions}


def _around(name: str, item: Schema) -> Schema:
    if name in _WHOLE:
        return {"allOf": [item]}
    if name != PEOPLE:
        return {"type": "array", "items": item}
    listed = {PEOPLE: {"type": "array", "items": item}}
    return {"type": "object", "properties": listed, "required": [PEOPLE], "additionalProperties": False}


def _told(model: str, made: Schema) -> Schema:
    """A part of the schema with Norwegian words in place of what the code says about itself."""
    part = model.removesuffix(_ENDING)
    properties = {
        key: {**_plain(value), "description": words_for(part, key)} for key, value in made["properties"].items()
    }
    return {**_plain(made), "description": words_for(part, _PART), "properties": properties}


def _plain(value: Any) -> Any:
    """Without titles, defaults and null, which nobody writes; references without the models' ending."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _plain(item) for key, item in value.items() if key not in ("title", "default", "description")}
    if isinstance(kept.get("$ref"), str):
        return {"allOf": [{"$ref": kept["$ref"].removesuffix(_ENDING)}]}
    some = [item for item in kept.get("anyOf", []) if item != {"type": "null"}]
    if len(some) == 1:
        return {**{key: item for key, item in kept.items() if key != "anyOf"}, **some[0]}
    return kept | ({"anyOf": some} if some else {})
