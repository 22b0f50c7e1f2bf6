"""The configuration file, with secrets from files or the environment, as one frozen `Config`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.complaints import not_yaml, wrong_value

TELEGRAM = "https://api.telegram.org"
_UNITS = {"s": 1, "min": 60, "t": 3600, "d": 86400, "u": 604800}
_DAYS = ("ma", "ti", "on", "to", "fr", "lø", "sø")
_HOURS = re.compile(r"(\w{2})-(\w{2}) ([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_DURATION = re.compile(r"([0-9]{1,6})\s*(s|min|t|d|u)")


class ConfigError(Exception):
    """The operator's fault: the message says which key or file, and what to do."""


def duration(text: object) -> timedelta:
    """`30 min`, `12 t`, `90 d`. Raises ValueError."""
    found = _DURATION.fullmatch(str(text).strip())
    if found is None:
        raise ValueError("a duration is written like 30 min, 12 t or 90 d")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def hours(text: object) -> tuple[tuple[int, ...], int, int]:
    """`ma-fr 08:00-16:00` as weekdays from 0 and minutes after midnight. Raises ValueError."""
    found = _HOURS.fullmatch(str(text).strip())
    first, last = (_DAYS.index(found[part]) if found and found[part] in _DAYS else -1 for part in (1, 2))
    if found is None or not 0 <= first <= last:
        raise ValueError("hours are written like ma-fr 08:00-16:00")
    start, end = (int(found[part]) * 60 + int(found[part + 1]) for part in (3, 5))
    if not start < end <= 24 * 60:
        raise ValueError("the hours end before they begin")
    return tuple(range(first, last + 1)), start, end


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("no such time zone") from error
    return name


def _listen(text: str) -> str:
    found = re.fullmatch(r"[^\s:]+:([0-9]{1,5})", text)
    if found is None or not 0 <= int(found[1]) <= 65535:
        raise ValueError("is an address and a port, like 127.0.0.1:9464")
    return text


def _web(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", text):
        raise ValueError("is a web address without ? and #, like https://varde.example.no")
    return text


def _truth(value: object) -> object:
    """Every scalar of the file is text."""
    return {"true": True, "ja": True, "yes": True, "false": False, "nei": False, "no": False}.get(str(value), value)


def _people(allow: tuple[str, ...]) -> tuple[str, ...]:
    if not allow:
        raise ValueError('nobody may write to Varde; list people\'s numbers, or "*" for everybody')
    if wrong := [each for each in allow if not re.fullmatch(r"\*|[1-9][0-9]{0,17}", each)]:
        raise ValueError(f'{wrong[0]} is no number of a person; a group or a name cannot stand here, "*" is everybody')
    return allow


Duration = Annotated[timedelta, BeforeValidator(duration)]
Hours = Annotated[tuple[tuple[int, ...], int, int], BeforeValidator(hours)]
Truth = Annotated[bool, BeforeValidator(_truth)]
WebAddress = Annotated[str, AfterValidator(_web)]
Listen = Annotated[str, AfterValidator(_listen)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MatrixConfig(_Section):
    homeserver: str
    user: str
    password_file: Path | None = None
    access_token_file: Path | None = None
    device_name: str = "Varde"
    allow: tuple[str, ...] = ()


class WebhookConfig(_Section):
    listen: Listen
    url: WebAddress
    secret_file: Path | None = None


class TelegramConfig(_Section):
    token_file: Path | None = None
    api: WebAddress = TELEGRAM
    mode: Literal["polling", "webhook"] = "polling"
    webhook: WebhookConfig | None = None
    allow: Annotated[tuple[str, ...], AfterValidator(_people)] = Field((), validate_default=True)
    owner_has_considered_nsm_2023: Truth = False

    @model_validator(mode="before")
    @classmethod
    def _considered(cls, given: Any) -> Any:
        """First of all, and the only complaint: on 21 March 2023 NSM advised against Telegram on service devices."""
        if isinstance(given, dict) and _truth(given.get("owner_has_considered_nsm_2023")) is not True:
            raise ValueError(
                "stays off until owner_has_considered_nsm_2023 is true; NSM advised public employees against Telegram"
                " on service devices in 2023, and the owner has to weigh that"
            )
        return given

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.mode == "webhook" and self.webhook is None:
            raise ValueError("mode webhook needs webhook with listen, url and secret_file")
        return self


class JsonLinesConfig(_Section):
    """It has no settings; that it is there turns the channel on."""


class ChannelsConfig(_Section):
    matrix: MatrixConfig | None = None
    telegram: TelegramConfig | None = None
    jsonlines: JsonLinesConfig | None = None


class HealthConfig(_Section):
    listen: Listen = "127.0.0.1:9464"


class EscalationConfig(_Section):
    wait: Duration = timedelta(minutes=30)
    rounds: int = Field(1, ge=0, le=10)
    hours: Hours = hours("ma-fr 08:00-16:00")


class RetentionConfig(_Section):
    """PRIVACY.md, «How long»."""

    conversation: Duration = timedelta(hours=12)
    settings: Duration = timedelta(days=90)
    reminder: Duration = timedelta(days=14)
    asker: Duration = timedelta(hours=24)
    ping: Duration = timedelta(days=90)
    outbox: Duration = timedelta(days=7)
    seen: Duration = timedelta(hours=48)


class FileConfig(_Section):
    """The keys of the configuration file (CONTRACT.md, Files)."""

    knowledge: Path | None = None
    flows: Path | None = None
    people: Path | None = None
    data: Path | None = None
    language: Literal["nb"] = "nb"
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Oslo"
    database: str = ""
    channels: ChannelsConfig = ChannelsConfig()
    health: HealthConfig | None = None
    escalation: EscalationConfig = EscalationConfig()
    retention: RetentionConfig = RetentionConfig()


@dataclass(frozen=True, slots=True)
class Config:
    """The file's values; paths are absolute, taken relative to the file."""

    file: FileConfig
    knowledge: Path
    flows: Path
    people: Path | None
    data: Path | None
    base: Path
    """The directory of the file, which paths in it are relative to."""

    def secret(self, key: str, file: Path | None, variable: str = "") -> str:
        """What stands in a secret file, or in a variable of the environment. Raises ConfigError."""
        if file is None:
            return variable.strip()
        try:
            found = (self.base / file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigError(f"{key}: {self.base / file} cannot be read; check the path and its owner") from None
        if not found:
            raise ConfigError(f"{key}: {self.base / file} is empty")
        return found


def read(path: Path | None, environment: Mapping[str, str], shipped: tuple[Path, Path]) -> Config:
    """The configuration at `path`, or the defaults without one; `shipped` is the content that comes along.

    `VARDE_DATABASE` stands in for `database`, since its URL can hold a password. Raises ConfigError.
    """
    given = _load(path) if path else {}
    if "VARDE_DATABASE" in environment:
        given = {**given, "database": environment["VARDE_DATABASE"]}
    try:
        file = FileConfig.model_validate(given)
    except ValidationError as error:
        raise ConfigError("\n".join(_complaint(path, one) for one in error.errors())) from None
    base = path.absolute().parent if path else Path.cwd()
    return Config(
        file,
        base / file.knowledge if file.knowledge else shipped[0],
        base / file.flows if file.flows else shipped[1],
        base / file.people if file.people else None,
        base / file.data if file.data else None,
        base,
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- text only
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}{not_yaml(error)}") from None
    if given in (None, ""):
        return {}
    if not isinstance(given, dict):
        raise ConfigError(f"{path}: should be keys and values, see config.example.yaml")
    return _without_empty(given)


def _without_empty(given: dict[str, Any]) -> dict[str, Any]:
    """A key with nothing after it is a section without settings (`jsonlines:`) or a value left out."""
    return {k: _without_empty(v) if isinstance(v, dict) else ({} if k == "jsonlines" and v == "" else v)
            for k, v in given.items() if v != "" or k == "jsonlines"}


def _complaint(path: Path | None, error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    where = f"{path}: {key}" if path else key
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _keys(FileConfig), 1, 0.75)
        return f"{where}: unknown key" + (f" (did you mean {near[0]}?)" if near else "")
    return f"{where}: {wrong_value(error)}"


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key of a model and of the sections in it."""
    found = list(model.model_fields)
    for field in model.model_fields.values():
        parts = (field.annotation, *getattr(field.annotation, "__args__", ()))
        for part in parts:
            if isinstance(part, type) and issubclass(part, BaseModel):
                found += _keys(part)
    return found
