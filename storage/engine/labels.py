"""What people call the members of an enumeration, kept with them so that none is without a name."""

import enum
from typing import Self


def N_(text: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark an English text for the catalogs; the floor of messages translates it where it is shown."""
    return text


class Labelled(enum.StrEnum):
    """An enumeration whose members carry a label beside their value: `PLENARY = "plenary", N_("Plenary")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:  # without a label, a member is looked up by its value
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
