"""`python -m sandbox`: serve an empty sandbox for any bot until interrupted."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from sandbox.server import SandboxServer


async def serve(server: SandboxServer) -> None:
    """Serve until cancelled; print the addresses.

    Raises: SystemExit, with the reason, when the port cannot be opened.
    """
    try:
        await server.start()
    except OSError as error:
        sys.exit(f"sandbox: {server.host}:{server.port} cannot be listened on: {error.strerror}")
    try:
        sys.stdout.write(f"chat page  {server.url}\nBot API    {server.base_url}{server.world.token}/\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    """Parse the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="listen elsewhere than on loopback")
    parser.add_argument("--token", default="1:sandbox", help="the token the bot will use")
    parser.add_argument("--username", default="twg_bot", help="the bot's username")
    parser.add_argument("--lax", action="store_true", help="no flood control, and updates that never expire")
    given = parser.parse_args()
    server = SandboxServer(given.token, given.username, host=given.host, port=given.port, strict=not given.lax)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(server))


if __name__ == "__main__":
    main()
