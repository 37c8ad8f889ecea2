"""Remarks on the rows of a list, as lines of text."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from messages.rendering.content import to_plain
from messages.rendering.templating import render
from twg.language.rosters.model import Remark


def render_remarks(remarks: Iterable[Remark], locale: str, zone: ZoneInfo) -> bytes:
    """A text file with a line for each remark, with the mark by which Windows knows that it is UTF-8."""
    text = to_plain(render("rosters/_remarks", locale, zone, {"remarks": list(remarks)}))
    return f"\ufeff{text}\n".encode()
