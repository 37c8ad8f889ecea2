"""Faults on demand: what the network and Telegram do on a bad day."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from sandbox.errors import Impossible, Json

#: What fetching a file's bytes is called.
DOWNLOAD = "download"
KINDS = ("429", "500", "502", "close_before", "close_after", "delay")


def covers(glob: str, method: str) -> bool:
    """Whether a glob over method names, whatever their case, has this one in it."""
    return fnmatchcase(method.lower(), glob.lower())


@dataclass(slots=True)
class Fault:
    """One rule. It hits the next `times` calls that fit; None means every call until it is removed.

    Args:
        kind: `429` (with `retry_after`), `500`, `502`, `close_before` (the connection drops and nothing happened),
            `close_after` (it drops although the call took effect), `delay` (by `seconds`).
        method: a glob over method names, `send*`; fetching a file's bytes is called `download`.
        chat_id: only calls that name this chat.
    """

    id: int
    kind: str
    method: str = "*"
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 1.0
    times: int | None = 1

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether this rule concerns a call."""
        if self.times is not None and self.times <= 0:
            return False
        return (self.chat_id is None or self.chat_id == chat_id) and covers(self.method, method)


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []
        self._ids = itertools.count(1)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(
        self,
        kind: str,
        *,
        method: str = "*",
        chat_id: int | None = None,
        retry_after: int = 1,
        seconds: float = 1.0,
        times: int | None = 1,
    ) -> Fault:
        """Put a rule in force."""
        if kind not in KINDS:
            raise Impossible(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        fault = Fault(next(self._ids), kind, method, chat_id, retry_after, seconds, times)
        self._rules.append(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> None:
        """Take one rule back, or all of them."""
        self._rules = [rule for rule in self._rules if fault_id is not None and rule.id != fault_id]

    def take(self, method: str, chat_id: int | None) -> list[Fault]:
        """The rules that hit this call: every delay, and the first of the others. Each is counted down."""
        hits: list[Fault] = []
        for rule in self._rules:
            if rule.fits(method, chat_id) and (rule.kind == "delay" or all(hit.kind == "delay" for hit in hits)):
                hits.append(rule)
                if rule.times is not None:
                    rule.times -= 1
        if hits:
            self._rules = [rule for rule in self._rules if rule.times is None or rule.times > 0]
        return hits

    def as_json(self) -> list[Json]:
        """The rules for people to see."""
        return [asdict(rule) for rule in self._rules]
