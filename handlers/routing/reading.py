"""Reading updates one by one: what cannot be read of one is left out, and costs neither its rest nor other updates."""

from math import isfinite
from typing import Any

from pydantic import ValidationError

from handlers.routing.bot_api import Update

#: Containers that are nested deeper are left out; Telegram's updates have a dozen levels.
DEEPEST = 32
#: How often parts are left out before the whole update is given up: leaving one out may leave another incomplete.
MOST_TRIES = 10
#: The largest id that can be stored, in 64 bits with a sign.
LARGEST_ID = 2**63 - 1


def has_id(update: object) -> bool:
    """Whether it is a JSON object with an id by which the update can be told from others."""
    return isinstance(update, dict) and type(update.get("update_id")) is int and 0 <= update["update_id"] <= LARGEST_ID


def parse_update(given: dict[str, Any]) -> tuple[Update, list[str]]:
    """Parse Telegram's JSON object of an update that `has_id`.

    Returns:
        The update, and where in it something was left out: "message.entities.0.offset".
    """
    try:
        return Update.model_validate(given), []
    except (ValidationError, RecursionError):
        given = clean(given)
    left_out: list[str] = []
    for _try in range(MOST_TRIES):
        try:
            return Update.model_validate(given), left_out
        except ValidationError as error:
            problems = error.errors(include_input=False, include_url=False)
            paths = [problem["loc"][:-1] if problem["type"] == "missing" else problem["loc"] for problem in problems]
            # Backwards, so that leaving out an item of a list does not move those still to come.
            for path in reversed(dict.fromkeys(paths)):
                left_out.append(".".join(map(str, path)))
                _leave_out(given, path)
    return Update(update_id=given["update_id"]), [*left_out, "everything"]


def _leave_out(given: Any, path: tuple[int | str, ...]) -> None:
    """Take the part at a path out of nested dicts and lists; nothing happens if an outer part is out already."""
    if not path:
        return
    try:
        for key in path[:-1]:
            given = given[key]
        del given[path[-1]]
    except (KeyError, IndexError, TypeError):
        return


def clean(value: Any, depth: int = 0) -> Any:
    """A copy of decoded JSON that every database can store and that has a bounded depth.

    Half surrogate pairs and NUL become U+FFFD; numbers that are not finite, and what is nested too deep, empty lists.
    """
    match value:
        case dict() if depth < DEEPEST:
            return {clean(name): clean(inner, depth + 1) for name, inner in value.items()}
        case list() if depth < DEEPEST:
            return [clean(inner, depth + 1) for inner in value]
        case str():
            whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            return whole.replace("\0", "\ufffd")
        case float() if not isfinite(value):
            return []
        case dict() | list():
            return []
    return value
