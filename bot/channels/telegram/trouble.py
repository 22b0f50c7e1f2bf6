"""What keeps Telegram away from us, told once until it is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

_TOLD = {
    "telegram-conflict": "varde: channels.telegram: another program listens with the same token (409); stop one of the"
    " two",
    "telegram-token": "varde: channels.telegram.token_file: Telegram does not know this token any more; ask BotFather"
    " for a new one and start Varde again",
    "telegram-webhook": "varde: channels.telegram: another program with the same token has changed the webhook, so that"
    " Telegram did not reach Varde; Varde has set it back; stop the other one, or ask BotFather for a new token",
    "telegram-uncalled": "varde: channels.telegram.webhook.url: Telegram could not call there; look at the proxy, the"
    " certificate and the path",
}
"""What only whoever runs Varde can mend."""
_TOLD_AGAIN = 3600.0
"""Seconds. Two programs that take turns in throwing each other out would else say so at every turn."""

log = logging.getLogger("varde.telegram")


class Trouble:
    """`tell` prints a line for whoever runs Varde. Until Telegram has answered once, it is the network."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._code = "telegram-network"
        self._told: dict[str, float] = {}

    @property
    def over(self) -> bool:
        return not self._code

    def ends(self) -> None:
        self._code = ""

    def begins(self, code: str) -> None:
        """Each kind is told once, until it is over."""
        if code == self._code:
            return
        self._code = code
        log.warning("not-connected %s", code)
        now = asyncio.get_running_loop().time()
        if code in _TOLD and now - self._told.get(code, -_TOLD_AGAIN) >= _TOLD_AGAIN:
            self._told[code] = now
            self._tell(_TOLD[code])
