"""Helpers for a sandbox in strict mode: opening many chats, and counting the calls that it refuses."""

from collections.abc import Callable, Iterable

from sandbox.model import Person
from sandbox.server import SandboxServer


def open_chats(server: SandboxServer, ids: Iterable[int]) -> None:
    """Add people who have started the bot."""
    for person_id in ids:
        person = server.world.add_person(Person(person_id, f"Member {person_id}", started=True))
        server.world.private_chat(person)


def count_refusals(server: SandboxServer) -> Callable[[], int]:
    """Count the calls that are refused with 429 from now on. Returns what tells their number."""
    check, refused = server.world.flood.check, 0

    def counted(chat_id: int, weight: int = 1) -> None:
        nonlocal refused
        try:
            check(chat_id, weight)
        except Exception:
            refused += 1
            raise

    server.world.flood.check = counted  # type: ignore[method-assign]
    return lambda: refused
