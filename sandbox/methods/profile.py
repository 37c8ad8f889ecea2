"""The bot's name and descriptions."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.errors import Json, bad_request
from sandbox.methods.registry import method
from sandbox.params import Params
from sandbox.world import World

#: Method suffix, field of the answer, and longest text in characters.
TEXTS = (("Name", "name", 64), ("Description", "description", 512), ("ShortDescription", "short_description", 120))


def _register(suffix: str, field: str, longest: int) -> None:
    """Register the setter and getter of one text. A language without a text of its own gets the default one."""

    def setter(world: World, params: Params) -> bool:
        text = params.text(field).strip()
        if len(text) > longest:
            raise bad_request(f"BOT_{field.upper()}_TOO_LONG")
        world.profile[field, params.text("language_code")] = text
        return True

    def getter(world: World, params: Params) -> Json:
        own = world.profile.get((field, params.text("language_code"))) or world.profile.get((field, ""))
        return {field: own or (world.bot_name if field == "name" else "")}

    entries: dict[str, Callable[[World, Params], object]] = {f"setMy{suffix}": setter, f"getMy{suffix}": getter}
    for name, implementation in entries.items():
        method(name)(implementation)


for _entry in TEXTS:
    _register(*_entry)
