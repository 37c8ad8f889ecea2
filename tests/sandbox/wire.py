"""What the methods of the Bot API return and need, and what python-telegram-bot read from an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from telegram import TelegramObject

#: The type that each method returns, and its required parameters.
METHODS: dict[str, dict[str, Any]] = orjson.loads((Path(__file__).parent / "telegram.json").read_bytes())


def leftovers(value: Any, where: str) -> Iterator[str]:
    """The fields of an answer that python-telegram-bot did not know (`api_kwargs`), at any depth."""
    if isinstance(value, TelegramObject):
        yield from (f"{where}.{name} of {type(value).__name__}" for name in value.api_kwargs)
        for name, item in value.to_dict(recursive=False).items():
            yield from leftovers(item, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from leftovers(item, f"{where}[{number}]")
