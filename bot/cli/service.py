"""`varde run`: the service, with every channel that the configuration turns on."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot import logs
from bot.app import App
from bot.channel import Channel
from bot.channels.lines import Lines
from bot.cli import setting
from bot.cli.joining import opened, put_line, serve, tell
from bot.config import TELEGRAM, Config, ConfigError, MatrixConfig, TelegramConfig
from bot.live import ContentError, LiveContent
from bot.store import Store

if TYPE_CHECKING:
    from bot.channels.telegram import Limits

CRASHED = 70
"""The exit status after a mistake of ours; whoever watches over the service starts it again."""


def run(given: argparse.Namespace) -> int:
    try:
        return asyncio.run(_serve(given, setting.config(given)))
    except (ConfigError, ContentError, BrokenPipeError):
        raise
    except Exception as error:
        logs.crashed(error)
        return CRASHED


async def _serve(given: argparse.Namespace, settings: Config) -> int:
    with setting.reader(given, settings) as reader:
        live = setting.live(given, settings, reader, tell)
    lines = Lines(sys.stdin.fileno()) if settings.file.channels.jsonlines is not None else None
    channels = _channels(given, settings, live, lines)
    async with opened(given, settings) as store:
        app = App(store, channels, live, setting.RealClock(), ready=lambda: tell("varde: ready"))
        async with _healthy(settings, store, channels, app):
            await serve(app, live)
    if lines is not None and lines.empty and len(channels) == 1:
        tell(
            "varde: jsonlines: standard input ended before a line came, so there was nothing to do; a bridge writes"
            " there. Where nobody does, as in bot/deploy/varde.service, turn on another channel"
        )
    return 0


def _channels(given: argparse.Namespace, settings: Config, live: LiveContent, lines: Lines | None) -> list[Channel]:
    wanted = settings.file.channels
    found: list[Channel] = []
    if wanted.telegram is not None:
        found.append(_telegram(settings, wanted.telegram, live))
    if wanted.matrix is not None:
        found.append(_matrix(given, settings, wanted.matrix, live))
    if lines is not None:
        from bot.channels.jsonlines import JsonLines

        found.append(JsonLines(lines, put_line, lambda: live.world, setting.session(), virtual=False))
    if not found:
        raise ConfigError("channels: no channel is turned on; see config.example.yaml")
    return found


def _matrix(given: argparse.Namespace, settings: Config, wanted: MatrixConfig, live: LiveContent) -> Channel:
    from bot.channels.matrix import Account, Matrix

    key = "channels.matrix"
    inside = os.environ.get
    password = settings.secret(f"{key}.password_file", wanted.password_file, inside("VARDE_MATRIX_PASSWORD", ""))
    token = settings.secret(f"{key}.access_token_file", wanted.access_token_file, inside("VARDE_MATRIX_TOKEN", ""))
    if bool(password) == bool(token):
        raise ConfigError(f"{key}: needs password_file or access_token_file, and only one of them")
    if not fnmatchcase(wanted.homeserver, "http*://?*"):
        raise ConfigError(f"{key}.homeserver: is an address like https://matrix.example.no")
    if not _sealed(wanted.homeserver):
        raise ConfigError(
            f"{key}.homeserver: http:// would send the password in clear; only https:// leaves this machine"
        )
    if not wanted.allow:
        raise ConfigError(f'{key}.allow: nobody may write to Varde; name patterns like "@*:example.no"')
    account = Account(wanted.homeserver, wanted.user, password, token, wanted.device_name, wanted.allow)
    return Matrix(account, setting.data(given, settings) / "matrix", lambda: live.world.library.texts, tell)


def _sealed(url: str) -> bool:
    """Whether nobody on the way can read what is sent there."""
    host = urlsplit(url).hostname or ""
    if url.startswith("https://") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _telegram(settings: Config, wanted: TelegramConfig, live: LiveContent) -> Channel:
    from bot.channels.telegram import Account, Telegram, Webhook

    key = "channels.telegram"
    inside = os.environ.get
    token = settings.secret(f"{key}.token_file", wanted.token_file, inside("VARDE_TELEGRAM_TOKEN", ""))
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
        raise ConfigError(f"{key}.token_file: holds no token; BotFather gives one, like 123456:ABC-DEF")
    if not _sealed(wanted.api):
        raise ConfigError(f"{key}.api: http:// would send the token in clear; only https:// leaves this machine")
    hook = None
    if wanted.mode == "webhook" and wanted.webhook is not None:
        host, _, port = wanted.webhook.listen.rpartition(":")
        key = f"{key}.webhook.secret_file"
        secret = settings.secret(key, wanted.webhook.secret_file, inside("VARDE_TELEGRAM_WEBHOOK_SECRET", ""))
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise ConfigError(f"{key}: a secret is 16 to 256 of the characters A-Z, a-z, 0-9, _ and -")
        hook = Webhook(host, int(port), wanted.webhook.url, secret)
    api = wanted.api.rstrip("/")
    account = Account(api, token, wanted.allow, hook, limits(api))
    return Telegram(account, lambda: live.world.library.texts, tell)


def limits(api: str) -> Limits | None:
    """How fast Varde may talk there: another server than Telegram's own says itself when it is too much."""
    from bot.channels.telegram import Limits

    return Limits() if api == TELEGRAM else None


@asynccontextmanager
async def _healthy(settings: Config, store: Store, channels: list[Channel], app: App) -> AsyncIterator[None]:
    """The health endpoint, where one is configured."""
    if settings.file.health is None:
        yield
        return
    from bot.health import Health, Reach, served

    listen = settings.file.health.listen
    upkeep = app.upkeep
    health = Health(
        store, channels, lambda: app.usage, lambda: upkeep.audit, lambda: Reach(app.empty_rungs, upkeep.thin_units)
    )
    try:
        async with served(health, listen):
            yield
    except OSError as error:
        raise ConfigError(f"health.listen: {listen} cannot be used ({error.strerror})") from None
