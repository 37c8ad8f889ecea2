"""A name as people type their own or somebody's: with titles before it and degrees behind it."""

from storage.core.spelling import is_visible, key_of
from twg.language.degrees import split_degrees
from twg.language.rosters.names import split_title

#: Longest title that is kept, in characters.
LONGEST_TITLE = 60
#: Titles in a list of members, where titles are expected, and family names where somebody types their own: "HE Kimly".
_FAMILY_NAMES = frozenset(map(key_of, ("HE", "នាង")))


def split_name(title: str, name: str) -> tuple[str, str, str]:
    """(title, name, degrees) of a name that may have a title in it: ("Dr.", "LIM Bopha", "MPH").

    Args:
        title: that was given apart from the name; what the name has besides stands behind it, and nothing twice.
    """
    bare, degrees = split_degrees(name)
    found, without = split_title(bare)
    if not found or not is_visible(without) or key_of(found) in _FAMILY_NAMES:
        return title, bare, degrees
    if key_of(found) in key_of(title):
        return title, without, degrees
    together = f"{title} {found}".strip()
    return (together, without, degrees) if len(together) <= LONGEST_TITLE else (title, bare, degrees)
