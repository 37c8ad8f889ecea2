"""What a file with minutes is made of, and what is read in it (G6)."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: its paragraphs, with line breaks between.
        span: how many columns it takes.
        continues: whether it is merged with the cell above.
    """

    text: str
    span: int = 1
    continues: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, or a table. Attributes: `rows`: of a table; none for a paragraph."""

    text: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()


class FileState(StrEnum):
    """Whether a file with minutes could be read, or why not."""

    READ = "read"
    WITHOUT_TEXT = "without_text"
    TOO_LONG = "too_long"
    MACROS = "macros"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Point:
    """An action point of minutes, in the words of the file.

    Attributes:
        agenda: the item under which it stands; may be empty.
        text: what is to be done; of a point without columns the whole, with who and until when.
        responsible: who does it; may be empty.
        due: until when; may be empty.
        in_columns: whether who and until when stand in columns of their own.
        due_certain: whether the column of `due` holds days and nothing else.
    """

    agenda: str
    text: str
    responsible: str = ""
    due: str = ""
    in_columns: bool = True
    due_certain: bool = True


@dataclass(frozen=True)
class Handed:
    """What a file with minutes says.

    Attributes:
        pages: as far as they are known; at least 1.
        paragraphs: in their order, without those that are action points.
        done: how many action points it calls done; they are not among `points`.
        arising: how many it repeats from earlier minutes, as matters arising; nor are they.
        decisions: places in `paragraphs` of those that are a decision, as the heading above them says.
    """

    state: FileState
    pages: int = 1
    paragraphs: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    done: int = 0
    arising: int = 0
    decisions: tuple[int, ...] = ()


def to_json(handed: Handed) -> dict[str, Any]:
    """What is kept with the file."""
    return asdict(handed)


def from_json(kept: dict[str, Any]) -> Handed:
    """What `to_json` has made."""
    points = tuple(Point(**each) for each in kept["points"])
    return Handed(
        FileState(kept["state"]),
        kept["pages"],
        tuple(kept["paragraphs"]),
        points,
        kept["done"],
        kept["arising"],
        tuple(kept.get("decisions", ())),  # a reading from before decisions were told apart has none
    )
