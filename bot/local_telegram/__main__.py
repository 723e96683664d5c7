"""`python -m bot.local_telegram`: run a local Telegram and print the address of its page."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from bot.local_telegram.driver import LocalTelegram
from bot.local_telegram.flood import NO_LIMITS, Limits


async def serve(host: str, port: int, token: str, limits: Limits) -> None:
    """Serve until interrupted."""
    async with LocalTelegram(host=host, port=port, token=token, limits=limits) as telegram:
        sys.stdout.write(f"A local Telegram. Page: {telegram.page}  API: {telegram.url}  Bot token: {telegram.token}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main(arguments: list[str] | None = None) -> int:
    """The command line; 2 when an argument makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m bot.local_telegram", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default %(default)s)")
    parser.add_argument("--port", type=int, default=8081, help="0 picks a free port (default %(default)s)")
    parser.add_argument("--token", default="", help="the token the bot must use (by chance when left out)")
    parser.add_argument("--no-limits", action="store_true", help="let the bot send as fast as it can")
    chosen = parser.parse_args(arguments)
    limits = NO_LIMITS if chosen.no_limits else Limits(edits=True)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(chosen.host, chosen.port, chosen.token, limits))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
