"""Enumerations whose members carry the label that users read, so that no member can lack one."""

import enum
from typing import Self


def N_(text: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark an English text for extraction into the catalogs and return it unchanged; `messages` translates it."""
    return text


class Labelled(enum.StrEnum):
    """An enumeration whose members carry a label beside their value: `PLENARY = "plenary", N_("Plenary")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:  # `Labelled(value)` looks a member up without a label
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
