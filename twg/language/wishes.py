"""What people ask to have done: "cancel tomorrow's meeting", «សូមរំលឹកអ្នកដែលមិនទាន់ឆ្លើយ» (U2).

The phrases are a table (`wishes.toml`); capabilities declare by the names in it how a wish is begun.
"""

from functools import cache, lru_cache

from twg.language.cues import has, load_phrases
from twg.language.mentions import names_a_thing, names_any_kind
from twg.language.role_changes import read_role_change
from twg.language.said import Words

#: Before the name of a wish in the table.
_PREFIX = "wish_"
#: Longest text that is read as a wish, in characters: a longer one tells many things.
_LONGEST = 400


@cache
def list_wishes() -> tuple[str, ...]:
    """The names of all wishes, in the order in which they are looked for."""
    return tuple(cue.removeprefix(_PREFIX) for cue in load_phrases("wishes.toml") if cue.startswith(_PREFIX))


@lru_cache(maxsize=64)
def read_wish(text: str) -> str:
    """The name of what a text asks to have done; empty where it asks nothing that is known.

    Args:
        text: as typed, without a command.
    """
    words = Words(text)
    core = words.core.strip(" ?.!។")
    if len(text) > _LONGEST or not core or has("no_wish", core) or has("ask_how", core):
        return ""
    wished = next((name for name in list_wishes() if has(f"{_PREFIX}{name}", core)), "")
    return wished or ("change_role" if _changes_role(text) else "")


def _changes_role(text: str) -> bool:
    """Whether a text says who shall be what, or who takes whose place."""
    change = read_role_change(text)
    if change is None:
        return False
    return change.role is not None or change.alternate or not (names_a_thing(text) or names_any_kind(text))
