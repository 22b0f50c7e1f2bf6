"""The channels as the canary suite sees them: what can be sent over each, with a canary in it.

One more channel is one more Surface: how it is started, how a canary is put into each kind of its input, and which
files it may leave. What is not here: the network's own ids of people and events, which are needed to answer and to
delete, are kept as long as PRIVACY says, and are no words that a person typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from privacy.wrapped import LEAKS


@dataclass(frozen=True)
class Surface:
    """One channel: the arguments that start it, and its kinds of input."""

    name: str
    arguments: tuple[str, ...]
    over: bytes
    """What stands on standard output behind the replies to each line."""
    opened: int
    """How often it stands there before anything is sent."""
    kinds: Mapping[str, tuple[str, ...]]
    """Kind -> texts to be sent one after the other; CANARY stands for the canary."""
    raw: Mapping[str, bytes] = field(default_factory=dict)
    """Kind -> whole lines of input that are not text messages."""
    echoes: frozenset[str] = frozenset()
    """Kinds that come back on standard output by contract: they are looked for in files and in the log only."""

    def lines(self, words: Mapping[str, str]) -> Iterator[bytes]:
        for kind, texts in self.kinds.items():
            for text in texts:
                yield self._line(kind, text.replace("CANARY", words[kind]))
        for kind, line in self.raw.items():
            yield line.replace(b"CANARY", words[kind].encode())

    def _line(self, kind: str, text: str) -> bytes:
        if self.name == "terminal":
            return text.replace("\n", " ").encode("utf-8", "surrogatepass")
        return json.dumps({"user": f"person-{kind}", "text": text}).encode()


TEXTS: Mapping[str, tuple[str, ...]] = {
    "plain": ("CANARY",),
    "question": ("hvem hjelper barn når mor er syk? CANARY",),
    "greeting": ("hei CANARY",),
    "number": ("fnr 27045951478 CANARY",),
    "address": ("Kari Nordmann CANARY, Storgata 12B",),
    "emergency": ("hun sier hun vil dø CANARY",),
    "concern": ("jeg er bekymret for CANARY",),
    "in a flow": ("start veiviser", "nei CANARY", "CANARY", "nei"),
    "as a command": ("endre CANARY", "oppsummer CANARY"),
    "as a setting": ("innstillinger", "distrikt", "CANARY"),
    "html": ("<b>CANARY</b><script>CANARY</script>",),
    "right to left": ("\u202eCANARY\u202c",),
    "invisible": ("CANARY\u200b\u2060",),
    "long": ("CANARY " + "x" * 65_536 + " CANARY",),
    "forgotten": ("CANARY", "glem meg"),
}

JSONLINES = Surface(
    "jsonlines",
    ("chat", "--jsonl", "--virtual-clock"),
    b'"idle"',
    0,
    {**TEXTS, "surrogate": ("CANARY\ud800 CANARY",), "nul": ("CANARY\x00 CANARY",)},
    {
        "forged choice": b'{"user":"p","choice":"CANARY"}',
        "forged message": b'{"user":"p","choice":"ja","message":"CANARY"}',
        "district": b'{"user":"p","profile":{"district":"CANARY"}}',
        "language": b'{"user":"p","profile":{"lang":"CANARY"}}',
        "unknown key": b'{"user":"p","text":"hei","CANARY":"CANARY"}',
        "unknown type": b'{"user":"p","text":["CANARY"]}',
        "not json": b'{"user":"p","text":"CANARY',
        "not utf-8": b'{"user":"p","text":"CANARY\xff"}',
    },
)

TERMINAL = Surface("terminal", ("chat",), b"\n> ", 1, {kind: of for kind, of in TEXTS.items() if kind != "forgotten"})

LEAKING = replace(JSONLINES, kinds={leak: (f"{leak} CANARY",) for leak in (*LEAKS, "nothing")}, raw={})
"""One text for each way out that is opened on purpose, and one that asks for none."""
