"""How values in the audit are shown."""

import enum
from dataclasses import dataclass

from storage.engine.labels import Labelled


class Kind(enum.Enum):
    """How a value is shown."""

    PLAIN = enum.auto()
    DAY = enum.auto()
    #: Stored in UTC, shown in the TWG's time.
    MOMENT = enum.auto()
    CLOCK = enum.auto()
    YES_NO = enum.auto()
    MINUTES = enum.auto()
    AUDIENCE = enum.auto()
    AGENDA = enum.auto()
    LANGUAGE = enum.auto()
    #: Ids, shown by name.
    PERSON = enum.auto()
    INSTITUTION = enum.auto()
    FILE = enum.auto()
    MEETING = enum.auto()
    RULE = enum.auto()
    #: The id of a kept contact; nothing is shown of one that was erased.
    CONTACT = enum.auto()


@dataclass(frozen=True)
class AuditField:
    """A recorded value; a list of values is shown one by one.

    Attributes:
        label: in English.
        of: the enumeration whose values are recorded.
    """

    label: str
    kind: Kind = Kind.PLAIN
    of: type[Labelled] | None = None
