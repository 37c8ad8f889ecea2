"""Faults on demand: errors, lost connections and delays, as the network and Telegram cause them."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from sandbox.errors import Impossible, Json

#: The method name by which a fault matches the download of a file.
DOWNLOAD = "download"
KINDS = ("429", "500", "502", "close_before", "close_after", "delay")


def matches_method(glob: str, method: str) -> bool:
    """Whether a glob matches a method name; case is ignored."""
    return fnmatchcase(method.lower(), glob.lower())


@dataclass(slots=True)
class Fault:
    """One rule. It applies to the next `times` matching calls; None means to every call until the rule is removed.

    Args:
        kind: `429` (with `retry_after`, in seconds), `500`, `502`, `close_before` (the connection closes and the call
            has no effect), `close_after` (the call takes effect, then the connection closes), `delay` (by `seconds`).
        method: a glob over method names, such as `send*`; the download of a file is called `download`.
        chat_id: only calls for this chat; None means all.
    """

    id: int
    kind: str
    method: str = "*"
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 1.0
    times: int | None = 1

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether the rule applies to a call."""
        if self.times is not None and self.times <= 0:
            return False
        return (self.chat_id is None or self.chat_id == chat_id) and matches_method(self.method, method)


class Faults:
    """The active rules, oldest first."""

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
        """Add a rule. Raises: Impossible, when there is no such kind."""
        if kind not in KINDS:
            raise Impossible(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        fault = Fault(next(self._ids), kind, method, chat_id, retry_after, seconds, times)
        self._rules.append(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> None:
        """Remove one rule, or all when `fault_id` is None."""
        self._rules = [rule for rule in self._rules if fault_id is not None and rule.id != fault_id]

    def take(self, method: str, chat_id: int | None) -> list[Fault]:
        """The rules that apply to a call, each counted down by one: all delays, and the first rule of another kind."""
        hits: list[Fault] = []
        for rule in self._rules:
            if rule.matches(method, chat_id) and (rule.kind == "delay" or all(hit.kind == "delay" for hit in hits)):
                hits.append(rule)
                if rule.times is not None:
                    rule.times -= 1
        if hits:
            self._rules = [rule for rule in self._rules if rule.times is None or rule.times > 0]
        return hits

    def as_json(self) -> list[Json]:
        """The active rules, as the people's API returns them."""
        return [asdict(rule) for rule in self._rules]
