"""Everything by which a Python program says something on standard error without meaning to, with a secret in it."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import sys
import threading
import warnings

from bot import logs


class TroubleError(Exception):
    """Not one of the kinds that everybody knows."""


class Resented:
    """Cannot even be thrown away quietly."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __del__(self) -> None:
        raise TroubleError(self.secret)


def fail(secret: str) -> None:
    raise TroubleError(secret)


async def tasks(secret: str) -> None:
    async def failing() -> None:
        raise TroubleError(secret)

    forgotten = asyncio.create_task(failing(), name=secret)
    await asyncio.sleep(0)
    del forgotten
    gc.collect()
    asyncio.get_running_loop().call_exception_handler({"message": secret, "exception": TroubleError(secret)})
    asyncio.get_running_loop().call_soon(fail, secret)
    await asyncio.sleep(0)


def main(secret: str) -> None:
    logs.install("DEBUG")
    other = logging.getLogger("asyncio.tasks")
    other.warning("said %s", secret)
    other.warning(f"said {secret}")
    other.info("said", extra={"text": secret}, stack_info=True)
    other.error("too many %s %s", secret)
    other.error({secret: secret})
    logging.getLogger(secret).error("a logger named after it")
    logging.warning(secret)
    try:
        try:
            fail(secret)
        except TroubleError as first:
            raise KeyError(secret) from first
    except KeyError:
        other.exception(secret)
    warnings.warn(secret, stacklevel=1)
    asyncio.run(tasks(secret), debug=True)
    thread = threading.Thread(target=fail, args=(secret,), name=secret)
    thread.start()
    thread.join()
    Resented(secret)
    print("core", *resource.getrlimit(resource.RLIMIT_CORE))
    raise ExceptionGroup(secret, [TroubleError(secret)])


if __name__ == "__main__":
    main(sys.stdin.read())
