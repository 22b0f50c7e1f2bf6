"""Finds a canary in files and streams, however it was written down."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import secrets
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

MAY_BE_WRITTEN = frozenset(
    {
        "varde.db",
        "varde.db-wal",
        "varde.db-shm",
        "varde.db-journal",
        "varde.lock",
        "usage.db",
        "usage.db-journal",
    }
)
"""The only files that a run leaves in its sandbox, as patterns; a channel with files of its own adds them."""


def canary() -> str:
    """A word that stands nowhere else, with letters that encodings treat differently."""
    return f"Kanarifugl{secrets.token_hex(6)}æøå"


def forms(word: str, whole: Iterable[str] = ()) -> Mapping[str, bytes]:
    """Name of an encoding -> what to look for. `whole` are the texts it was sent in, for their hashes."""
    core = word.removesuffix("æøå").encode()
    told = {
        "utf-8": core,
        "utf-16-le": core.decode().encode("utf-16-le"),
        "utf-16-be": core.decode().encode("utf-16-be"),
        "json": json.dumps(word)[1:-1].encode(),
        "percent": urllib.parse.quote(word).encode(),
        "hex": core.hex().encode(),
        "HEX": core.hex().upper().encode(),
        "reversed": core[::-1],
        **{f"base64 at {at}": _base64(core, at) for at in range(3)},
    }
    for text in {word, core.decode(), *whole}:
        raw = text.encode("utf-8", "surrogatepass")
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, raw).digest()
            told[f"{name} of {len(raw)} bytes"] = digest
            told[f"{name} in hex of {len(raw)} bytes"] = digest.hex().encode()
    return told


def _base64(core: bytes, at: int) -> bytes:
    """What stays the same of it however many bytes of something else stand before and after."""
    text = base64.b64encode(b"\0" * at + core)
    return text[(0, 2, 3)[at] : len(text) - 4]


def found(word: str, whole: Iterable[str], blobs: Mapping[str, bytes]) -> list[str]:
    """Where it was found, and as what."""
    wanted = forms(word, whole)
    return [
        f"{form} in {name}"
        for name, blob in blobs.items()
        for layer in (blob, *unpacked(blob))
        for form, bytes_ in wanted.items()
        if bytes_ in layer
    ]


def unpacked(blob: bytes) -> Iterator[bytes]:
    """Everything in a blob that gzip or zlib can open."""
    for sign, unpack in ((b"\x1f\x8b\x08", _gunzip), (b"x\x9c", _inflate)):
        at = blob.find(sign)
        while at >= 0:
            inside = unpack(blob[at:])
            if inside:
                yield inside
            at = blob.find(sign, at + 1)


def _gunzip(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data)
    except zlib.error:
        return b""


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def files(sandbox: Path) -> dict[str, bytes]:
    """Every file under the sandbox, by its name in it; the name is part of what is searched."""
    there = [file for file in sandbox.rglob("*") if file.is_file() and not file.is_symlink()]
    return {str(f.relative_to(sandbox)): str(f.relative_to(sandbox)).encode() + b"\n" + f.read_bytes() for f in there}


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode())
