"""Telegram calls: with the secret, with small bodies, and with a yes only when the update is stored."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from faults import Fault
from running import Varde
from standin import Standin
from talking import asks, press

SECRET = "a-secret-of-the-webhook_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
Hook = tuple[Varde, str]


@pytest.fixture
def hook(own_varde: Callable[..., Varde]) -> Hook:
    """A Varde that is called, and where."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/telegram"
    section = {"listen": f"127.0.0.1:{port}", "url": url, "secret_file": "secret"}
    varde = own_varde(mode="webhook", webhook=section)
    (varde.place / "secret").write_text(f"{SECRET}\n")
    varde.start()
    return varde, url


def posted(
    url: str, body: bytes, secret: str | None = SECRET, method: str = "POST", kind: str = "application/json"
) -> int:
    headers = {"Content-Type": kind, **({HEADER: secret} if secret is not None else {})}
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_main_flow_is_walked_by_buttons(own: Standin, hook: Hook) -> None:
    question = asks(own, 42, "start veiviser", 2)[1]
    for choice in ("fare-na", "skade"):
        (question,) = press(own, 42, question, choice)
    assert "113" in question["text"]
    assert own.webhook["secret_token"] == SECRET


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "æ"])
def test_who_does_not_know_the_secret_is_not_heard(own: Standin, hook: Hook, secret: str | None) -> None:
    shown = secret.encode().decode("latin-1") if secret else secret
    update = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 42, "type": "private"}, "text": "hei"}}
    assert posted(hook[1], json.dumps(update).encode(), shown) == 403
    asks(own, 43, "hei", 2)
    assert not own.told(42)


def test_a_large_body_is_refused(hook: Hook) -> None:
    assert posted(hook[1], b'{"update_id":1,"x":"' + b"x" * (1 << 20) + b'"}') == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_of_another_kind_is_refused(hook: Hook, kind: str) -> None:
    assert posted(hook[1], b'{"update_id":1}', kind=kind) == 415


def test_nothing_that_comes_in_from_outside_is_in_the_log(hook: Hook) -> None:
    canary = "kanarifugl-8842"
    posted(f"{hook[1]}/{canary}", canary.encode())
    posted(hook[1], json.dumps({"update_id": 1, "message": canary}).encode())
    posted(hook[1], canary.encode())
    posted(hook[1], b"{}", secret=canary)
    place = urlsplit(hook[1])
    with socket.create_connection((place.hostname, place.port), 10) as raw:
        raw.sendall(f"{canary} / HTTP/9\r\n{canary}\r\n\r\n".encode())
        assert b" 400 " in raw.recv(1000)
    assert hook[0].stop() == 0
    assert canary not in hook[0].complaints()
    assert SECRET not in hook[0].complaints()


def test_an_address_that_telegram_does_not_take_is_one_line_and_status_2(
    own: Standin, own_varde: Callable[..., Varde]
) -> None:
    own.faults["setWebhook"].append(Fault(400))
    section = {"listen": "127.0.0.1:0", "url": "http://varde.example.no/", "secret_file": "secret"}
    varde = own_varde(mode="webhook", webhook=section)
    (varde.place / "secret").write_text(SECRET)
    varde.start(ready=False)
    assert varde.ended() == 2
    (line,) = varde.complaints().splitlines()
    assert line.startswith("varde: channels.telegram.webhook.url: ")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"update_id":"1"}', b"[" * 100_000, b"\xff\xfe"])
def test_a_body_that_is_no_update_is_refused(hook: Hook, body: bytes) -> None:
    assert posted(hook[1], body) == 400


def test_elsewhere_there_is_nothing(hook: Hook) -> None:
    assert posted(hook[1] + "x", b"{}") == 404
    assert posted(hook[1], b"{}", method="PUT") == 405


def test_an_update_comes_again_until_it_is_stored_and_counts_once(own: Standin, hook: Hook) -> None:
    varde, _ = hook
    varde.kill()
    own.writes(42, "hei")
    own.writes(42, "start veiviser")
    varde.start()
    own.said(42, count=3)
    own.until(lambda: not own.unacknowledged())
    assert len(own.told(42)) == 3


def test_polling_after_a_webhook_takes_it_away(own: Standin, own_varde: Callable[..., Varde], hook: Hook) -> None:
    assert hook[0].stop() == 0
    own_varde().start()
    asks(own, 42, "hei", 2)
