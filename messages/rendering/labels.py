"""Labels that people read: of enumeration members, audiences, units and languages."""

from collections.abc import Iterable

from messages.rendering.texts import Text, _
from storage.engine.labels import Labelled
from storage.members import Role
from twg.core.audiences import Audience

#: Marks for the catalogs the msgids that `format_duration` looks up.
DURATION_UNITS = (_("{n} h"), _("{n} min"))

LANGUAGES = {"en": "English", "km": "ខ្មែរ"}


#: Prefix of a role's token in an audience.
_ROLE_PREFIX = "role:"


def audience_labels(tokens: Iterable[str]) -> list[Text | str]:
    """Labels of the tokens of an audience, in the order in which `Audience` and `Role` declare them.

    A token found in neither comes after them, unchanged.
    """
    known = {**{str(item): label(item) for item in Audience}, **{f"{_ROLE_PREFIX}{role}": label(role) for role in Role}}
    listed = set(tokens)
    named: list[Text | str] = [text for token, text in known.items() if token in listed]
    return named + sorted(listed - set(known))


def label(member: Labelled) -> Text:
    """The label of an enumeration member, to be translated when rendered."""
    return Text(member.label)
