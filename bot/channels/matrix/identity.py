"""Varde's identity: the keys that say which devices are its own, as cross-signing in the client-server API has them."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from nio import Api

Json = dict[str, Any]


def _seed() -> str:
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class Identity:
    """The seeds of its three Ed25519 keys, in hexadecimal digits. Raises ValueError where one is none."""

    user: str
    master: str = field(default_factory=_seed, repr=False)
    self_signing: str = field(default_factory=_seed, repr=False)
    user_signing: str = field(default_factory=_seed, repr=False)

    def __post_init__(self) -> None:
        self.published()

    def public(self, usage: str) -> str:
        """As it is written on the server: base64 without the padding."""
        return _base64(self._secret(usage).public_key().export_key(format="raw"))

    def published(self) -> Json:
        """What the server gets: the public keys, those below the master signed by it."""
        below = {f"{usage}_key": self.signed(self._key(usage), "master") for usage in ("self_signing", "user_signing")}
        return {"master_key": self._key("master"), **below}

    def signed(self, what: Json, usage: str) -> Json:
        """The same with this signature and no other; the server adds it to those that it has."""
        plain = {key: value for key, value in what.items() if key not in ("signatures", "unsigned")}
        signature = eddsa.new(self._secret(usage), "rfc8032").sign(Api.to_canonical_json(plain).encode())
        return {**plain, "signatures": {self.user: {f"ed25519:{self.public(usage)}": _base64(signature)}}}

    def _key(self, usage: str) -> Json:
        key = self.public(usage)
        return {"user_id": self.user, "usage": [usage], "keys": {f"ed25519:{key}": key}}

    def _secret(self, usage: str) -> ECC.EccKey:
        return ECC.construct(curve="Ed25519", seed=bytes.fromhex(getattr(self, usage)))


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
