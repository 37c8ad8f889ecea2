"""Texts in the cells of a workbook, which takes some characters and no more than so many of them."""

import re
from typing import Any

from messages.rendering.content import utf16_length
from messages.rendering.texts import _

#: Most UTF-16 code units in a cell; openpyxl cuts a longer text without a word, and Excel calls the file damaged.
LONGEST_CELL = 32_767
#: Room for the words that say how much was left out.
_ROOM = 200
#: Characters that XML, and so a worksheet, cannot contain.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What Excel would read as an escaped character: "_x0041_" is "A" to it.
_ESCAPE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")


def cell_text(text: str, locale: str) -> Any:
    """The text as openpyxl takes it; a cell with a longer one ends with how many characters are left out.

    What looks like an escape is divided into two runs of one rich text: Excel decodes each run, openpyxl none.
    """
    text = _UNPRINTABLE.sub("", text)
    if is_too_long(text):
        kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - _ROOM)].decode("utf-16-le", "ignore")
        left_out = _("[{count} more characters do not fit into this cell.]").with_(count=len(text) - len(kept))
        text = f"{kept}…\n{left_out.render(locale)}"
    runs = _ESCAPE.split(text)
    if len(runs) == 1:
        return text
    from openpyxl.cell.rich_text import CellRichText  # loaded with the workbook only

    return CellRichText(*runs)


def is_too_long(text: str) -> bool:
    """Whether a cell cannot hold the whole text."""
    return 2 * len(text) > LONGEST_CELL and utf16_length(text) > LONGEST_CELL
